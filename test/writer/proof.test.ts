import assert from 'node:assert/strict'
import { encodePayload } from '../../src/mesh/encode.js'
import { PORT } from '../../src/mesh/portnums.js'
import { onBothEngines } from '../migrate/databases.js'
import { GATEWAY, NOW_US, SENDER, setStage } from './stage.js'

// What a reception proves, and what it does not.

const ASKER = 0x0a
const text = { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('hello') }

onBothEngines('a route that went over MQTT proves no radio links', async (d) => {
  const stage = await setStage(d)
  const discovery = { route: [0x0b], snr_towards: [20, 4], route_back: [], snr_back: [8] }
  const payload = encodePayload('RouteDiscovery', discovery)
  const data = { portnum: PORT.TRACEROUTE, request_id: 77, payload }
  const links = async () => {
    const rows = await stage.db.all<{ from_node_id: number; to_node_id: number }>(
      'select from_node_id, to_node_id from link where kind = 3 order by from_node_id',
    )
    return rows.map((row) => [row.from_node_id, row.to_node_id])
  }
  await stage.hear({ data, packet: { id: 1, to: ASKER, via_mqtt: true } })
  assert.deepEqual(await links(), [])
  assert.equal((await stage.db.all('select 1 from traceroute_hop')).length, 5)
  await stage.hear({ data, packet: { id: 2, to: ASKER } })
  assert.deepEqual(await links(), [
    [ASKER, 0x0b],
    [0x0b, SENDER],
    [SENDER, ASKER],
  ])
})

onBothEngines('an RSSI of 0 was not measured, and neither was the SNR beside it', async (d) => {
  const stage = await setStage(d)
  await stage.hear({ data: text, packet: { id: 1, rx_rssi: 0, rx_snr: 0 } })
  await stage.hear({ data: text, packet: { id: 2, rx_rssi: -90, rx_snr: -7 } })
  const link = await stage.db.get<Record<string, unknown>>(
    'select count, snr_count, snr4_max, rssi_count, rssi_max from link where to_node_id = ?',
    [GATEWAY],
  )
  const expected = { count: 2, snr_count: 1, snr4_max: -28, rssi_count: 1, rssi_max: -90 }
  assert.deepEqual({ ...link }, expected)
})

onBothEngines('a clock may be some minutes ahead; one beyond that is not believed', async (d) => {
  const stage = await setStage(d)
  const now_s = NOW_US / 1_000_000
  for (const [index, ahead_s] of [240, 600, 86_400].entries()) {
    const packet = { id: index + 1, rx_time: now_s + ahead_s }
    await stage.hear({ data: text, packet }, { time_us: NOW_US })
  }
  const rows = await stage.db.all<{ rx_delay_s: number }>(
    'select rx_delay_s from reception order by packet_key',
  )
  assert.deepEqual(
    rows.map((row) => row.rx_delay_s),
    [240, 0, 0],
  )
})
