import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodePayload } from '../../../src/mesh/encode.js'
import { PORT } from '../../../src/mesh/portnums.js'
import { distanceMetres } from '../../../src/reader/format.js'
import { sqliteDatabase } from '../../migrate/databases.js'
import type { Stage } from '../../writer/stage.js'
import { setSite } from './site.js'

const HOME = { latitude_i: 370_000_000, longitude_i: 1_799_000_000 }

async function place(stage: Stage): Promise<void> {
  const payload = encodePayload('Position', HOME)
  await stage.hear({ packet: { id: 1 }, data: { portnum: PORT.POSITION, payload } })
}

interface Answer {
  mode: string
  threshold_dbm: number
  perimeter: [number, number][]
  reach_km: number
  points: [number, number, number][]
  min_dbm: number
  max_dbm: number
  parameters: Record<string, number>
}

test('coverage is a circle of 72 points that grows with the power', async (t) => {
  const { stage, get } = await setSite(await sqliteDatabase(t), t)
  await place(stage)
  const ask = async (query: string) =>
    (await get(`/api/coverage/!11111111?${query}`)).body as Answer
  const usual = await ask('')
  assert.equal(usual.mode, 'perimeter')
  assert.equal(usual.threshold_dbm, -120)
  assert.equal(usual.perimeter.length, 72)
  assert.ok(usual.reach_km > 2 && usual.reach_km < 40, `${usual.reach_km} km`)
  for (const [latitude, longitude] of usual.perimeter) {
    assert.ok(Math.abs(longitude) <= 180, 'also across the date line')
    const { latitude_i, longitude_i } = HOME
    const away = distanceMetres(latitude_i, longitude_i, latitude * 1e7, longitude * 1e7) / 1000
    assert.ok(Math.abs(away - usual.reach_km) < 0.1, `${away} km`)
  }
  assert.ok((await ask('tx_dbm=30')).reach_km > usual.reach_km)
  assert.ok((await ask('reliability=0.9')).reach_km < usual.reach_km)
  assert.equal((await ask('threshold_dbm=0')).reach_km, 0)
})

test('no parameter keeps the server busy', async (t) => {
  const { stage, get } = await setSite(await sqliteDatabase(t), t)
  await place(stage)
  const clamped: [query: string, name: string, value: number][] = [
    ['step_km=0', 'step_km', 0.05],
    ['step_km=-1', 'step_km', 0.05],
    ['radius_km=1e300', 'radius_km', 300],
    ['reliability=1', 'reliability', 0.99],
    ['freq_mhz=0', 'freq_mhz', 20],
    ['tx_height_m=-5', 'tx_height_m', 0.5],
  ]
  for (const [query, name, value] of clamped) {
    const { status, body } = await get(`/api/coverage/0x11111111?mode=heatmap&${query}`)
    assert.equal(status, 200, query)
    const { parameters, points, min_dbm, max_dbm } = body as Answer
    assert.equal(parameters[name], value)
    assert.ok(points.length <= 201 * 72, `${points.length} points`)
    assert.ok(points.flat().every(Number.isFinite) && min_dbm <= max_dbm, query)
  }
  for (const word of ['far', 'inf', 'NaN', '1km']) {
    assert.deepEqual(await get(`/api/coverage/286331153?radius_km=${word}`), {
      status: 400,
      body: { error: 'radius_km must be a number' },
    })
  }
})

test('a node without a position has no coverage', async (t) => {
  const { stage, get } = await setSite(await sqliteDatabase(t), t)
  await stage.hear({ data: { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('hi') } })
  for (const id of ['!11111111', '77']) {
    assert.deepEqual(await get(`/api/coverage/${id}`), {
      status: 404,
      body: { error: 'Node not found or missing location' },
    })
  }
  assert.deepEqual(await get('/api/coverage/here'), {
    status: 400,
    body: { error: 'Invalid node_id' },
  })
})
