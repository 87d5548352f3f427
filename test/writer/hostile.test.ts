import assert from 'node:assert/strict'
import { PORT } from '../../src/mesh/portnums.js'
import { onBothEngines } from '../migrate/databases.js'
import { setSite, type TestSite } from '../reader/api/site.js'
import { envelopes, names } from './hostile/envelopes.js'
import { type Columns, type Item, payload, words } from './hostile/item.js'
import { assertHarmless, everyPage } from './hostile/pages.js'
import { payloads } from './hostile/payloads.js'
import type { Stage } from './stage.js'

const unlimited = {
  MESHVIEW_INGEST_FLOOD_PER_MINUTE: '0',
  MESHVIEW_INGEST_FLOOD_PER_HOUR: '0',
  MESHVIEW_INGEST_GATEWAY_PER_HOUR: '0',
}
const CANARY = 0xca11

onBothEngines(
  'nothing that strangers send stops the canary, bends a row or gets into a page as code',
  async (database, t) => {
    const site = await setSite(database, t, { env: unlimited })
    const items = [...envelopes, ...names, ...payloads]
    assert.equal(new Set(items.map(({ name }) => name)).size, items.length)
    const failures: string[] = []
    for (const [index, item] of items.entries()) {
      if (item.onlyOn !== undefined && item.onlyOn !== database.engine) continue
      await play(site, item, 0x1000 + index, 0x50000000 + index).catch((error) =>
        failures.push(`${item.name}: ${error.message}`),
      )
    }
    if (failures.length > 0) assert.fail(failures.join('\n\n'))
    await assertDateLine(site)
    for (const path of everyPage) await assertHarmless(site, path)
    await assertBooks(site)
  },
)

/** Sends an item and the canary, and looks at the counters, the rows and the pages. */
async function play(site: TestSite, item: Item, id: number, from: number): Promise<void> {
  const { stage } = site
  const before = await stage.counters()
  for (const sent of item.sends(id, from)) {
    if (sent === 'restart') stage.restart()
    else if ('bytes' in sent) await stage.hearBytes(sent.topic, sent.bytes)
    else await stage.hear({ ...sent, packet: { id, from, ...sent.packet } }, sent)
  }
  assert.deepEqual(changes(before, await stage.counters()), expected(item.becomes))
  await assertRows(stage, item, id, from)

  const canary = `the canary after ${id}`
  await stage.hear({ data: words(canary), packet: { from: CANARY, id } })
  const sings = await stage.db.get('select 1 as n from text_message where text = ?', [canary])
  assert.ok(sings, 'the canary is stored')

  const found = await stage.db.get<{ n: number }>(
    'select count(*) as n from packet where id = ? and from_node_id = ?',
    [id, from],
  )
  const { rows = {}, counts = {}, links } = item
  const isOfNode = links !== undefined || rows.node || rows.position || counts.telemetry
  const pages = [...(found?.n ? [`/packet/${id}`] : []), ...(item.pages?.(id, from) ?? [])]
  // The rest reads what was just compared row by row, on either engine.
  if (stage.db.engine === 'sqlite') {
    pages.push(`/api/packets_seen/${id}`, `/api/packets?from_node_id=${from}`)
    if (found?.n && isOfNode) pages.push(`/node/${from}`)
  }
  for (const path of pages) await assertHarmless(site, path)
}

/** What was counted in between: `outcome.malformed` and `malformed.no-packet`. */
function changes(before: Record<string, number>, after: Record<string, number>) {
  const counted = Object.entries(after)
    .filter(([name]) => /^(received$|outcome|malformed|filtered)/.test(name))
    .map(([name, value]) => [name, value - (before[name] ?? 0)] as const)
  return Object.fromEntries(counted.filter(([, change]) => change !== 0))
}

function expected(becomes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = { received: becomes.length }
  const add = (name: string) => {
    counts[name] = (counts[name] ?? 0) + 1
  }
  for (const each of becomes) {
    const [outcome, reason] = each.split(' ')
    add(`outcome.${outcome}`)
    if (reason) add(`${outcome}.${reason}`)
  }
  return counts
}

const JOINS = {
  packet: 'packet p',
  reception: 'packet p join reception x on x.packet_key = p.packet_key',
  uplink:
    'packet p join reception r on r.packet_key = p.packet_key join uplink x on x.uplink_id = r.uplink_id',
  text_message: 'packet p join text_message x on x.packet_key = p.packet_key',
  position: 'packet p join position x on x.packet_key = p.packet_key',
  traceroute_hop: 'packet p join traceroute_hop x on x.packet_key = p.packet_key',
  telemetry: 'packet p join telemetry x on x.packet_key = p.packet_key',
}

async function assertRows(stage: Stage, item: Item, id: number, from: number): Promise<void> {
  for (const [table, columns] of Object.entries(item.rows ?? {})) {
    const names = Object.keys(columns ?? { packet_key: 0 }).map((name) =>
      name === 'packet_key' ? 'p.packet_key' : name,
    )
    const rows =
      table === 'node'
        ? await stage.db.all<Columns>(`select ${names} from node where node_id = ?`, [from])
        : await stage.db.all<Columns>(
            `select ${names} from ${JOINS[table as keyof typeof JOINS]} where p.id = ? and p.from_node_id = ?`,
            [id, from],
          )
    assert.deepEqual(rows.map(plain), columns === null ? [] : [columns], table)
  }
  for (const [table, count] of Object.entries(item.counts ?? {})) {
    const row = await stage.db.get<{ n: number }>(
      `select count(*) as n from ${JOINS[table as keyof typeof JOINS]} where p.from_node_id = ?`,
      [from],
    )
    assert.equal(row?.n, count, `rows of ${table}`)
  }
  if (item.links === undefined) return
  const row = await stage.db.get<{ n: number }>(
    'select count(*) as n from link where from_node_id = ? or to_node_id = ?',
    [from, from],
  )
  assert.equal(row?.n, item.links, 'links of the sender')
}

/** PostgreSQL has booleans, SQLite 0 and 1. */
function plain(row: Columns): Columns {
  const values = Object.entries(row).map(([name, value]) => [
    name,
    typeof value === 'boolean' ? Number(value) : value,
  ])
  return Object.fromEntries(values)
}

/** Two nodes 2.2 km apart, on both sides of ±180 degrees: near each other on every page. */
async function assertDateLine(site: TestSite): Promise<void> {
  const { stage, app } = site
  const [west, east] = [0x77000001, 0x77000002]
  for (const [from, longitude_i] of [
    [west, 1_799_900_000],
    [east, -1_799_900_000],
  ] as const) {
    const data = payload(PORT.POSITION, 'Position', { latitude_i: 1, longitude_i })
    await stage.hear({ data, packet: { from, id: from }, gateway_id: from })
  }
  await stage.hear({ data: words('hello'), packet: { from: west, id: 0x7701 }, gateway_id: east })
  const { body } = await app.inject({ url: '/packet/30465', headers: { accept: 'text/html' } })
  assert.match(body, /2\.2 km/)
}

/** Received is the sum of what became of it, everywhere where it is said. */
async function assertBooks({ stage, app, get }: TestSite): Promise<void> {
  const counters = await stage.counters()
  const { received, outcomes } = (await get('/api/status')).body as {
    received: number
    outcomes: Record<string, number>
  }
  const sum = Object.values(outcomes).reduce((total, count) => total + count, 0)
  assert.equal(received, counters.received)
  assert.equal(sum, received, 'every message has exactly one outcome')
  assert.equal(counters['malformed.not-stored'] ?? 0, 0, 'the database took every row')
  assert.equal(counters['malformed.internal'] ?? 0, 0, 'no fault of ours')
  const metrics = (await app.inject('/metrics')).body
  const told = [...metrics.matchAll(/^meshview_messages_total\{outcome="\w+"\} (\d+)$/gm)]
  assert.equal(
    told.reduce((total, [, count]) => total + Number(count), 0),
    received,
  )
  const rows = await stage.db.get<{ n: number }>('select count(*) as n from packet')
  assert.equal(rows?.n, counters['total.packets'])
}
