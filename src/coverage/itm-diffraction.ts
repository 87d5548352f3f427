import { normOf } from './complex.js'
import type { Terrain } from './itm.js'

/** Loss by diffraction around the earth, which grows evenly with the distance. */
export interface Line {
  /** dB per metre, and dB at distance 0. */
  slope: number
  start: number
  at(distance: number): number
}

/** The line through the diffraction losses at two distances far beyond the horizon (4.3 – 4.9). */
export function diffractionLine(terrain: Terrain): Line {
  const step = Math.cbrt((terrain.earth * terrain.earth) / terrain.frequency_mhz)
  const near = Math.max(terrain.smoothSight, terrain.sight + 5 * step)
  const far = near + 10 * step
  const loss = diffractionLoss(terrain, near)
  const slope = (diffractionLoss(terrain, far) - loss) / (far - near)
  const start = loss - slope * near
  return { slope, start, at: (distance) => start + slope * distance }
}

/** The range of heights that matters over a distance, metres (equation 3.9 of ERL 79-ITS 67). */
export function roughness(delta_h: number, distance: number): number {
  return delta_h * (1 - 0.8 * Math.exp(-distance / 50e3))
}

/** The deviation of heights where the wave is reflected, metres (equation 3.6a). */
export function reflectingDeviation(rough: number): number {
  return 0.78 * rough * Math.exp(-0.5 * rough ** 0.25)
}

/** Between rounded hills and sharp edges, weighted by how hilly the land is (4.10 – 4.11). */
function diffractionLoss(terrain: Terrain, distance: number): number {
  const { heights, frequency_mhz, delta_h, earth, sight, smoothSight, sightAngle } = terrain
  const edges = edgeLoss(terrain, distance)
  const smooth = smoothEarthLoss(terrain, distance)
  const deviation = reflectingDeviation(roughness(delta_h, smoothSight))
  const product = heights[0] * heights[1]
  const clutter = Math.min(15, 5 * Math.log10(1 + 1e-5 * product * frequency_mhz * deviation))
  // Effective heights are the heights: siting is random.
  const bend = 1 + (sight - sightAngle * earth) / distance
  const hills = Math.min((roughness(delta_h, distance) * frequency_mhz) / 47.7, 6283.2)
  const weight = 25.1 / (25.1 + Math.sqrt(bend * hills))
  return weight * smooth + (1 - weight) * edges + clutter
}

/** Two sharp edges, one at each horizon (4.12 – 4.15). */
function edgeLoss(
  { frequency_mhz, earth, sight, sightAngle, horizons }: Terrain,
  distance: number,
) {
  const angle = distance / earth - sightAngle
  const beyond = distance - sight
  const lossOf = (horizon: number) =>
    fresnelLoss(
      ((0.0795775 * frequency_mhz) / 47.7) * angle ** 2 * ((horizon * beyond) / (beyond + horizon)),
    )
  return lossOf(horizons[0]) + lossOf(horizons[1])
}

/** Of one edge, by the square of Fresnel's parameter (4.21 and 6.1). */
function fresnelLoss(square: number): number {
  return square < 5.76
    ? 6.02 + 9.11 * Math.sqrt(square) - 1.27 * square
    : 12.953 + 10 * Math.log10(square)
}

/** Around a smooth earth by the method of three radii (4.16 – 4.20). */
function smoothEarthLoss(terrain: Terrain, distance: number): number {
  const { earth, sight, sightAngle, horizons, heights, frequency_mhz, impedance } = terrain
  const angle = distance / earth - sightAngle
  const root = Math.cbrt(frequency_mhz)
  const arc = (radius: number, length: number) => {
    const ratio = Math.cbrt((4 / 3) * (6370e3 / radius))
    const k = (0.017778 * ratio) / root / Math.sqrt(normOf(impedance))
    return { k, x: ((1.607 - k) * ratio ** 2 * root * length) / 1000 }
  }
  const endOf = (index: 0 | 1) =>
    arc((0.5 * horizons[index] ** 2) / heights[index], horizons[index])
  const [sender, receiver] = [endOf(0), endOf(1)]
  const radius = (distance - sight) / angle
  const x = arc(radius, radius * angle).x + sender.x + receiver.x
  const gains = heightGain(sender) + heightGain(receiver)
  return 0.05751 * x - 10 * Math.log10(x) - gains - 20
}

/** What an antenna gains by its height, dB (6.2 – 6.7). */
function heightGain({ x, k }: { x: number; k: number }): number {
  if (x >= 200) {
    const high = 0.05751 * x - 4.343 * Math.log(x)
    if (x >= 2000) return high
    const weight = 0.0134 * x * Math.exp(-0.005 * x)
    return (1 - weight) * high + weight * (17.372 * Math.log(x) - 117)
  }
  const w = -Math.log(k)
  if (k < 1e-5 || x * w ** 3 > 5495) {
    return x > 1 ? 17.372 * Math.log(x) - 117 : -117
  }
  return (2.5e-5 * x ** 2) / k - 8.686 * w - 15
}
