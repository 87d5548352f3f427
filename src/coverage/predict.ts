import { areaLoss } from './itm.js'

/** What a prediction is made for. */
export interface CoverageQuestion {
  mode: 'perimeter' | 'heatmap'
  /** Degrees. */
  latitude: number
  longitude: number
  freq_mhz: number
  tx_dbm: number
  tx_height_m: number
  rx_height_m: number
  radius_km: number
  step_km: number
  /** Share of time, 0…1 exclusive. */
  reliability: number
  threshold_dbm: number
}

export type LatLon = [latitude: number, longitude: number]

export interface Perimeter {
  mode: 'perimeter'
  threshold_dbm: number
  /** 72 points around the node, 5° apart, beginning in the north. */
  perimeter: LatLon[]
  /** How far it reaches. */
  reach_km: number
}

export interface Heatmap {
  mode: 'heatmap'
  min_dbm: number
  max_dbm: number
  points: [latitude: number, longitude: number, dbm: number][]
}

/** Hilly land as in the average of the continents, of average ground, antennas as they come. */
const LAND = { delta_h: 90, refractivity: 301, permittivity: 15, conductivity: 0.005 }
const BEARINGS = 72
/** The model speaks of distances from here on. */
const NEAREST_KM = 1
/** More points than a map can show: steps grow instead. */
const MOST_RINGS = 200

/**
 * Predicts with the Irregular Terrain Model in area mode where the node is heard. The mode knows
 * no land but an average one, so the prediction is the same in every direction.
 */
export function predictCoverage(question: CoverageQuestion): Perimeter | Heatmap {
  const rings = readRings(question)
  return question.mode === 'perimeter' ? perimeterOf(question, rings) : heatmapOf(question, rings)
}

/** Signal at a distance. */
interface Ring {
  km: number
  dbm: number
}

function readRings(question: CoverageQuestion): Ring[] {
  const { freq_mhz: frequency_mhz, tx_height_m, rx_height_m, radius_km, reliability } = question
  const path = { ...LAND, frequency_mhz, heights: [tx_height_m, rx_height_m] as const }
  const lossAt = areaLoss(path, { reliability, confidence: 0.5 })
  const step = Math.max(question.step_km, radius_km / MOST_RINGS)
  const rings: Ring[] = []
  for (let ring = 0; ring <= MOST_RINGS; ring += 1) {
    const km = Math.max(step, NEAREST_KM) + ring * step
    if (km > radius_km + 1e-9) break
    rings.push({ km, dbm: question.tx_dbm - lossAt(km * 1000) })
  }
  return rings
}

/** Until the signal falls below the threshold for the first time. */
function perimeterOf(question: CoverageQuestion, rings: readonly Ring[]): Perimeter {
  const { threshold_dbm } = question
  const end = rings.findIndex((ring) => ring.dbm < threshold_dbm)
  const reached = end === -1 ? rings.at(-1) : rings[end - 1]
  const reach_km = reached?.km ?? 0
  return {
    mode: 'perimeter',
    threshold_dbm,
    perimeter: bearings().map((bearing) => pointAt(question, bearing, reach_km)),
    reach_km,
  }
}

function heatmapOf(question: CoverageQuestion, rings: readonly Ring[]): Heatmap {
  const levels = rings.map((ring) => round(ring.dbm, 1))
  return {
    mode: 'heatmap',
    min_dbm: levels.reduce((a, b) => Math.min(a, b), levels[0] ?? 0),
    max_dbm: levels.reduce((a, b) => Math.max(a, b), levels[0] ?? 0),
    points: rings.flatMap((ring, index) =>
      bearings().map((bearing): [number, number, number] => [
        ...pointAt(question, bearing, ring.km),
        levels[index] ?? 0,
      ]),
    ),
  }
}

function bearings(): number[] {
  return Array.from({ length: BEARINGS }, (_, index) => (index * 360) / BEARINGS)
}

const EARTH_KM = 6371

/** The place that lies so far in that direction, on a sphere. */
function pointAt({ latitude, longitude }: CoverageQuestion, bearing: number, km: number): LatLon {
  const radians = Math.PI / 180
  const [lat, turn, arc] = [latitude * radians, bearing * radians, km / EARTH_KM]
  const sine = Math.sin(lat) * Math.cos(arc) + Math.cos(lat) * Math.sin(arc) * Math.cos(turn)
  const east = Math.atan2(
    Math.sin(turn) * Math.sin(arc) * Math.cos(lat),
    Math.cos(arc) - Math.sin(lat) * sine,
  )
  const lon = longitude + east / radians
  return [round(Math.asin(sine) / radians, 6), round(((lon + 540) % 360) - 180, 6)]
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
