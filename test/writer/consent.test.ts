import assert from 'node:assert/strict'
import { encodePayload } from '../../src/mesh/encode.js'
import { expandKey } from '../../src/mesh/keys.js'
import { PORT } from '../../src/mesh/portnums.js'
import { onBothEngines } from '../migrate/databases.js'
import { SENDER, type Stage, setStage } from './stage.js'

// `[ingest] ok_to_mqtt`: bit 0 of `Data.bitfield` says whether the sender agrees to MQTT.

const OTHER_GATEWAY = 0x33333333
const ASKER = 0x0a
const text = (words: string, bitfield?: number) => ({
  portnum: PORT.TEXT_MESSAGE,
  payload: Buffer.from(words),
  bitfield,
})

const headersOnly = { MESHVIEW_INGEST_OK_TO_MQTT: 'headers' }

async function packetsOf(stage: Stage) {
  const rows = await stage.db.all<{ id: number; portnum: number; bytes: number }>(
    'select id, portnum, length(data) as bytes from packet order by id',
  )
  return rows.map(({ id, portnum, bytes }) => [id, portnum, bytes > 0])
}

const numberOf = async ({ db }: Stage, table: string) =>
  Number((await db.get<{ n: number }>(`select count(*) as n from ${table}`))?.n)

onBothEngines(
  'of who did not agree the headers are kept, and nothing of what was said',
  async (d) => {
    const stage = await setStage(d, headersOnly)
    await stage.hear({ data: text('private', 0), packet: { id: 1 } })
    await stage.hear({ data: text('private', 0), packet: { id: 1 }, gateway_id: OTHER_GATEWAY })
    const user = { id: '!11111111', long_name: 'Private Person', short_name: 'pp' }
    const payload = encodePayload('User', user)
    await stage.hear({ data: { portnum: PORT.NODEINFO, payload, bitfield: 0 }, packet: { id: 2 } })
    // Other bits say other things; firmware before 2.5 says nothing.
    await stage.hear({ data: text('agreed', 3), packet: { id: 3 } })
    await stage.hear({ data: text('did not say'), packet: { id: 4 } })
    assert.deepEqual(await packetsOf(stage), [
      [1, PORT.TEXT_MESSAGE, false],
      [2, PORT.NODEINFO, false],
      [3, PORT.TEXT_MESSAGE, true],
      [4, PORT.TEXT_MESSAGE, true],
    ])
    const texts = await stage.db.all<{ text: string }>(
      'select text from text_message order by text',
    )
    assert.deepEqual(
      texts.map((row) => row.text),
      ['agreed', 'did not say'],
    )
    const node = await stage.db.get<{ long_name: string | null }>(
      'select long_name from node where node_id = ?',
      [SENDER],
    )
    assert.equal(node?.long_name, null)
    const counters = await stage.counters()
    assert.equal(counters['outcome.stored'], 5)
    assert.equal(counters['total.receptions'], 5)
  },
)

onBothEngines('no copy tells the route of who did not agree', async (d) => {
  const stage = await setStage(d, headersOnly)
  const discovery = { route: [0x0b], snr_towards: [20, 4], route_back: [], snr_back: [8] }
  const payload = encodePayload('RouteDiscovery', discovery)
  const data = { portnum: PORT.TRACEROUTE, request_id: 77, payload, bitfield: 0 }
  for (const gateway_id of [OTHER_GATEWAY, OTHER_GATEWAY + 1]) {
    await stage.hear({ data, packet: { to: ASKER, hop_limit: 2 }, gateway_id })
  }
  assert.equal(await numberOf(stage, 'reception'), 2)
  for (const table of ['traceroute', 'traceroute_hop', 'link']) {
    assert.equal(await numberOf(stage, table), 0, table)
  }
})

onBothEngines('what was kept as encrypted stays so when a gateway can read it', async (d) => {
  const stage = await setStage(d, headersOnly)
  const key = expandKey('MTIzNDU2Nzg5MDEyMzQ1Ng==')
  const hidden = { key: key ?? undefined, channel_id: 'Secret' }
  await stage.hear({ data: text('private', 0), ...hidden })
  await stage.hear({
    ...{ data: text('private', 0), ...hidden },
    ...{ key: undefined, gateway_id: OTHER_GATEWAY },
  })
  assert.deepEqual(
    (await stage.db.all<{ portnum: number }>('select portnum from packet')).map(
      (row) => row.portnum,
    ),
    [PORT.UNKNOWN],
  )
  assert.equal(await numberOf(stage, 'text_message'), 0)
  assert.equal((await stage.counters())['outcome.encrypted'], 2)
})
