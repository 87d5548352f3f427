import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { run } from '../helpers/processes.js'
import { sqliteDatabase } from './databases.js'

test('a command that cannot use the database says which one, and what to do', async (t) => {
  const { folder } = await sqliteDatabase(t)
  const config = join(folder, 'config.ini')
  const migrate = async (connection_string: string, ...args: string[]) => {
    writeFileSync(config, `[database]\nconnection_string = ${connection_string}\n`)
    const command = run('mvrun.js', ['migrate', ...args, '--config', config])
    assert.equal(await command.ended, 1)
    return command.lines
  }
  const notes = join(folder, 'notes.db')
  const text = 'What was heard on Sunday, and by whom.\n'.repeat(20)
  writeFileSync(notes, text)
  for (const args of [['current'], ['upgrade', 'head'], ['upgrade', 'head', '--sql'], ['check']]) {
    const [what, hint] = await migrate('sqlite:///notes.db', ...args)
    assert.equal(what, `The database ${notes} cannot be used: file is not a database.`)
    assert.match(hint ?? '', /no database at all\. Restore the last backup/)
  }
  assert.equal(readFileSync(notes, 'utf8'), text)

  const [what, hint] = await migrate('postgresql://mesh:secret@127.0.0.1:1/mesh', 'current')
  assert.match(
    what ?? '',
    /^The database postgresql:\/\/mesh@127\.0\.0\.1:1\/mesh cannot be used: .*ECONNREFUSED/,
  )
  assert.match(hint ?? '', /Does it run\?/)
})
