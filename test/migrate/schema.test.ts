import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Database } from '../../src/db/open.js'
import { type Ask, readCatalogue, tableNames } from '../../src/migrate/catalogue.js'
import { migrationsFolder } from '../../src/migrate/checksum.js'
import { migrate } from '../../src/migrate/index.js'
import { onEmptyDatabases } from './databases.js'

const folder = join(dirname(migrationsFolder()), 'test', 'schema')

/** The schema as text that a person can read in a diff. */
async function dump(db: Database): Promise<string> {
  const ask: Ask = (text, params) => db.all(text, params)
  const lines: string[] = []
  for (const name of await tableNames(db.engine, ask)) {
    const table = await readCatalogue(db.engine, ask, name)
    if (table === null) continue
    lines.push(`table ${name}${table.withoutRowid ? ' without rowid' : ''}`)
    for (const [column, { type, nullable, default: value, key }] of table.columns) {
      const rest = `${nullable ? '' : ' not null'}${value === null ? '' : ` default ${value}`}`
      lines.push(`  ${column} ${type}${rest}${key > 0 ? ` key ${key}` : ''}`)
    }
    for (const [constraint, text] of [...table.constraints].sort()) {
      lines.push(`  constraint ${constraint}: ${text}`)
    }
    for (const [index, { unique, text }] of [...table.indexes].sort()) {
      lines.push(`  ${unique ? 'unique ' : ''}index ${index}: ${text.trim()}`)
    }
  }
  return `${lines.join('\n')}\n`
}

onEmptyDatabases('the schema that the chain makes is the one in test/schema', async (database) => {
  const db = await database.open()
  await migrate(db)
  const file = join(folder, `${database.engine}.txt`)
  const is = await dump(db)
  // A change of the schema shows in a review as a change of these files.
  if (process.env.MESHVIEW_WRITE_SCHEMA) writeFileSync(file, is)
  assert.equal(
    is,
    readFileSync(file, 'utf8'),
    'meant? Then run this test with MESHVIEW_WRITE_SCHEMA=1 and commit what it writes',
  )
})
