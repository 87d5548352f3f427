import assert from 'node:assert/strict'
import { test } from 'node:test'
import { areaLoss, freeSpaceLoss } from '../../src/coverage/itm.js'

const LAND = { refractivity: 301, permittivity: 15, conductivity: 0.005 }

// Outputs of NTIA's reference implementation, version 1.5 (cmd_examples/o_areacr_tbl.txt there):
// 10 GHz, both antennas at 3 m, smooth land, reliability 90 %; by distance in km the loss of free
// space and those with 50, 75 and 90 % confidence.
const REFERENCE = [
  [10, 132.4, 147.0, 151.7, 155.9],
  [20, 138.5, 174.9, 179.2, 183.1],
  [30, 142.0, 198.7, 202.9, 206.7],
  [40, 144.5, 213.0, 217.3, 221.0],
  [50, 146.4, 215.8, 220.0, 223.8],
  [100, 152.4, 224.8, 229.0, 232.7],
  [300, 162.0, 243.6, 247.2, 250.4],
  [500, 166.4, 260.0, 263.5, 266.6],
  [1000, 172.4, 295.6, 299.1, 302.2],
] as const

const near = (value: number, wanted: number, what: string) =>
  assert.ok(Math.abs(value - wanted) <= 0.06, `${what}: ${value.toFixed(2)}, not ${wanted}`)

test('losses over smooth land are those of the reference, in sight and beyond', () => {
  const path = { ...LAND, frequency_mhz: 10_000, heights: [3, 3] as const, delta_h: 0 }
  for (const [km, free, ...losses] of REFERENCE) {
    near(freeSpaceLoss(km * 1000, 10_000), free, `free space over ${km} km`)
    for (const [index, confidence] of [0.5, 0.75, 0.9].entries()) {
      const loss = areaLoss(path, { reliability: 0.9, confidence })(km * 1000)
      near(loss, losses[index] ?? Number.NaN, `${km} km at ${confidence}`)
    }
  }
})

test('the loss over hilly land is that of the reference', () => {
  // cmd_examples/o_areatls.txt there: 3.5 GHz, 15 m and 3 m, 10 km, hills of 20 m.
  const path = { ...LAND, frequency_mhz: 3500, heights: [15, 3] as const, delta_h: 20 }
  near(areaLoss(path, { reliability: 0.5, confidence: 0.5 })(10_000), 134.5, '10 km')
})

test('the loss never falls with the distance, whatever the antennas', () => {
  for (const frequency_mhz of [169, 433, 868, 915, 2450]) {
    for (const height of [0.5, 1.5, 10, 100, 1000]) {
      const path = { ...LAND, frequency_mhz, heights: [height, 1.5] as const, delta_h: 90 }
      const lossAt = areaLoss(path, { reliability: 0.5, confidence: 0.5 })
      let last = 0
      for (let km = 1; km <= 200; km += 1) {
        const loss = lossAt(km * 1000)
        assert.ok(
          Number.isFinite(loss) && loss > last - 0.5,
          `${frequency_mhz} MHz, ${height} m, ${km} km`,
        )
        last = loss
      }
    }
  }
})
