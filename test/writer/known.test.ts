import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Names } from '../../src/db/ingest/names.js'
import { beginEpoch } from '../../src/db/write/epoch.js'
import { deletePackets } from '../../src/db/write/retention.js'
import { encodePayload } from '../../src/mesh/encode.js'
import { PORT } from '../../src/mesh/portnums.js'
import { KnownPackets } from '../../src/writer/known.js'
import { onBothEngines } from '../migrate/databases.js'
import { NOW_US, SENDER, type Stage, setStage } from './stage.js'

const text = (words: string) => ({ portnum: PORT.TEXT_MESSAGE, payload: Buffer.from(words) })
const OTHER_GATEWAY = 0x33333333
const DAY_US = 86_400_000_000

const textsOf = async (stage: Stage) => {
  const rows = await stage.db.all<{ text: string }>(
    'select text from text_message order by packet_key',
  )
  return rows.map((row) => row.text)
}

onBothEngines(
  'an id that comes round again is a new packet to a writer that has run for days, an old copy is not',
  async (d) => {
    const stage = await setStage(d)
    await stage.hear({ data: text('before') })
    const later = { time_us: NOW_US + 3 * DAY_US }
    await stage.hear({ data: text('before'), gateway_id: OTHER_GATEWAY }, later)
    await stage.hear({ data: text('after') })
    await stage.hear({ data: text('after'), gateway_id: OTHER_GATEWAY })
    assert.deepEqual(await textsOf(stage), ['before', 'after'])
    assert.equal((await stage.counters())['total.receptions'], 4)
  },
)

onBothEngines('the same where the clock was days ahead and was set back', async (d) => {
  const stage = await setStage(d)
  await stage.hear({ data: text('ahead') }, { time_us: NOW_US + 3 * DAY_US })
  await stage.hear({ data: text('back') }, { time_us: NOW_US })
  assert.deepEqual(await textsOf(stage), ['ahead', 'back'])
})

onBothEngines('a copy of a packet that was cleaned up hangs on nothing that is gone', async (d) => {
  const stage = await setStage(d)
  await stage.hear({ data: text('again and again') })
  await deletePackets(stage.db, [1])
  await stage.hear(
    { data: text('again and again'), gateway_id: OTHER_GATEWAY },
    { time_us: NOW_US + 2 * DAY_US },
  )
  const lost = await stage.db.all(
    'select 1 from reception where packet_key not in (select packet_key from packet)',
  )
  assert.equal(lost.length, 0)
  assert.deepEqual(await textsOf(stage), ['again and again'])
  const counters = await stage.counters()
  assert.deepEqual([counters['total.packets'], counters['total.receptions']], [1, 1])
})

onBothEngines('a key is not given again, though the packets are gone that had it', async (d) => {
  const stage = await setStage(d)
  await stage.hear({ data: text('one'), packet: { id: 1 } })
  await stage.hear({ data: text('two'), packet: { id: 2 } })
  await deletePackets(stage.db, [1, 2])
  // As `mvrun forget` does: what the writer remembers is of another epoch.
  await stage.db.transaction(beginEpoch)
  await stage.hear({ data: text('three'), packet: { id: 3 } })
  assert.deepEqual(
    (await stage.db.all<{ packet_key: number }>('select packet_key from packet')).map(
      (row) => row.packet_key,
    ),
    [3],
  )
})

test('what copies still come of is remembered, the rest is not for ever', () => {
  const known = new KnownPackets()
  const add = (id: number) => {
    const heard = { encrypted: false, channel_id: 1, import_time_us: NOW_US, heard: [], routes: [] }
    const packet = { packet_key: id, id, from_node_id: SENDER, to_node_id: 2, portnum: 1 }
    known.add({ ...packet, ...heard, old: null })
  }
  for (let id = 1; id <= 20_000; id++) {
    add(id)
    assert.equal(known.find(SENDER, 1)?.packet_key, 1)
  }
  assert.equal(known.find(SENDER, 20_000)?.packet_key, 20_000)
  assert.equal(known.find(SENDER, 2), undefined)
})

onBothEngines('packets without an id are not read, however many there are', async (d) => {
  const stage = await setStage(d)
  await stage.hear({ data: text('no id'), packet: { id: 0 } })
  await stage.hear({ data: text('an id'), packet: { id: 7 } })
  const known = new KnownPackets()
  await known.load(stage.db, [0, 7], await Names.load(stage.db), NOW_US)
  assert.equal(known.find(SENDER, 0), undefined)
  assert.equal(known.find(SENDER, 7)?.packet_key, 2)
})

onBothEngines(
  'map reports without an id are told apart after the clock was set back',
  async (d) => {
    const stage = await setStage(d)
    const report = { long_name: 'Alice', short_name: 'al', firmware_version: '2.7.1' }
    const hear = (time_us: number) =>
      stage.hear(
        {
          data: { portnum: PORT.MAP_REPORT, payload: encodePayload('MapReport', report) },
          packet: { id: 0 },
        },
        { time_us },
      )
    await hear(NOW_US + 7_200_000_000)
    await hear(NOW_US)
    await hear(NOW_US + 3_600_000_000)
    assert.equal((await stage.counters())['total.packets'], 3)
  },
)
