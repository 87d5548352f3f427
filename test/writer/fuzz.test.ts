import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sqliteDatabase } from '../migrate/databases.js'
import { setSite } from '../reader/api/site.js'
import { encode, hostileBytes } from './hostile/bytes.js'
import { EXAMPLES, SEEDS } from './hostile/examples.js'
import { words } from './hostile/item.js'
import { assertHarmless, everyPage } from './hostile/pages.js'

const unlimited = {
  MESHVIEW_INGEST_FLOOD_PER_MINUTE: '0',
  MESHVIEW_INGEST_FLOOD_PER_HOUR: '0',
  MESHVIEW_INGEST_GATEWAY_PER_HOUR: '0',
}
const RUNS = 300

/** One of them, cut somewhere, with a few bytes changed. */
const changed = fc
  .tuple(
    fc.constantFrom(...hostileBytes),
    fc.nat(),
    fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
  )
  .map(([whole, cut, changes]) => {
    const bytes = Buffer.from(cut % 3 === 0 ? whole : whole.subarray(0, 1 + (cut % whole.length)))
    for (const [at, value] of changes) bytes[at % bytes.length] = value
    return bytes
  })

/** A right envelope around any bytes for any port: those who decode payloads get to see it. */
const inside = fc
  .record({
    portnum: fc.oneof(fc.nat(80), fc.integer({ min: -1, max: 600 })),
    payload: fc.uint8Array({ maxLength: 240 }),
    request_id: fc.nat(3),
    clear: fc.boolean(),
    header: fc.record({
      id: fc.nat(50),
      to: fc.nat(),
      rx_snr: fc.float(),
      rx_rssi: fc.integer(),
      rx_time: fc.nat(),
      hop_limit: fc.nat(9),
      hop_start: fc.nat(9),
    }),
  })
  .map(({ clear, header, ...data }) =>
    encode({ data, packet: header, ...(clear && { key: undefined }) }, header.id),
  )

const noise = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes))

test('whatever bytes arrive: counted under one outcome, no fault of ours, and the pages stay', async (t) => {
  const site = await setSite(await sqliteDatabase(t), t, { env: unlimited })
  const { stage } = site
  let sent = 0
  const hear = async (topic: string, payload: Buffer) => {
    sent++
    await stage.hearBytes(topic, payload)
  }
  for (const { topic, payload } of EXAMPLES) await hear(topic, payload)
  for (const seed of [...SEEDS, undefined]) {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('msh/US/2/e/LongFast/!00000005', 'msh/2/map/', 'x', ''),
        fc.oneof(noise, changed, inside),
        hear,
      ),
      { numRuns: RUNS, seed },
    )
  }
  await stage.hear({ data: words('the canary'), packet: { from: 0xca11, id: 0xca11 } })
  const counters = await stage.counters()
  const outcomes = Object.entries(counters).filter(([name]) => name.startsWith('outcome.'))
  assert.equal(counters.received, sent + 1)
  assert.equal(
    outcomes.reduce((sum, [, count]) => sum + count, 0),
    sent + 1,
  )
  assert.equal(counters['malformed.internal'] ?? 0, 0, 'no fault of ours')
  assert.equal(counters['malformed.not-stored'] ?? 0, 0, 'the database took every row')
  const texts = await stage.db.all("select 1 from text_message where text = 'the canary'")
  assert.equal(texts.length, 1)
  const packets = await stage.db.all<{ id: number; from_node_id: number }>(
    'select id, from_node_id from packet where id <> 0 order by packet_key desc limit 60',
  )
  const pages = packets.flatMap(({ id, from_node_id }) => [
    `/packet/${id}`,
    `/node/${from_node_id}`,
  ])
  for (const path of new Set([...everyPage, ...pages])) await assertHarmless(site, path)
})
