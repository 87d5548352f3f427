import { type Complex, divide, rootOf } from './complex.js'
import { diffractionLine, type Line } from './itm-diffraction.js'
import { scatterLoss } from './itm-scatter.js'
import { lineOfSightLoss } from './itm-sight.js'
import { exceededLoss } from './itm-variability.js'

// The Irregular Terrain Model (Longley and Rice) in its area prediction mode, after G. A. Hufford,
// "The ITS Irregular Terrain Model, version 1.2.2: The Algorithm" (NTIA), whose equations are
// named where they are used. The model and its reference implementation are the work of the
// National Telecommunications and Information Administration of the United States; this is a
// separate implementation (2026) of the part that is used here: random siting, vertical
// polarisation, continental temperate climate, broadcast mode. It agrees with the reference
// outputs that NTIA publishes (test/coverage).

/** What the model must know. Lengths in metres. */
export interface AreaPath {
  frequency_mhz: number
  /** Heights of the antennas above the ground, 0.5…3000. */
  heights: readonly [number, number]
  /** How hilly the land is: the range between low and high, without the extreme tenths. */
  delta_h: number
  /** Surface refractivity in N-units, 250…400. */
  refractivity: number
  /** Of the ground, relative. */
  permittivity: number
  /** Of the ground, S/m. */
  conductivity: number
}

/** Shares of time and of like situations in which the loss is not exceeded, 0…1 exclusive. */
export interface Chances {
  reliability: number
  confidence: number
}

/** What is worked out of a path whatever its length. Index 0 is the sender, 1 the receiver. */
export interface Terrain extends AreaPath {
  /** Radius of the effective earth. */
  earth: number
  impedance: Complex
  /** Distances to the horizons, and their angles above the horizontal in radians. */
  horizons: [number, number]
  angles: [number, number]
  /** The farthest sight over land and over a smooth earth, and the angle of the former. */
  sight: number
  smoothSight: number
  sightAngle: number
}

/** Radio loss between two antennas, by distance in metres (1 km at least), in dB. */
export function areaLoss(path: AreaPath, { reliability, confidence }: Chances) {
  const terrain = readTerrain(path)
  const diffraction = diffractionLine(terrain)
  const inSight = sightCurve(terrain, diffraction)
  const beyond = beyondCurve(terrain, diffraction)
  return (distance: number): number => {
    const curve = distance < terrain.smoothSight ? inSight : beyond
    const reference = Math.max(curve(distance), 0)
    const excess = exceededLoss(terrain, distance, reference, { reliability, confidence })
    return freeSpaceLoss(distance, path.frequency_mhz) + excess
  }
}

/** Loss between two antennas in empty space, dB. */
export function freeSpaceLoss(distance: number, frequency_mhz: number): number {
  return 32.45 + 20 * Math.log10(frequency_mhz) + 20 * Math.log10(distance / 1000)
}

/** Equations 1.2, 1.3 and 3.2 to 3.4. */
function readTerrain(path: AreaPath): Terrain {
  const curvature = 157e-9 * (1 - 0.04665 * Math.exp(path.refractivity / 179.3))
  const horizonOf = (height: number) => {
    const smooth = Math.sqrt((2 * height) / curvature)
    const hills = Math.exp(-0.07 * Math.sqrt(path.delta_h / Math.max(height, 5)))
    const distance = smooth * hills
    const angle = (0.65 * path.delta_h * (smooth / distance - 1) - 2 * height) / smooth
    return { smooth, distance, angle }
  }
  const [sender, receiver] = [horizonOf(path.heights[0]), horizonOf(path.heights[1])]
  const sight = sender.distance + receiver.distance
  return {
    ...path,
    earth: 1 / curvature,
    impedance: impedanceOf(path),
    horizons: [sender.distance, receiver.distance],
    angles: [sender.angle, receiver.angle],
    sight,
    smoothSight: sender.smooth + receiver.smooth,
    sightAngle: -Math.max(sender.angle + receiver.angle, -sight * curvature),
  }
}

/** Of the ground for vertically polarised waves, equation 1.5. */
function impedanceOf({ permittivity, conductivity, frequency_mhz }: AreaPath): Complex {
  const complex = { re: permittivity, im: (18000 * conductivity) / frequency_mhz }
  return divide(rootOf({ re: complex.re - 1, im: complex.im }), complex)
}

type Curve = (distance: number) => number

/** Within sight: a curve through two points in sight and the beginning of diffraction (3.16 – 3.21). */
function sightCurve(terrain: Terrain, line: Line): Curve {
  const { sight, smoothSight, frequency_mhz, heights } = terrain
  const far = line.at(smoothSight)
  let near = 0.04 * frequency_mhz * heights[0] * heights[1]
  let middle = Math.max(-line.start / line.slope, 0.25 * sight)
  if (line.start >= 0) {
    near = Math.min(near, 0.5 * sight)
    middle = near + 0.25 * (sight - near)
  }
  const middleLoss = lineOfSightLoss(terrain, line, middle)
  const nearLoss = near < middle ? lineOfSightLoss(terrain, line, near) : null
  const { slope, bend } =
    (nearLoss !== null &&
      bentCurve(line, [near, nearLoss], [middle, middleLoss], [smoothSight, far])) ||
    straightCurve(line, [middle, middleLoss], [smoothSight, far])
  const start = far - slope * smoothSight - bend * Math.log(smoothSight)
  return (distance) => start + slope * distance + bend * Math.log(distance)
}

type Point = readonly [distance: number, loss: number]

interface Shape {
  slope: number
  bend: number
}

/** Null where the points do not ask for a bend. */
function bentCurve(line: Line, near: Point, middle: Point, far: Point): Shape | null {
  const whole = far[0] - near[0]
  const part = middle[0] - near[0]
  const log = Math.log(far[0] / near[0])
  const bend = Math.max(
    0,
    (whole * (middle[1] - near[1]) - part * (far[1] - near[1])) /
      (whole * Math.log(middle[0] / near[0]) - part * log),
  )
  if (line.start <= 0 && bend <= 0) return null
  const slope = (far[1] - near[1] - bend * log) / whole
  if (slope >= 0) return { slope, bend }
  const steepest = Math.max(far[1] - near[1], 0) / log
  return { slope: steepest === 0 ? line.slope : 0, bend: steepest }
}

function straightCurve(line: Line, middle: Point, far: Point): Shape {
  const slope = Math.max(far[1] - middle[1], 0) / (far[0] - middle[0])
  return { slope: slope === 0 ? line.slope : slope, bend: 0 }
}

/** Beyond the horizon: diffraction, and where that is worse, scatter (equation 4.1 and 4.2). */
function beyondCurve(terrain: Terrain, line: Line): Curve {
  const { sight, smoothSight, frequency_mhz, earth } = terrain
  const [nearer, farther] = [sight + 200e3, sight + 400e3]
  const fartherScatter = scatterLoss(terrain, farther, null)
  const nearerScatter = scatterLoss(terrain, nearer, fartherScatter?.gain ?? null)
  // Antennas so low for the wave that scatter has no value: diffraction it is.
  if (fartherScatter === null || nearerScatter === null) return line.at
  const slope = (fartherScatter.loss - nearerScatter.loss) / 200e3
  const change = Math.max(
    smoothSight,
    sight + 1.088 * Math.cbrt((earth * earth) / frequency_mhz) * Math.log(frequency_mhz),
    (nearerScatter.loss - line.start - slope * nearer) / (line.slope - slope),
  )
  const start = (line.slope - slope) * change + line.start
  return (distance) => (distance > change ? start + slope * distance : line.at(distance))
}
