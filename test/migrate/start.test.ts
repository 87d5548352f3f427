import assert from 'node:assert/strict'
import { migrations } from '../../migrations/index.js'
import { tables } from '../../src/db/entities/index.js'
import { chainOf } from '../../src/migrate/chain.js'
import {
  migrate,
  migrateInWorker,
  migrationState,
  waitForMigrations,
} from '../../src/migrate/index.js'
import { onEmptyDatabases } from './databases.js'

const head = chainOf(migrations).heads()

onEmptyDatabases('a fresh database is brought to head once', async (database) => {
  const db = await database.open()
  assert.deepEqual(await migrationState(db), { kind: 'empty' })
  const first = await migrate(db)
  assert.deepEqual(first.to, head)
  assert.equal(first.applied.length, migrations.length)
  assert.equal(first.backup, null)
  for (const table of tables) {
    assert.deepEqual(await db.all(`select * from ${table.name} limit 1`), [], table.name)
  }
  const second = await migrate(db)
  assert.deepEqual(second.applied, [])
  assert.deepEqual(await migrationState(db), { kind: 'current', current: head })
})

onEmptyDatabases('a reader that came first waits for the writer', async (database) => {
  const states: string[] = []
  const waiting = waitForMigrations(() => database.open('read'), {
    onState: (state) => states.push(state.kind),
  })
  const result = await migrateInWorker(database.url)
  assert.deepEqual(result.to, head)
  const db = await waiting
  assert.equal((await migrationState(db)).kind, 'current')
  assert.equal(states[0], 'empty')
  assert.equal(states.at(-1), 'current')
})
