import assert from 'node:assert/strict'
import { encodePayload } from '../../../src/mesh/encode.js'
import { PORT } from '../../../src/mesh/portnums.js'
import { NOW_US } from '../../writer/stage.js'
import { inBothVillages } from './browse.js'
import { BOAT, FARM, HOSTILE, MILL } from './village.js'

const later = NOW_US / 1e6 + 86_400

inBothVillages('waypoints are listed and drawn until they expire', async ({ see, get, stage }) => {
  let packet_id = 800
  const mark = async (from: number, waypoint: object, packet = {}) => {
    const all = { latitude_i: 503_000_000, longitude_i: 99_000_000, expire: later, ...waypoint }
    const payload = Buffer.from(encodePayload('Waypoint', all))
    await stage.hear({
      packet: { from, id: packet_id++, ...packet },
      data: { portnum: PORT.WAYPOINT, payload },
    })
  }
  await mark(MILL, { id: 1, name: 'Spring', description: 'clean water', icon: 0x1f4a7 })
  await mark(MILL, { id: 2, name: 'Gone', expire: 1_700_000_000 })
  await mark(MILL, { id: 3, name: 'Locked', locked_to: MILL })
  await mark(BOAT, { id: 3, name: 'Stolen' })
  await mark(FARM, { id: 4, name: HOSTILE.script, icon: 0xffffffff, expire: 0 })
  await mark(FARM, { id: 5, name: 'Nowhere', latitude_i: 0, longitude_i: 0 })
  await mark(FARM, { id: 6, name: 'For one only' }, { to: MILL })
  await mark(BOAT, { id: 1, name: 'Dry spring', icon: 0xd800 })
  const { html, text } = await see('/map')
  const table = text.slice(text.indexOf('Waypoints'), text.indexOf('Nodes with a position'))
  assert.match(table, /Dry spring/)
  assert.match(table, /Locked/)
  assert.match(table, /for ever/)
  assert.doesNotMatch(table, /clean water|Gone|Stolen|Nowhere|For one only/)
  assert.ok(!html.includes('<script>window.hacked'))
  const { body } = await get('/map/data.json')
  const { waypoints } = body as { waypoints: { name: string; icon: string }[] }
  assert.deepEqual(
    waypoints.map(({ name, icon }) => ({ name, icon })),
    [
      { name: 'Dry spring', icon: '' },
      { name: HOSTILE.script, icon: '' },
      { name: 'Locked', icon: '' },
    ],
  )
})
