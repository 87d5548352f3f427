import assert from 'node:assert/strict'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { migrations } from '../../migrations/index.js'
import { tables } from '../../src/db/entities/index.js'
import { besideDatabase, takeFileLock } from '../../src/db/file-lock.js'
import type { Database } from '../../src/db/open.js'
import { chainOf } from '../../src/migrate/chain.js'
import { migrationsFolder } from '../../src/migrate/checksum.js'
import { runCommand } from '../../src/migrate/command.js'
import type { Environment } from '../../src/migrate/commands/environment.js'
import { migrationState } from '../../src/migrate/index.js'
import { run } from '../helpers/processes.js'
import { onEmptyDatabases, sqliteDatabase, type TestDatabase } from './databases.js'
import { Scratch } from './scratch.js'

/** `1717fa5c6545 → mine, theirs → join`; the revisions by their messages. */
async function branched(database: TestDatabase) {
  const scratch = new Scratch(database)
  const write = async (...args: string[]) => {
    assert.equal(await scratch.run(...args), 0, scratch.output.join('\n'))
    return /revision ([0-9a-f]{12})/.exec(scratch.output.join('\n'))?.[1] ?? ''
  }
  const first = '1717fa5c6545'
  const mine = await write('revision', '-m', 'mine')
  const theirs = await write('revision', '-m', 'theirs', '--head', first)
  const join = await write('merge', '-m', 'join', 'heads')
  return { scratch, first, mine, theirs, join }
}

async function printed(scratch: Scratch, ...args: string[]): Promise<string[]> {
  assert.equal(await scratch.run(...args), 0, args.join(' '))
  return scratch.output
}

test('branches, show and history FROM:TO tell of the chain', async (t) => {
  const { scratch, first, mine, theirs, join } = await branched(await sqliteDatabase(t))
  assert.deepEqual(await printed(scratch, 'branches'), [
    `${first} (branchpoint), initial`,
    `  -> ${mine}, mine`,
    `  -> ${theirs}, theirs`,
  ])

  const shown = await printed(scratch, 'show', theirs.slice(0, 6))
  assert.deepEqual(shown.slice(0, 3), [
    `${theirs}, theirs`,
    '  message: theirs',
    `  builds on: ${first}`,
  ])
  assert.match(shown.at(-1) ?? '', new RegExp(`^  file: .*migrations/${theirs}_theirs\\.ts$`))
  assert.equal((await printed(scratch, 'show', 'head'))[0], `${join} (head) (mergepoint), join`)

  const revisions = async (range: string) => {
    const lines = await printed(scratch, 'history', '-r', range)
    return lines.map((line) => / -> ([0-9a-f]{12})/.exec(line)?.[1])
  }
  assert.deepEqual(await revisions(`${mine}:`), [join, mine])
  assert.deepEqual(await revisions(`:${mine}`), [mine, first])
  assert.deepEqual(await revisions(`base:${theirs.slice(0, 5)}`), [theirs, first])
  assert.deepEqual(await revisions(`${theirs}:head`), [join, theirs])
  await scratch.run('upgrade', mine)
  assert.deepEqual(await revisions('current:'), [join, mine])
  assert.deepEqual(await revisions(':current'), [mine, first])
  assert.equal(await scratch.run('history', '-r', mine), 1, 'no range')
  assert.equal(await scratch.run('show', 'ffff'), 1)
})

test('a revision can be counted from another one', async (t) => {
  const { scratch, first, mine, join } = await branched(await sqliteDatabase(t))
  const chain = chainOf(scratch.revisions)
  assert.equal(chain.resolve(`${mine}+1`), join)
  assert.equal(chain.resolve(`${mine.slice(0, 6)}-1`), first)
  assert.throws(() => chain.resolve(`${join}+1`), /beyond the end of the chain/)
  assert.throws(() => chain.resolve(`${first}-1`), /beyond the end of the chain/)
  assert.throws(() => chain.resolve(`${first}+1`), /ambiguous/)
  assert.throws(() => chain.resolve(`${join}-1`), /ambiguous/)
  await printed(scratch, 'upgrade', `${mine}+1`)
  assert.deepEqual(await printed(scratch, 'current'), [`${join} (head)`])
  await printed(scratch, 'downgrade', `${mine}-1`)
  assert.deepEqual(await printed(scratch, 'current'), [first])
})

test('a migration without a text is called by what it does', async (t) => {
  const scratch = new Scratch(await sqliteDatabase(t))
  await printed(scratch, 'upgrade', 'head')
  const [packet, ...others] = scratch.models
  assert.ok(packet)
  const hops = { type: 'int', nullable: true } as const
  scratch.models = [{ ...packet, columns: { ...packet.columns, hops } }, ...others]
  // As `npm run create-migration` gives it, and by hand.
  for (const args of [['-m'], []]) {
    const [wrote] = await printed(scratch, 'revision', '--autogenerate', ...args)
    assert.match(wrote ?? '', /_add_hops_to_packet\.ts/)
    assert.match(scratch.written(), /message: 'add hops to packet'/)
    if (args.length > 0) rmSync(/wrote (\S+)/.exec(wrote ?? '')?.[1] ?? '')
    await scratch.load()
  }
  assert.equal(await scratch.run('revision'), 2, 'nothing says what it does')
  assert.equal(await scratch.run('revision', '-m'), 2)
  for (const args of [
    ['upgrade', '-1'],
    ['downgrade', '+1'],
  ]) {
    assert.equal(await scratch.run(...args), 1)
  }
  await printed(scratch, 'upgrade', 'head')
  await printed(scratch, 'check')
})

test('edit opens the file in the editor, with the options that it comes with', async (t) => {
  const { scratch, mine } = await branched(await sqliteDatabase(t))
  const former = process.env.VISUAL
  t.after(() => {
    if (former === undefined) delete process.env.VISUAL
    else process.env.VISUAL = former
  })
  process.env.VISUAL = `sed -i 's/mine/ours/'`
  await printed(scratch, 'edit', mine)
  assert.match((await printed(scratch, 'show', mine))[0] ?? '', /, ours$/)
  process.env.VISUAL = 'false'
  assert.equal(await scratch.run('edit', mine), 1)
})

onEmptyDatabases('ensure_version makes the tables of the migrations alone', async (database) => {
  const scratch = new Scratch(database)
  assert.deepEqual(await printed(scratch, 'ensure_version'), [
    'the tables of the migrations are there; the database is at base',
  ])
  const db = await database.open()
  assert.deepEqual(await db.all('select * from migrations'), [])
  await assert.rejects(db.all('select * from packet'))
  assert.equal((await migrationState(db, scratch.revisions)).kind, 'behind')
  await printed(scratch, 'upgrade', 'head')
  await printed(scratch, 'ensure_version')
  assert.deepEqual(await printed(scratch, 'current'), ['1717fa5c6545 (head)'])
})

test('one signal ends a command that waits for another process', async (t) => {
  const { folder, openCurrent } = await sqliteDatabase(t)
  await (await openCurrent()).close()
  const config = join(folder, 'config.ini')
  writeFileSync(config, '[database]\nconnection_string = sqlite:///mesh.db\n')
  const file = join(folder, 'mesh.db')
  const free = takeFileLock(besideDatabase(file, '-migrate'), file)
  assert.ok(free)
  t.after(free)
  const waiting = run('mvrun.js', ['migrate', 'check', '--config', config])
  t.after(() => waiting.child.kill('SIGKILL'))
  await waiting.said(/another process migrates this database; waiting for it/)
  waiting.child.kill('SIGTERM')
  assert.equal(await waiting.ended, 1)
})

async function execute(db: Database, text: string): Promise<void> {
  if (db.sqlite !== null) db.sqlite.exec(text)
  else await (await db.queryRunner()).query(text)
}

onEmptyDatabases('the SQL of a range does what the commands do', async (database) => {
  const lines: string[] = []
  const environment: Environment = {
    url: database.url,
    revisions: migrations,
    models: tables,
    folder: migrationsFolder(),
    print: (line) => lines.push(line),
    ask: null,
  }
  const command = async (...args: string[]) => {
    lines.length = 0
    const code = await runCommand(args, () => environment)
    assert.equal(code, 0, `${args.join(' ')}: ${lines.join('\n')}`)
    return lines.join('\n')
  }
  const steady = (text: string) => text.replace(/\b\d{16}\b/g, 'TIME')
  const whole = await command('upgrade', 'base:head', '--sql')
  assert.equal(steady(await command('upgrade', 'head', '--sql')), steady(whole))
  if (database.engine === 'sqlite') {
    assert.ok(!existsSync(join(database.folder, 'mesh.db')), 'a file was made')
  }

  const db = await database.open()
  await execute(db, whole)
  assert.equal(await command('check'), 'models, chain and database agree')
  // It is not asked where the database stands, which is at the head.
  const down = await command('downgrade', 'head:9c4e', '--sql')
  const up = await command('upgrade', '9c4e:head', '--sql')
  assert.equal(
    await command('upgrade', 'head', '--sql').then((text) => /upgrade /.test(text)),
    false,
  )
  await execute(db, down)
  assert.equal(await command('current'), '9c4e1b7a60d3')
  await execute(db, up)
  assert.equal(await command('check'), 'models, chain and database agree')
  await db.run(
    `insert into migrations ("timestamp", name, revision) values (1, 'Later1999999999999', 'ffffffffffff')`,
  )
  const newer = await runCommand(['downgrade', '-1', '--sql'], () => environment)
  assert.equal(newer, 1, 'a database of a newer version is refused, as without --sql')
})
