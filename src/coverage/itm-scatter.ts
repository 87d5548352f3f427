import type { Terrain } from './itm.js'

/** Loss by scatter in the troposphere, and the part of it that depends on frequency, dB. */
export interface Scatter {
  loss: number
  gain: number
}

/**
 * Far beyond the horizon (4.60 – 4.67). `known` is the frequency gain at a greater distance,
 * which stands in where the one here exceeds 15 dB. Null where the model has no value.
 */
export function scatterLoss(
  terrain: Terrain,
  distance: number,
  known: number | null,
): Scatter | null {
  const { frequency_mhz, earth, sightAngle, refractivity } = terrain
  const gain = known !== null && known > 15 ? known : frequencyGain(terrain, distance, known)
  if (gain === null) return null
  const angle = distance / earth - sightAngle
  const loss =
    attenuation(angle * distance) +
    10 * Math.log10(frequency_mhz * angle ** 4) -
    0.1 * (refractivity - 301) * Math.exp((-angle * distance) / 40e3) +
    gain
  return { loss, gain }
}

function frequencyGain(terrain: Terrain, distance: number, known: number | null): number | null {
  const { heights, horizons, angles, earth, frequency_mhz, refractivity } = terrain
  const wave = frequency_mhz / 47.7
  const difference = Math.abs(horizons[0] - horizons[1])
  const ratio = horizons[0] < horizons[1] ? heights[0] / heights[1] : heights[1] / heights[0]
  const angle = angles[0] + angles[1] + distance / earth
  const [r1, r2] = [2 * wave * angle * heights[0], 2 * wave * angle * heights[1]]
  if (r1 < 0.2 && r2 < 0.2) return null

  const asymmetry = (distance - difference) / (distance + difference)
  const s = Math.max(0.1, asymmetry)
  const q = Math.min(Math.max(0.1, ratio / asymmetry), 10)
  const crossing = ((distance - difference) * (distance + difference) * angle * 0.25) / distance
  const efficiency =
    (crossing / 1.7556e3) *
    (1 +
      (0.031 - refractivity * 2.32e-3 + refractivity ** 2 * 5.67e-6) *
        Math.exp(-(Math.min(1.7, crossing / 8e3) ** 6)))
  const mean = (gainCurve(r1, efficiency) + gainCurve(r2, efficiency)) / 2
  const correction = 6 * (0.6 - Math.log10(Math.max(efficiency, 1))) * Math.log10(s) * Math.log10(q)
  let gain = Math.max(mean + Math.min(mean, correction), 0)
  if (efficiency < 1) {
    const lowest =
      ((1 + Math.SQRT2 / r1) * (1 + Math.SQRT2 / r2)) ** 2 *
      ((r1 + r2) / (r1 + r2 + 2 * Math.SQRT2))
    gain = efficiency * gain + (1 - efficiency) * 10 * Math.log10(lowest)
  }
  return gain > 15 && known !== null ? known : gain
}

/** Curves of 6.13, by how strongly the air scatters; in between they are interpolated. */
const CURVES = [
  [25, 24],
  [80, 45],
  [177, 68],
  [395, 80],
  [705, 105],
] as const

function gainCurve(r: number, efficiency: number): number {
  const position = Math.min(Math.max(efficiency, 1), 5) - 1
  const index = Math.floor(position)
  const rest = position - index
  const gainAt = (curve: number) => {
    const [a, b] = CURVES[curve] ?? CURVES[4]
    return 10 * Math.log10(1 + a / r ** 4 + b / r ** 2)
  }
  return rest === 0 ? gainAt(index) : (1 - rest) * gainAt(index) + rest * gainAt(index + 1)
}

/** Equation 6.9, by angle × distance in metres. */
function attenuation(product: number): number {
  const log = Math.log10(product)
  if (product <= 10e3) return 133.4 + 0.332e-3 * product - 10 * log
  if (product <= 70e3) return 104.6 + 0.212e-3 * product - 2.5 * log
  return 71.8 + 0.157e-3 * product + 5 * log
}
