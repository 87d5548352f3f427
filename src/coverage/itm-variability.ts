import type { Chances, Terrain } from './itm.js'
import { roughness } from './itm-diffraction.js'

/** A curve over the effective distance (equation III.69 of NBS Technical Note 101). */
interface Curve {
  c1: number
  c2: number
  x1: number
  x2: number
  x3: number
}

// Continental temperate climate, table 5.1.
const MEDIAN: Curve = { c1: -0.62, c2: 9.19, x1: 228.9e3, x2: 205.2e3, x3: 143.6e3 }
const BELOW: Curve = { c1: 2.68, c2: 7.16, x1: 93.7e3, x2: 186.8e3, x3: 133.5e3 }
const ABOVE: Curve = { c1: 4.75, c2: 8.12, x1: 93.2e3, x2: 135.9e3, x3: 113.4e3 }
const RARE = { factor: 1.224, from: 1.282 }

function curveAt({ c1, c2, x1, x2, x3 }: Curve, distance: number): number {
  const square = (distance / x1) ** 2
  return ((c1 + c2 / (1 + ((distance - x2) / x3) ** 2)) * square) / (1 + square)
}

/**
 * The loss beyond that of free space which is not exceeded with these chances, dB, from the
 * reference loss: broadcast mode, half of all places (section 5).
 */
export function exceededLoss(
  terrain: Terrain,
  distance: number,
  reference: number,
  { reliability, confidence }: Chances,
): number {
  const wave = terrain.frequency_mhz / 47.7
  const effective = effectiveDistance(terrain, distance, wave)
  const [time, situation] = [deviate(reliability), deviate(confidence)]
  const overTime = timeDeviation(effective, wave, time) * time
  const rough = wave * roughness(terrain.delta_h, distance)
  // In half of all places the deviation by place is 0; it is named for what it is.
  const overPlace = ((10 * rough) / (rough + 13)) * deviate(0.5)
  const overSituations =
    Math.sqrt(
      (5 + 3 * Math.exp(-effective / 100e3)) ** 2 +
        overTime ** 2 / (7.8 + situation ** 2) +
        overPlace ** 2 / (24 + situation ** 2),
    ) * situation
  const loss = reference - curveAt(MEDIAN, effective) - overTime - overPlace - overSituations
  return loss < 0 ? (loss * (29 - loss)) / (29 - 10 * loss) : loss
}

/** Equation 5.3. */
function effectiveDistance({ heights }: Terrain, distance: number, wave: number): number {
  const sight = Math.sqrt(2 * 9000e3 * heights[0]) + Math.sqrt(2 * 9000e3 * heights[1])
  const edge = sight + Math.cbrt(575.7e12 / wave)
  return distance < edge ? (130e3 * distance) / edge : 130e3 + distance - edge
}

function timeDeviation(effective: number, wave: number, time: number): number {
  const q = Math.log(0.133 * wave)
  if (time < 0) return curveAt(BELOW, effective) * (0.92 + 0.25 / ((1.77 * q) ** 2 + 1))
  const above = curveAt(ABOVE, effective) * (0.93 + 0.31 / ((2 * q) ** 2 + 1))
  if (time <= RARE.from) return above
  const rare = RARE.factor * above
  return rare + ((above - rare) * RARE.from) / time
}

/** The standard normal deviate exceeded with this chance (26.2.23 of Abramowitz and Stegun). */
function deviate(chance: number): number {
  const t = Math.sqrt(-2 * Math.log(Math.min(chance, 1 - chance)))
  const fit =
    t -
    ((0.010328 * t + 0.802853) * t + 2.515516) /
      (((0.001308 * t + 0.189269) * t + 1.432788) * t + 1)
  return chance > 0.5 ? -fit : fit
}
