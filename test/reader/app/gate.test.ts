import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { parseConfig } from '../../../src/config/config.js'
import { readVersion } from '../../../src/config/version.js'
import { openDatabase } from '../../../src/db/open.js'
import { connectSqlite } from '../../../src/db/sqlite-driver.js'
import { migrate } from '../../../src/migrate/index.js'
import { buildApp } from '../../../src/reader/app.js'
import { createFeed } from '../../../src/reader/feed.js'
import { describe, openGate, type SchemaGate } from '../../../src/reader/gate.js'
import { makeLanguages } from '../../../src/words/languages.js'
import { copyCurrentSchema, createWithCurrentSchema } from '../../helpers/current-schema.js'
import { until, within } from '../../helpers/processes.js'
import { startTunnel } from '../../helpers/tunnel.js'
import {
  onEmptyDatabases,
  postgresDatabase,
  sqliteDatabase,
  type TestDatabase,
} from '../../migrate/databases.js'
import { openEvents } from './event-source.js'

const log = pino({ level: 'silent' })
const postgres = {
  skip: process.env.MESHVIEW_TEST_POSTGRES ? false : 'MESHVIEW_TEST_POSTGRES is not set',
}

/** A reader as it starts: its database may not be there yet. */
async function startReader(database: Pick<TestDatabase, 'url'>, t: TestContext) {
  const gate = openGate(() => openDatabase(database.url, 'read'), log)
  const feed = createFeed(gate.database, log)
  const version = readVersion()
  const context = {
    get db() {
      return gate.database()
    },
    config: parseConfig('', '/config.ini').config,
    feed,
    nowUs: () => Date.now() * 1000,
    version: version.version,
    assets: { url: (name: string) => `/dist/${name}` },
    languages: makeLanguages(),
  }
  const app = await buildApp({ context, gate, version, log })
  await app.listen({ host: '127.0.0.1', port: 0 })
  t.after(async () => {
    await app.close()
    feed.close()
    await gate.close()
  })
  const address = app.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { app, gate, url: `http://127.0.0.1:${port}` }
}

async function becomes(gate: SchemaGate, kind: string): Promise<void> {
  const until = Date.now() + 60_000
  while (gate.state().kind !== kind && Date.now() < until) await sleep(20)
  assert.equal(gate.state().kind, kind, describe(gate.state()))
}

onEmptyDatabases(
  'who comes before the database is told so, and served when it is there',
  async (database, t) => {
    const { app, gate } = await startReader(database, t)
    const json = await app.inject('/api/nodes')
    assert.equal(json.statusCode, 503)
    assert.equal(json.headers['retry-after'], '2')
    assert.ok(json.json().error)
    const page = await app.inject({ url: '/nodelist', headers: { accept: 'text/html' } })
    assert.equal(page.statusCode, 503)
    assert.match(String(page.headers['content-type']), /text\/html/)
    assert.equal(page.headers['cache-control'], 'no-store')
    await becomes(gate, 'waiting')
    const health = await app.inject('/health')
    assert.equal(health.statusCode, 503)
    assert.equal(health.json().status, 'migrating')
    assert.match(health.json().reason, /Waiting for the writer/)
    assert.equal((await app.inject('/health/live')).statusCode, 200)
    assert.equal((await app.inject('/version')).statusCode, 200)

    await migrate(await database.open(), { backup: false })
    await becomes(gate, 'ready')
    assert.deepEqual((await app.inject('/api/nodes')).json(), { nodes: [] })
    const { schema } = (await app.inject('/health')).json()
    assert.equal(schema.state, 'current')
    assert.equal(schema.current.length, 1)
  },
)

onEmptyDatabases(
  'a database of a newer version is not touched, and the page says so',
  async (database, t) => {
    const db = await database.open()
    await migrate(db, { backup: false })
    await db.run(
      `insert into migrations ("timestamp", name, revision) values (9999999999999, 'Future', 'ffffffffffff')`,
    )
    const { app, gate } = await startReader(database, t)
    await becomes(gate, 'waiting')
    const page = await app.inject({ url: '/chat', headers: { accept: 'text/html' } })
    assert.equal(page.statusCode, 503)
    assert.match(page.body, /newer/)
    assert.match(
      (await app.inject('/health')).json().reason,
      /newer version \(revision ffffffffffff\)/,
    )
  },
)

onEmptyDatabases(
  'a migration while the reader runs closes it until the schema is current again',
  async (database, t) => {
    const db = await database.open()
    await migrate(db, { backup: false })
    const { app, gate, url } = await startReader(database, t)
    await becomes(gate, 'ready')
    const listener = await openEvents(`${url}/api/live`)
    t.after(() => listener.close())
    const row = await db.get<{ name: string }>(
      'select name from migrations order by id desc limit 1',
    )
    const [last] = await db.all<Record<string, string | number | null>>(
      'select * from migrations where name = ?',
      [row?.name ?? ''],
    )
    await db.run('delete from migrations where name = ?', [row?.name ?? ''])
    await becomes(gate, 'waiting')
    await listener.ended
    assert.equal((await app.inject('/api/nodes')).statusCode, 503)
    assert.match((await app.inject('/health')).json().reason, /waits for its migration/)
    await db.run('insert into migrations ("timestamp", name, revision) values (?, ?, ?)', [
      last?.timestamp ?? 0,
      last?.name ?? '',
      last?.revision ?? '',
    ])
    await becomes(gate, 'ready')
    assert.equal((await app.inject('/api/nodes')).statusCode, 200)
  },
)

test('a database that cannot be reached is said and tried again', async (t) => {
  const url = 'postgresql://nobody:hush@127.0.0.1:1/none'
  const { app, gate } = await startReader({ url }, t)
  await becomes(gate, 'unreachable')
  const health = await app.inject('/health')
  assert.equal(health.statusCode, 503)
  assert.equal(health.json().status, 'unhealthy')
  assert.equal(health.json().database, 'disconnected')
  assert.match(health.json().reason, /ECONNREFUSED/)
  assert.ok(!health.body.includes('hush'))
  const page = await app.inject({ url: '/', headers: { accept: 'text/html' } })
  assert.equal(page.statusCode, 503)
})

test(
  'sessions of the reader that PostgreSQL ends are not noticed by who asks',
  postgres,
  async (t) => {
    const database = await postgresDatabase(t, createWithCurrentSchema)
    const admin = await database.open()
    const { app, gate } = await startReader(database, t)
    await becomes(gate, 'ready')
    const sessions = `from pg_stat_activity
    where datname = current_database() and application_name = 'meshview reader'`
    for (let round = 0; round < 5; round++) {
      let asked: Promise<{ statusCode: number }>[] = []
      await admin.transaction(async (tx) => {
        // In the middle of their statements: they wait for a table that is locked.
        await tx.run('lock table packet in access exclusive mode')
        asked = ['/api/packets', '/firehose', '/api/nodes', '/'].map((url) => app.inject({ url }))
        await until(
          async () => {
            // A transaction is told the same each time until then.
            await tx.all('select pg_stat_clear_snapshot()')
            return tx.all(`select pid ${sessions} and wait_event_type = 'Lock'`)
          },
          (waiting) => waiting.length > 0,
        )
        await tx.all(`select pg_terminate_backend(pid) ${sessions}`)
      })
      const statuses = (await Promise.all(asked)).map(({ statusCode }) => statusCode)
      assert.deepEqual(statuses, [200, 200, 200, 200])
    }
    assert.equal(gate.state().kind, 'ready')
  },
)

test(
  'a network that is cut is a 503 with its reason, and a page again when it is back',
  postgres,
  async (t) => {
    const direct = new URL((await postgresDatabase(t, createWithCurrentSchema)).url)
    const tunnel = await startTunnel(Number(direct.port || 5432))
    t.after(() => tunnel.cut().catch(() => {}))
    const url = new URL(direct)
    url.port = String(tunnel.port)
    const { app, gate } = await startReader({ url: url.href }, t)
    await becomes(gate, 'ready')
    await tunnel.cut()
    const [page, json] = await Promise.all([
      app.inject({ url: '/firehose', headers: { accept: 'text/html' } }),
      app.inject('/api/packets'),
    ])
    for (const answer of [page, json]) {
      assert.equal(answer.statusCode, 503)
      assert.equal(answer.headers['retry-after'], '2')
      assert.match(answer.body, /The database cannot be read: .*(ECONNREFUSED|terminated)/)
    }
    assert.match(page.body, /data-migrating/)
    assert.equal((await app.inject('/health')).statusCode, 503)
    await tunnel.open()
    await until(
      () => app.inject('/api/packets'),
      ({ statusCode }) => statusCode === 200,
    )
  },
)

test('a file that another process has to itself is a 503 with its reason', async (t) => {
  const database = await sqliteDatabase(t)
  const file = join(database.folder, 'mesh.db')
  await copyCurrentSchema(file)
  // As other programs make it: whoever writes to such a file shuts readers out.
  const other = connectSqlite(file)
  t.after(() => other.close())
  other.pragma('journal_mode = delete')
  const { app, gate } = await startReader(database, t)
  await becomes(gate, 'ready')
  assert.equal((await app.inject('/api/packets')).statusCode, 200)
  other.exec('begin exclusive')
  // The gate notices within two seconds; these ask before.
  const page = await app.inject({ url: '/firehose', headers: { accept: 'text/html' } })
  const json = await app.inject('/api/packets?limit=7')
  for (const answer of [page, json]) {
    assert.equal(answer.statusCode, 503)
    assert.equal(answer.headers['retry-after'], '2')
    assert.match(answer.body, /The database cannot be read: database is locked/)
  }
  assert.match(page.body, /data-migrating/)
  assert.equal((await app.inject('/health')).statusCode, 503)
  other.exec('rollback')
  await until(
    () => app.inject('/api/packets'),
    ({ statusCode }) => statusCode === 200,
  )
})

test('closing does not wait for a database that never comes', async (t) => {
  const database = await sqliteDatabase(t)
  const gate = openGate(() => openDatabase(database.url, 'read'), log)
  await becomes(gate, 'waiting')
  await within(gate.close(), 'the end of a gate that waits')
})
