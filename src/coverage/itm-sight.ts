import { add, divide, normOf, scale } from './complex.js'
import type { Terrain } from './itm.js'
import { type Line, reflectingDeviation, roughness } from './itm-diffraction.js'

/** Loss in sight: a direct and a reflected ray, weighted with the diffraction line (4.43 – 4.50). */
export function lineOfSightLoss(terrain: Terrain, line: Line, distance: number): number {
  const { heights, frequency_mhz, delta_h, impedance, smoothSight } = terrain
  const wave = frequency_mhz / 47.7
  const sum = heights[0] + heights[1]
  const sine = sum / Math.sqrt(distance ** 2 + sum ** 2)
  const deviation = reflectingDeviation(roughness(delta_h, distance))
  const smooth = divide(
    { re: sine - impedance.re, im: -impedance.im },
    { re: sine + impedance.re, im: impedance.im },
  )
  let reflected = scale(smooth, Math.exp(-Math.min(10, wave * deviation * sine)))
  const size = normOf(reflected)
  if (size < 0.25 || size < sine) reflected = scale(reflected, Math.sqrt(sine / size))

  let phase = (2 * wave * heights[0] * heights[1]) / distance
  if (phase > Math.PI / 2) phase = Math.PI - (Math.PI / 2) ** 2 / phase
  const rays = add({ re: Math.cos(phase), im: -Math.sin(phase) }, reflected)
  const weight = 1 / (1 + (frequency_mhz * delta_h) / Math.max(10e3, smoothSight))
  return weight * -10 * Math.log10(normOf(rays)) + (1 - weight) * line.at(distance)
}
