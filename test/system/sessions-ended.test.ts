import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import pg from 'pg'
import { encodeEnvelope } from '../../src/mesh/encode.js'
import { DEFAULT_KEY } from '../../src/mesh/keys.js'
import { BROADCAST, formatNodeId } from '../../src/mesh/node-id.js'
import { PORT } from '../../src/mesh/portnums.js'
import { type Gateway, startGateway } from '../helpers/gateway.js'
import { until } from '../helpers/processes.js'
import { startSite } from '../helpers/site.js'
import type { Published } from '../helpers/traffic.js'
import { postgresDatabase } from '../migrate/databases.js'

const postgres = {
  skip: process.env.MESHVIEW_TEST_POSTGRES ? false : 'MESHVIEW_TEST_POSTGRES is not set',
}

/** Of each kind: batches of many messages, and of one, which is what a small mesh sends. */
const ENDINGS = 10
const COPIES = 2
const PART = 20

/** Packets `first` to `first + PART - 1`, each with its number as its id and as its text. */
function numbered(first: number): Published[] {
  const messages: Published[] = []
  for (let id = first; id < first + PART; id++) {
    for (let gateway = 1; gateway <= COPIES; gateway++) {
      const gateway_id = formatNodeId(gateway)
      const payload = encodeEnvelope({
        channel_id: 'LongFast',
        gateway_id,
        packet: {
          from: 0x10000000 + (id % 50),
          to: BROADCAST,
          id,
          rx_time: 1_795_000_000 + id,
          hop_start: 3,
          hop_limit: 3,
        },
        data: { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from(`number ${id}`) },
        key: DEFAULT_KEY,
      })
      messages.push({ topic: `msh/US/2/e/LongFast/${gateway_id}`, payload })
    }
  }
  return messages
}

/** Publishes numbered packets after `last` until `enough`; the number of the last one. */
async function publishUntil(
  gateway: Gateway,
  last: number,
  together: boolean,
  enough: AbortSignal,
): Promise<number> {
  do {
    const messages = numbered(last + 1)
    if (together) await gateway.send(messages)
    else for (const message of messages) await gateway.send([message])
    last += PART
  } while (!enough.aborted)
  return last
}

const WRITERS = "datname = current_database() and application_name like 'meshview writer%'"

/** How many sessions of the writer there are of which something is true. */
function sessions(which: string): string {
  return `select count(*) from pg_stat_activity where ${WRITERS} and ${which}`
}

/** Ends them (the one that has the writer's lock among them), if any of them is in a transaction. */
function end(which: string): string {
  return `select count(pg_terminate_backend(pid)) from pg_stat_activity where ${WRITERS} and ${which}
    and (${sessions(`xact_start is not null and ${which}`)}) > 0`
}

async function connected(t: TestContext, url: string): Promise<pg.Client> {
  const client = new pg.Client(url)
  // The database goes with the test, and this session with the database.
  client.on('error', () => {})
  await client.connect()
  t.after(() => client.end())
  return client
}

test(
  'sessions of the writer that PostgreSQL ends in the middle of batches: nothing lost, refused or stored twice',
  postgres,
  async (t) => {
    const { url } = await postgresDatabase(t)
    const site = await startSite(t, {
      database: { connection_string: url },
      ingest: { flood_per_minute: 0, flood_per_hour: 0 },
    })
    const admin = await connected(t, url)
    const number = async (sql: string) =>
      Number((await admin.query<{ n: string }>(`select (${sql})::text as n`)).rows[0]?.n ?? 0)
    const stored = () => number('select count(*) from packet')
    // Batches last long enough to be met in their middle, and so that they have one.
    await admin.query(`create function dawdle() returns trigger language plpgsql as
      $$ begin perform pg_sleep(0.02); return null; end $$`)
    await admin.query(`create trigger dawdling after insert on packet
      for each statement execute function dawdle()`)

    const gateway = await startGateway(site.brokerPort ?? 0)
    t.after(() => gateway.end())
    /** Of a writer that stands still for a moment, as on a busy machine; how many were ended. */
    const endBetweenStatements = async () => {
      site.writer.child.kill('SIGSTOP')
      try {
        await until(
          () => number(sessions("state = 'active'")),
          (active) => active === 0,
        )
        return await number(end("state = 'idle in transaction'"))
      } finally {
        site.writer.child.kill('SIGCONT')
      }
    }
    let packets = 0
    for (const together of [true, false]) {
      const enough = new AbortController()
      const publishing = publishUntil(gateway, packets, together, enough.signal)
      publishing.catch(() => {})
      for (let ending = 0; ending < ENDINGS; ending++) {
        const before = await stored()
        if (ending % 3 === 0) await until(() => number(end("state = 'active'")), Boolean)
        else if (ending % 3 === 1) await until(() => number(end('true')), Boolean)
        else await until(endBetweenStatements, Boolean)
        await until(stored, (count) => count > before)
      }
      enough.abort()
      packets = await publishing
    }
    await until(stored, (count) => count === packets)
    const messages = packets * COPIES
    await site.received(messages)

    const { rows } = await admin.query<{ id: string; text: string; copies: string }>(`
      select p.id, t.text, (select count(*) from reception r where r.packet_key = p.packet_key) as copies
      from packet p left join text_message t on t.packet_key = p.packet_key order by p.packet_key`)
    assert.deepEqual(
      rows
        .map(({ id, text, copies }) => ({ id: Number(id), text, copies: Number(copies) }))
        .sort((one, other) => one.id - other.id),
      Array.from({ length: packets }, (_, index) => ({
        id: index + 1,
        text: `number ${index + 1}`,
        copies: COPIES,
      })),
    )
    const { received, outcomes } = await site.json<{
      received: number
      outcomes: Record<string, number>
    }>('/api/status')
    const { stored: kept = 0, ...others } = outcomes
    assert.equal(kept, messages)
    // Also where the answer to a commit was cut off: that it was committed is seen when it is tried again.
    assert.equal(received, kept)
    assert.ok(
      Object.values(others).every((count) => count === 0),
      JSON.stringify(others),
    )
    assert.equal(site.writer.child.exitCode, null, 'it is still the same writer')
  },
)
