import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database, Param } from '../../../src/db/database.js'
import { PORT } from '../../../src/mesh/portnums.js'
import { until, within } from '../../helpers/processes.js'
import {
  onBothEngines,
  postgresDatabase,
  sqliteDatabase,
  type TestDatabase,
} from '../../migrate/databases.js'
import { setSite, type TestSite } from '../api/site.js'
import { type EventClient, openEvents } from './event-source.js'

interface LiveSite extends TestSite {
  text(id: number, words?: string, packet?: object): Promise<void>
  open(path: string, headers?: Record<string, string>): Promise<EventClient>
  port: number
}

async function setLiveSite(
  database: TestDatabase,
  t: TestContext,
  around?: (db: Database) => Database,
): Promise<LiveSite> {
  const env = { MESHVIEW_INGEST_FLOOD_PER_MINUTE: '0', MESHVIEW_INGEST_FLOOD_PER_HOUR: '0' }
  const site = await setSite(database, t, { env, around })
  await site.app.listen({ host: '127.0.0.1', port: 0 })
  const address = site.app.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    ...site,
    port,
    async text(id, words = `word ${id}`, packet = {}) {
      const data = { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from(words) }
      await site.stage.hear({ packet: { id, ...packet }, data })
    },
    async open(path, headers) {
      const client = await openEvents(`http://127.0.0.1:${port}${path}`, headers)
      t.after(() => client.close())
      return client
    },
  }
}

async function nobodyListens({ feed }: LiveSite): Promise<void> {
  await until(
    async () => feed.listeners,
    (listeners) => listeners === 0,
  )
}

function idsOf(client: EventClient): number[] {
  return client.events.map(({ data }) => (data as { id: number }).id)
}

onBothEngines('a committed packet reaches a listener, as /api/packets has it', async (db, t) => {
  const site = await setLiveSite(db, t)
  await site.text(1, 'before anybody listened')
  const client = await site.open('/api/live')
  assert.equal(client.status, 200)
  assert.match(String(client.headers['content-type']), /^text\/event-stream/)
  assert.ok(client.headers['content-security-policy'])
  await site.text(2)
  await site.text(3)
  const [first, second] = await client.until(2)
  assert.deepEqual(idsOf(client), [2, 3])
  assert.equal(first?.event, 'packet')
  const { body } = await site.get('/api/packets?limit=1')
  assert.deepEqual(second?.data, (body as { packets: unknown[] }).packets[0])
})

onBothEngines('a listener who comes back misses nothing and sees nothing twice', async (db, t) => {
  const site = await setLiveSite(db, t)
  const client = await site.open('/api/live')
  await site.text(1)
  const [first] = await client.until(1)
  client.close()
  await site.text(2)
  await site.text(3)
  const again = await site.open('/api/live', { 'last-event-id': first?.id ?? '' })
  await site.text(4)
  await again.until(3)
  await sleep(100)
  assert.deepEqual(idsOf(again), [2, 3, 4])
  const byQuery = await site.open(`/api/live?after=${first?.id}`)
  await byQuery.until(3)
  assert.deepEqual(idsOf(byQuery), [2, 3, 4])
})

onBothEngines('what is stored as soon as a stream is open is told', async (db, t) => {
  // The database takes a moment to say where the stream begins.
  const around = (opened: Database): Database =>
    Object.create(opened, {
      engine: { value: opened.engine },
      all: { value: opened.all.bind(opened) },
      queryRunner: { value: opened.queryRunner.bind(opened) },
      get: {
        async value(sql: string, params?: readonly Param[]) {
          if (/order by packet_key desc limit 1/.test(sql)) await sleep(100)
          return opened.get(sql, params)
        },
      },
    })
  const site = await setLiveSite(db, t, around)
  for (const id of [1, 2, 3]) {
    const client = await site.open('/api/live')
    await site.text(id)
    await client.until(1)
    assert.deepEqual(idsOf(client), [id])
    client.close()
    await nobodyListens(site)
  }
})

onBothEngines(
  'a stream says where it begins, for who comes back before any event',
  async (db, t) => {
    const site = await setLiveSite(db, t)
    await site.text(1)
    const client = await site.open('/api/live')
    await until(async () => client.cursor, Boolean)
    assert.equal(client.cursor, '1')
    client.close()
    await site.text(2)
    const again = await site.open('/api/live', { 'last-event-id': client.cursor })
    await again.until(1)
    assert.deepEqual(idsOf(again), [2])
    // The connection that would listen may still be in the making.
    again.close()
    await nobodyListens(site)
  },
)

test('a listening connection that PostgreSQL ends is made anew, and nothing is missed', {
  skip: process.env.MESHVIEW_TEST_POSTGRES ? false : 'MESHVIEW_TEST_POSTGRES is not set',
}, async (t) => {
  const site = await setLiveSite(await postgresDatabase(t), t)
  const client = await site.open('/api/live')
  await site.text(1)
  await client.until(1)
  const listening = `select pid from pg_stat_activity
      where datname = current_database() and query = 'listen meshview_packets'`
  // The first packet may have been found before the connection listened.
  await until(
    () => site.stage.db.all(`select pg_terminate_backend(pid) from (${listening}) as l`),
    (ended) => ended.length === 1,
  )
  await site.text(2)
  await client.until(2)
  await until(
    () => site.stage.db.all(listening),
    (connections) => connections.length === 1,
  )
  await site.text(3)
  await client.until(3)
  assert.deepEqual(idsOf(client), [1, 2, 3])
})

test('packets that are stored while a listener catches up come once and in order', async (t) => {
  const site = await setLiveSite(await sqliteDatabase(t), t)
  for (let id = 1; id <= 300; id++) await site.text(id)
  const storing = (async () => {
    for (let id = 301; id <= 500; id++) await site.text(id)
  })()
  const clients = await Promise.all([1, 2, 3].map(() => site.open('/api/live?after=0')))
  await storing
  for (const client of clients) {
    await client.until(500)
    assert.deepEqual(
      idsOf(client),
      Array.from({ length: 500 }, (_, index) => index + 1),
    )
  }
})

test('who missed hundreds of rows of a page is sent all of them', async (t) => {
  const site = await setLiveSite(await sqliteDatabase(t), t)
  for (let id = 1; id <= 450; id++) await site.text(id, `${id} ${'wörter '.repeat(25)}`)
  const client = await site.open('/live/firehose?after=1')
  const events = await client.until(450)
  const rows = events.filter(({ event }) => event === 'row')
  assert.equal(rows.length, 449)
  assert.ok(JSON.stringify(rows).length > 300_000, 'more than waits for a slow listener')
})

test('who missed too much is told of the gap and goes on from there', async (t) => {
  const site = await setLiveSite(await sqliteDatabase(t), t)
  for (let id = 1; id <= 510; id++) await site.text(id)
  const client = await site.open('/api/live?after=1')
  const [gap] = await client.until(1)
  assert.equal(gap?.event, 'gap')
  assert.deepEqual(gap?.data, { cursor: 510 })
  await site.text(511)
  await client.until(2)
  assert.equal(idsOf(client)[1], 511)
})

test('of a flood a listener is told the end, and that there is a gap before it', async (t) => {
  const site = await setLiveSite(await sqliteDatabase(t), t)
  const client = await site.open('/api/live')
  await site.stage.together(async () => {
    for (let id = 1; id <= 5600; id++) await site.text(id)
  })
  const events = await client.until(501)
  assert.deepEqual([events[0]?.event, events[0]?.data], ['gap', { cursor: 5100 }])
  assert.deepEqual(
    idsOf(client).slice(1),
    Array.from({ length: 500 }, (_, index) => 5101 + index),
  )
})

test('a listener hears only what his filters let through', async (t) => {
  const site = await setLiveSite(await sqliteDatabase(t), t)
  const all = await site.open('/api/live')
  const texts = await site.open('/api/live?portnum=1,66')
  const node = await site.open('/api/live?node_id=!33333333')
  const channel = await site.open('/api/live?channel=Bay')
  await site.text(1)
  await site.text(2, 'from', { from: 0x33333333 })
  await site.text(3, 'to', { to: 0x33333333 })
  await site.stage.hear({ packet: { id: 4 }, encrypted: Buffer.from('0123456789') })
  await site.stage.hear({
    channel_id: 'Bay',
    packet: { id: 5 },
    data: { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('bay') },
  })
  await all.until(5)
  await Promise.all([texts.until(4), node.until(2), channel.until(1)])
  assert.deepEqual(idsOf(all), [1, 2, 3, 4, 5])
  assert.deepEqual(idsOf(texts), [1, 2, 3, 5])
  assert.deepEqual(idsOf(node), [2, 3])
  assert.deepEqual(idsOf(channel), [5])
  assert.ok(JSON.stringify(node.events[1]).includes('"<redacted>"'))
})

test('a filter that cannot be read is refused before the stream begins', async (t) => {
  const { get } = await setLiveSite(await sqliteDatabase(t), t)
  assert.equal((await get('/api/live?node_id=everybody')).status, 400)
})

test('the rows of a page come as HTML with a cursor', async (t) => {
  const site = await setLiveSite(await sqliteDatabase(t), t)
  const client = await site.open('/live/firehose')
  await client.until(1)
  assert.equal(client.events[0]?.event, 'pulse')
  await site.text(1, '<script>alert(1)</script>')
  const [, row] = await client.until(2)
  assert.equal(row?.event, 'row')
  const { html, cursor } = (row?.data ?? {}) as { html: string; cursor: number }
  assert.equal(String(cursor), row?.id)
  assert.ok(html.includes('&lt;script>'))
  assert.ok(!html.includes('<script'))
  const { status } = await site.get('/live/nonsense')
  assert.equal(status, 404)
})

test('nobody listens, nothing is asked; and the server closes with open streams', async (t) => {
  const site = await setLiveSite(await sqliteDatabase(t), t)
  assert.equal(site.feed.listeners, 0)
  const client = await site.open('/api/live')
  await site.text(1)
  await client.until(1)
  assert.equal(site.feed.listeners, 1)
  assert.notEqual(site.feed.lagMs, null)
  client.close()
  await nobodyListens(site)
  const last = await site.open('/api/live')
  await within(site.app.close(), 'the end of a server with an open stream')
  await within(last.ended, 'the end of the stream')
})
