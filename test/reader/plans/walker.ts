import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { NODES_AT_ONCE } from '../../../src/db/read/nodes-as-json.js'
import { saveWriterStatus } from '../../../src/db/write/bookkeeping.js'
import { PORT } from '../../../src/mesh/portnums.js'
import type { TestDatabase } from '../../migrate/databases.js'
import { NOW_US, type Stage } from '../../writer/stage.js'
import { setSite, type TestSite } from '../api/site.js'
import { openEvents } from '../app/event-source.js'
import { ID, populate } from '../pages/village.js'
import { addresses, pulses, streams } from './addresses.js'
import { type Recorder, recordStatements } from './recorder.js'
import { withRoutes } from './routes.js'

export interface Walk {
  site: TestSite
  recorder: Recorder
  /** Patterns of the routes that the application has. */
  routes: string[]
}

/** Asks a site for everything there is, noting the statements that it runs for that. */
export async function walkSite(database: TestDatabase, t: TestContext): Promise<Walk> {
  const recorder = recordStatements()
  const env = { MESHVIEW_INGEST_FLOOD_PER_MINUTE: '0', MESHVIEW_INGEST_FLOOD_PER_HOUR: '0' }
  const { made: site, routes } = await withRoutes(() =>
    setSite(database, t, { env, around: recorder.around }),
  )
  for (const url of ['/', '/nodelist', '/firehose', '/chat', '/api/stats/top?offset=5']) {
    await ask(site, url)
  }
  await populate(site.stage, NOW_US)
  await site.stage.db.run(
    `insert into daily_snapshot (snapshot_date, node_count, packet_count, gateway_count,
      captured_at_us) values ('2026-11-17', 10, 50, 3, ${NOW_US})`,
  )
  await site.stage.hear(
    {
      packet: { id: 9000 },
      data: { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('#BayMeshNet, present') },
    },
    { time_us: NOW_US },
  )
  await sayWell(site.stage)
  for (const url of Object.values(addresses(NOW_US)).flat()) await ask(site, url)
  await listen(site, t)
  await askOfMany(site)
  return { site, recorder, routes }
}

/** A writer that is well and began days ago: what silence is usual is looked up for it. */
async function sayWell({ db }: Stage): Promise<void> {
  const days = 5 * 24
  await db.run(
    `insert into traffic_hourly (hour, channel_id, portnum, packets, receptions)
      select ${Math.floor(NOW_US / 3_600_000_000) - days}, channel_id, portnum, packets, receptions
        from traffic_hourly order by hour limit 1`,
  )
  await saveWriterStatus(db, {
    owner: 'test:1',
    version: '4.0.0',
    started_us: NOW_US - days * 3_600_000_000,
    heartbeat_us: NOW_US + 60_000_000,
    connected: true,
    broker: 'mqtt://broker:1883',
    connected_us: NOW_US,
    error: null,
    last_message_us: NOW_US,
    last_packet_key: 0,
  })
}

/** Lists that are made another way where they are long. */
async function askOfMany(site: TestSite): Promise<void> {
  await site.stage.db.run(
    `insert into node (node_id, long_name, first_seen_us, last_seen_us)
      with recursive n(i) as (select 1 union all select i + 1 from n where i <= ${NODES_AT_ONCE})
      select 100000 + i, 'one of many', ${NOW_US}, ${NOW_US} from n`,
  )
  await ask(site, '/nodelist.csv?active=all')
}

async function ask({ app }: TestSite, url: string): Promise<void> {
  const answer = await app.inject({ method: 'GET', url, headers: { accept: '*/*' } })
  // The writer of this site has never started, so it is not healthy.
  const isWell = answer.statusCode < 400 || url === '/health'
  assert.ok(isWell, `${url} answers ${answer.statusCode}: ${answer.body.slice(0, 200)}`)
}

/** Listens to every stream from now on and from a cursor, until a text and a reaction came. */
async function listen({ app, stage }: TestSite, t: TestContext): Promise<void> {
  await app.listen({ host: '127.0.0.1', port: 0 })
  const address = app.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const clients = await Promise.all(
    streams.flatMap((path) => [
      openEvents(`http://127.0.0.1:${port}${path}`),
      openEvents(`http://127.0.0.1:${port}${path}?after=10`),
    ]),
  )
  const told = await Promise.all(
    pulses.map((path) => openEvents(`http://127.0.0.1:${port}${path}`)),
  )
  t.after(() => {
    for (const client of [...clients, ...told]) client.close()
  })
  await sleep(100)
  const text = (words: string, more: object = {}) => ({
    portnum: PORT.TEXT_MESSAGE,
    payload: Buffer.from(words),
    ...more,
  })
  await stage.hear({ packet: { id: 9001 }, data: text('live') }, { time_us: NOW_US + 1 })
  const like = text('👍', { reply_id: ID.answer, emoji: 1 })
  await stage.hear({ packet: { id: 9002 }, data: like }, { time_us: NOW_US + 2 })
  for (const client of clients) await client.until(2)
  for (const client of told) await client.until(1)
}
