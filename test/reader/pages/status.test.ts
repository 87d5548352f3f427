import assert from 'node:assert/strict'
import { encodePayload } from '../../../src/mesh/encode.js'
import { PORT } from '../../../src/mesh/portnums.js'
import { NOW_US } from '../../writer/stage.js'
import { inBothVillages } from './browse.js'
import { BOAT, CHURCH, FARM, HILL, MILL } from './village.js'

const HOUR_US = 3_600_000_000

inBothVillages('who needs a visit: silent gateways, low batteries', async (visit) => {
  const { see, stage, setNow } = visit
  assert.doesNotMatch((await see('/status')).text, /Who needs a visit/)
  let id = 9300
  const tell = (from: number, battery_level: number, ago_us = 0, gateway_id = HILL) => {
    const payload = encodePayload('Telemetry', { device_metrics: { battery_level } })
    const data = { portnum: PORT.TELEMETRY, payload }
    return stage.hear(
      { gateway_id, packet: { from, id: id++ }, data },
      { time_us: NOW_US + 8 * HOUR_US - ago_us },
    )
  }
  await tell(BOAT, 17, 60_000_000)
  // What it said before, external power, half full, and a charge that makes no sense.
  await tell(FARM, 5, 90_000_000)
  await tell(FARM, 101, 80_000_000)
  await tell(MILL, 50, 70_000_000)
  await tell(HILL, 0, 60_000_000)
  await tell(CHURCH, 9, 50_000_000)
  // What was found out is remembered for a minute.
  setNow(NOW_US + 8 * HOUR_US)
  const { text } = await see('/status')
  assert.match(
    text,
    /Low batteries .* Charge KIL St\. Kilian Tower 9\s% 50 s ago .* 17\s% 60 s ago/,
  )
  assert.doesNotMatch(text, /Charge .*(Weiherhof|Kreuzberg)/)
  // The hill has uplinked just now, the other two before the night.
  assert.match(text, /Silent gateways .* Last uplink .*Old Mill Base 13 h ago/)
  assert.match(text, /Last uplink .*St\. Kilian Tower 13 h ago Low batteries/)
  setNow(NOW_US + 9 * 24 * HOUR_US)
  assert.doesNotMatch((await see('/status')).text, /Who needs a visit/)
})
