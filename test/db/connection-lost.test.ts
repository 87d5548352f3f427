import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { isConnectionLost } from '../../src/db/connection-lost.js'
import { type Database, openDatabase } from '../../src/db/open.js'
import { server } from '../helpers/postgres-server.js'
import { until } from '../helpers/processes.js'
import { startTunnel } from '../helpers/tunnel.js'
import { postgresDatabase, sqliteDatabase } from '../migrate/databases.js'

const postgres = {
  skip: process.env.MESHVIEW_TEST_POSTGRES ? false : 'MESHVIEW_TEST_POSTGRES is not set',
}

/** What a piece of work fails with. */
async function failureOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work()
  } catch (error) {
    return error
  }
  throw new Error('it did not fail')
}

async function assertLost(what: string, work: () => Promise<unknown>): Promise<void> {
  const error = await failureOf(work)
  assert.ok(isConnectionLost(error), `${what}: ${error}`)
}

async function sessionOf(db: Database): Promise<number> {
  return Number((await db.get<{ pid: number }>('select pg_backend_pid() as pid'))?.pid)
}

/** Resolves when the session has gone from the server's list. */
async function endSession(pid: number): Promise<void> {
  await server().query('select pg_terminate_backend($1)', [pid])
  await until(
    () => server().query('select 1 from pg_stat_activity where pid = $1', [pid]),
    ({ rows }) => rows.length === 0,
  )
}

/** Resolves when the session has a statement that it sleeps in. */
async function sleeps(pid: number): Promise<void> {
  await until(
    () =>
      server().query("select 1 from pg_stat_activity where pid = $1 and wait_event = 'PgSleep'", [
        pid,
      ]),
    ({ rows }) => rows.length === 1,
  )
}

for (const mode of ['read', 'write'] as const) {
  test(
    `a session that PostgreSQL ends is a lost connection, at whatever moment (${mode})`,
    postgres,
    async (t) => {
      const db = await (await postgresDatabase(t)).open(mode)
      const during = (work: (tx: Database, pid: number) => Promise<unknown>) => () =>
        db.transaction(async (tx) => work(tx, await sessionOf(tx)))
      await assertLost(
        'between two statements, noticed',
        during(async (tx, pid) => {
          await endSession(pid)
          await sleep(50)
          await tx.get('select 1')
        }),
      )
      await assertLost(
        'between two statements, not noticed yet',
        during(async (tx, pid) => {
          await endSession(pid)
          await tx.get('select 1')
        }),
      )
      await assertLost(
        'before the commit',
        during((_, pid) => endSession(pid)),
      )
      await assertLost(
        'in a statement',
        during(async (tx, pid) => {
          const sleeping = tx.get('select pg_sleep(60)')
          sleeping.catch(() => {})
          await sleeps(pid)
          await endSession(pid)
          await sleeping
        }),
      )
      await assertLost(
        'by the time a transaction may rest',
        during(async (tx, pid) => {
          await tx.get("set local idle_in_transaction_session_timeout = '10ms'")
          await until(
            () => server().query('select 1 from pg_stat_activity where pid = $1', [pid]),
            ({ rows }) => rows.length === 0,
          )
          await tx.get('select 1')
        }),
      )
      // The pool lets go of what has ended, as soon as it is told.
      await until(() => db.all('select 1 as one'), Boolean)
      await db.close()
      await assertLost('closed by this process', () => db.get('select 1'))
      await assertLost(
        'closed by this process',
        during((tx) => tx.get('select 1')),
      )
    },
  )

  test(`so is a network that is cut (${mode})`, postgres, async (t) => {
    const direct = new URL((await postgresDatabase(t)).url)
    const tunnel = await startTunnel(Number(direct.port || 5432))
    t.after(() => tunnel.cut().catch(() => {}))
    const url = new URL(direct)
    url.port = String(tunnel.port)
    const db = await openDatabase(url.href, mode)
    t.after(() => db.close())
    await assertLost('between two statements', () =>
      db.transaction(async (tx) => {
        await tx.get('select 1')
        await tunnel.cut()
        await tx.get('select 1')
      }),
    )
    await assertLost('nobody there', () => db.get('select 1'))
    await assertLost('nobody there', () => db.transaction((tx) => tx.get('select 1')))
    await tunnel.open()
    await assertLost('in a statement', () =>
      db.transaction(async (tx) => {
        const sleeping = tx.get('select pg_sleep(60)')
        sleeping.catch(() => {})
        await sleep(50)
        await tunnel.cut()
        await sleeping
      }),
    )
    await tunnel.open()
    assert.deepEqual(await db.all('select 1 as one'), [{ one: 1 }])
  })
}

test('so are a client of its own that was ended, and one that is', postgres, async (t) => {
  const { url } = await postgresDatabase(t)
  const client = new pg.Client(url)
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  await endSession(rows[0]?.pid ?? 0)
  await assertLost('ended by the server', async () => {
    // The first one may meet the end itself, the second finds the client unusable.
    await client.query('select 1').catch(() => {})
    await client.query('select 1')
  })
  const other = new pg.Client(url)
  await other.connect()
  const sleeping = other.query('select pg_sleep(60)')
  sleeping.catch(() => {})
  await other.end()
  await assertLost('ended by this process in mid-statement', () => sleeping)
  await assertLost('ended by this process', () => other.query('select 1'))
})

test('so is a server that cannot be reached, or does not answer', async (t) => {
  const deaf = createServer(() => {})
  await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve))
  t.after(() => deaf.close())
  const address = deaf.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  for (const url of [
    'postgresql://a:b@127.0.0.1:1/x',
    'postgresql://a:b@localhost:1/x',
    'postgresql://a:b@no-such-host.invalid/x',
    'postgresql://a:b@/x?host=/no/such/folder',
    `postgresql://a:b@127.0.0.1:${port}/x`,
  ]) {
    await assertLost(url, () => openDatabase(url, 'read'))
  }
  const client = new pg.Client({
    connectionString: `postgresql://a:b@127.0.0.1:${port}/x`,
    connectionTimeoutMillis: 50,
  })
  client.on('error', () => {})
  await assertLost('a client of its own', () => client.connect())
})

test(
  'more at once than the pool has connections is no fault of a statement',
  postgres,
  async (t) => {
    const { url } = await postgresDatabase(t)
    const pool = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 300 })
    // The database goes with the test, and with it the connection that rests here.
    pool.on('error', () => {})
    t.after(() => pool.end())
    // On a busy machine the first one may take longer than that.
    const client = await until(() => pool.connect(), Boolean)
    await assertLost('none is free', () => pool.query('select 1'))
    client.release()
  },
)

test(
  'what is wrong with the statement, or somebody interrupts, is no lost connection',
  postgres,
  async (t) => {
    const db = await (await postgresDatabase(t)).open()
    await db.run('create table one (id integer primary key)')
    await db.run('insert into one values (1)')
    for (const [code, sql] of [
      ['42601', 'select from from'],
      ['42P01', 'select * from nothing'],
      ['23505', 'insert into one values (1)'],
      ['22012', 'select 1 / 0'],
    ] as const) {
      const error = await failureOf(() => db.get(sql))
      assert.equal((error as { code?: string }).code, code)
      assert.equal(isConnectionLost(error), false, sql)
    }
    const interrupted = await failureOf(() =>
      db.transaction(async (tx) => {
        await tx.get("set local statement_timeout = '10ms'")
        await tx.get('select pg_sleep(60)')
      }),
    )
    assert.equal((interrupted as { code?: string }).code, '57014')
    assert.equal(isConnectionLost(interrupted), false)
    for (const other of [
      null,
      undefined,
      'Connection terminated',
      new Error('no'),
      { code: '08000' },
    ]) {
      assert.equal(isConnectionLost(other), false)
    }
  },
)

test('an SQLite file that this process has closed is one, a locked one is not', async (t: TestContext) => {
  const d = await sqliteDatabase(t)
  const db = await d.openCurrent()
  const other = await d.open()
  other.sqlite?.pragma('busy_timeout = 1')
  await db.transaction(async () => {
    const error = await failureOf(() => other.run("insert into counter values ('x', 1)"))
    assert.match(String((error as { code?: string }).code), /^SQLITE_BUSY/)
    assert.equal(isConnectionLost(error), false)
  })
  await db.close()
  await assertLost('closed', () => db.get('select 1'))
})
