import assert from 'node:assert/strict'
import { readdirSync, statSync, truncateSync } from 'node:fs'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase } from '../../src/db/open.js'
import { type Revision, sql } from '../../src/migrate/columns.js'
import {
  lockHeld,
  type MigrationError,
  type MigrationState,
  migrate,
  migrationState,
  NewerDatabaseError,
  upgrade,
  waitForMigrations,
} from '../../src/migrate/index.js'
import { until } from '../helpers/processes.js'
import { Child, FIRST, fill, verify } from './crash.js'
import { migrations, ROWS } from './crash-chain.js'
import { onEmptyDatabases, sqliteDatabase } from './databases.js'

const wait = { revisions: migrations, retries: 3, delayMs: 100 }

/** The crash chain with one more revision at its end. */
function withLast(up: Revision['up'], transaction = true): Revision[] {
  const last: Revision = {
    name: 'Last1700000009000',
    revision: 'c90000000009',
    downRevision: 'c60000000006',
    message: 'the last one',
    transaction,
    up,
    down: async () => {},
  }
  return [...migrations, last]
}

onEmptyDatabases(
  'a failing revision leaves the database as it was and says what to do',
  async (database) => {
    const db = await fill(database)
    const broken = withLast(async (queryRunner) => {
      await queryRunner.query('delete from child')
      await queryRunner.query('insert into nowhere values (1)')
    })
    const error = await migrate(db, { revisions: broken }).then(
      () => assert.fail('it went through'),
      (thrown: MigrationError) => thrown,
    )
    assert.match(
      error.message,
      /upgrade c90000000009 \(the last one\) failed.*Nothing of it was kept/,
    )
    assert.equal(error.revision, 'c90000000009')
    assert.match(error.statement ?? '', /insert into nowhere/)
    assert.ok(error.hint.length > 20)
    await verify(db, 'head')
    const state = await migrationState(db, broken)
    assert.equal(state.kind, 'behind')
    assert.match(state.kind === 'behind' ? (state.error ?? '') : '', /the last one.*nowhere/s)
    await assert.rejects(
      waitForMigrations(() => database.open('read'), { ...wait, revisions: broken }),
      /nobody has been migrating it.*the last one/s,
    )
    await migrate(db, { revisions: withLast(async () => {}) })
    assert.equal((await migrationState(db, broken)).kind, 'current')
  },
)

onEmptyDatabases(
  'a reader waits before, during and after, however long it takes',
  async (database) => {
    const seen: MigrationState[] = []
    const slow = withLast(async (queryRunner, context) => {
      // Longer than the reader's patience, and deaf meanwhile, as a long statement is.
      const end = Date.now() + 500
      while (Date.now() < end);
      await context.progress(1, 2)
      await queryRunner.query('select 1')
      await sleep(600)
    })
    const reader = {
      ...wait,
      revisions: slow,
      onState: (state: MigrationState) => seen.push(state),
    }
    // Until it begins nothing says that there is a migration to wait for.
    const before = waitForMigrations(() => database.open('read'), { ...reader, retries: 300 })
    const db = await database.open()
    await upgrade(db, FIRST, { revisions: slow })
    await db.run(`insert into tally (step, n) values ('data', 0), ('rebuild', 0), ('again', 0)`)
    const migrating = migrate(db, { revisions: slow })
    await until(
      async () => seen,
      (states) => states.some((state) => state.kind === 'migrating'),
    )
    const during = waitForMigrations(() => database.open('read'), reader)
    await Promise.all([before, during, migrating])
    const after = await waitForMigrations(() => database.open('read'), reader)
    assert.equal((await migrationState(after, slow)).kind, 'current')
    assert.ok(
      seen.some((state) => state.kind === 'migrating' && state.step !== null && state.revision),
      'the reader saw which revision ran',
    )
  },
)

onEmptyDatabases(
  'a reader outlasts a migration in another process, and sees a dead one',
  async (database) => {
    const db = await fill(database)
    const child = new Child('up', database.url)
    await child.begun()
    const states: string[] = []
    const reader = await waitForMigrations(() => database.open('read'), {
      ...wait,
      retries: 300,
      onState: (state) => states.push(state.kind),
    })
    assert.equal((await migrationState(reader, migrations)).kind, 'current')
    assert.equal((await child.ended).code, 0)
    await verify(db, 'head')

    const killed = new Child('down', database.url, FIRST)
    await killed.begun()
    killed.process.kill('SIGKILL')
    await killed.ended
    for (let tries = 0; tries < 600 && (await lockHeld(db)); tries++) await sleep(100)
    assert.equal(await lockHeld(db), false, 'the lock of a dead process is free')
  },
)

onEmptyDatabases('a disk that fills up in the middle changes nothing', async (database) => {
  const db = await fill(database)
  const head = await upgrade(db, '+4', { revisions: migrations, backup: false })
  assert.equal(head.applied.length, 4)
  if (db.engine === 'sqlite') {
    const pages = await db.get<{ page_count: number }>('pragma page_count')
    await db.all(`pragma max_page_count = ${(pages?.page_count ?? 0) + 20}`)
  }
  const full = withLast(async (queryRunner) => {
    if (db.engine === 'postgres') {
      // What the server raises when it cannot extend a file.
      await queryRunner.query(
        `do $$ begin raise exception 'no space left' using errcode = '53100'; end $$`,
      )
    }
    await queryRunner.query('create table filler as select * from parent')
  })
  await assert.rejects(migrate(db, { revisions: full, backup: false }), (error: MigrationError) => {
    assert.match(error.hint, /disk is full/)
    return true
  })
  if (db.engine === 'sqlite') await db.all('pragma max_page_count = 1073741823')
  await migrate(db, { revisions: migrations, backup: false })
  await verify(db, 'head')
})

onEmptyDatabases(
  'a database that is newer than the program is refused by writer and reader',
  async (database) => {
    const db = await fill(database)
    const newer = withLast(async () => {})
    await migrate(db, { revisions: newer })
    await assert.rejects(migrate(db, { revisions: migrations }), (error: NewerDatabaseError) => {
      assert.ok(error instanceof NewerDatabaseError)
      assert.deepEqual(error.unknown, ['c90000000009'])
      assert.match(error.message, /newer version.*c90000000009.*Nothing was changed/)
      if (db.engine === 'sqlite') assert.match(error.hint, /\.bak/)
      return true
    })
    const state = await migrationState(db, migrations)
    assert.equal(state.kind, 'newer')
    await assert.rejects(
      waitForMigrations(() => database.open('read'), wait),
      NewerDatabaseError,
    )
  },
)

test('rows that would lose what they refer to stop the migration (SQLite)', async (t) => {
  const db = await fill(await sqliteDatabase(t))
  await db.run('pragma foreign_keys = off')
  await db.run(`insert into child (id, parent_id) values (${ROWS + 1}, ${ROWS + 1})`)
  await assert.rejects(
    migrate(db, {
      revisions: withLast(async (queryRunner) => {
        await queryRunner.query('delete from parent where id < 4')
      }),
    }),
    /3 rows would be left without the row they refer to \(child → parent\)/,
  )
  assert.equal((await db.get<{ n: number }>('select count(*) as n from parent'))?.n, ROWS)
  assert.equal((await migrationState(db, migrations)).kind, 'current', 'the older orphan may stay')
})

test('backups: one per state, with the old data, the last three kept (SQLite)', async (t) => {
  const database = await sqliteDatabase(t)
  const db = await fill(database)
  const backups = () => readdirSync(database.folder).filter((name) => name.endsWith('.bak'))
  const broken = withLast(async (queryRunner) => {
    await queryRunner.query('insert into nowhere values (1)')
  })
  await assert.rejects(migrate(db, { revisions: broken }))
  assert.equal(backups().length, 1)
  assert.match(backups()[0] ?? '', /^mesh\.db\.\d{8}T\d{9}Z\.c10000000001\.bak$/)
  await assert.rejects(migrate(db, { revisions: broken }))
  await assert.rejects(migrate(db, { revisions: broken }))
  assert.equal(backups().length, 2, 'one of the first state, one of the state of the failure')
  const old = await (await import('../../src/db/open.js')).openDatabase(
    `sqlite:///${database.folder}/${backups()[0]}`,
    'read',
  )
  assert.deepEqual(await old.get('select count(*) as n from child'), { n: ROWS })
  assert.deepEqual(await old.all('select revision from migrations'), [{ revision: FIRST }])
  await old.close()
  for (let n = 0; n < 4; n++) {
    await db.run(`insert into parent (id, name) values (${ROWS + 10 + n}, 'x')`)
    await assert.rejects(migrate(db, { revisions: broken }))
  }
  assert.equal(backups().length, 3)
  assert.ok(readdirSync(database.folder).every((name) => !name.includes('.part')))
})

test('a reader is not kept waiting by an empty lock file, nor by one of a dead process (SQLite)', async (t) => {
  const database = await sqliteDatabase(t)
  const db = await database.open()
  await migrate(db, { revisions: migrations })
  assert.ok(readdirSync(database.folder).includes('mesh.db-migrate'))
  assert.equal(await lockHeld(db), false)
})

test('a backup that the disk has no room for stops everything before it begins (SQLite)', async (t) => {
  const database = await sqliteDatabase(t)
  const filled = await fill(database)
  await filled.close()
  const file = `${database.folder}/mesh.db`
  const { size } = statSync(file)
  // Longer than any disk, without taking room on it; SQLite knows its own length.
  truncateSync(file, 2 ** 43)
  const db = await database.open()
  await assert.rejects(migrate(db, { revisions: migrations }), (error: MigrationError) => {
    assert.match(error.message, /needs \d+ MB in .*, but only \d+ MB are free/)
    assert.match(error.hint, /Nothing was changed/)
    return true
  })
  await db.close()
  truncateSync(file, size)
  const again = await database.open()
  assert.deepEqual(await again.all('select revision from migrations'), [{ revision: FIRST }])
  await migrate(again, { revisions: migrations })
  await verify(again, 'head')
})

test('a question mark within a text is no parameter', async (t) => {
  const db = await (await sqliteDatabase(t)).open()
  const q = await db.queryRunner()
  assert.deepEqual(await sql(q, `select '?' || ? as text`, ['!']), [{ text: '?!' }])
})

test('what was wrong with foreign keys before does not stop a migration (SQLite)', async (t) => {
  const database = await sqliteDatabase(t)
  const db = await fill(database)
  await db.run('create table odd (name text references parent (label))')
  await db.run('pragma foreign_keys = off')
  await db.run(`insert into odd values ('x')`)
  await migrate(db, { revisions: migrations })
  assert.equal((await migrationState(db, migrations)).kind, 'current')
})

test('a second process can open the database while a migration holds the right to write (SQLite)', async (t) => {
  const database = await sqliteDatabase(t)
  const db = await database.open()
  await migrate(db, { revisions: migrations })
  await db.run('begin immediate')
  const second = await database.open()
  assert.equal((await migrationState(second, migrations)).kind, 'current')
  await db.run('rollback')
})

onEmptyDatabases('no password is said, wherever in the address it stands', async (database) => {
  const db = await fill(database)
  if (db.engine === 'sqlite') return
  const url = new URL(database.url)
  url.searchParams.set('password', url.password)
  url.password = ''
  const again = await openDatabase(url.href, 'write')
  const said: string[] = []
  await migrate(again, { revisions: withLast(async () => {}), log: (line) => said.push(line) })
  await again.close()
  assert.ok(said.some((line) => line.includes('pg_dump') && !line.includes('password=')))
})
