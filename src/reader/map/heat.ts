import { findPlaces } from '../../db/read/nodes.js'
import type { ReaderContext } from '../context.js'
import { senderSums } from '../ranking.js'
import { windowStart } from './data.js'
import type { HeatData, HeatPoint } from './format.js'

const MOST_NODES = 20_000
const MOST_AREAS = 50
/** Hourly counts further back are many rows and tell no more. */
const LONGEST_HOURS = 7 * 24
const HOUR_US = 3_600_000_000

/** What a heat map weighs, and of which time; anything unknown is the default. */
export interface HeatQuery {
  by?: string
  active?: string
}

/** Nodes with a position and how much each weighs: 1, or the packets it sent in the window. */
export async function findHeat(
  context: ReaderContext,
  { by, active }: HeatQuery,
): Promise<HeatData> {
  const { db, nowUs } = context
  const since_us = windowStart(active, nowUs())
  const nodes = await findPlaces(db, since_us, MOST_NODES)
  const isTraffic = by === 'packets'
  const weights = new Map<number, number>()
  if (isTraffic) {
    const hour = Math.floor(Math.max(since_us, nowUs() - LONGEST_HOURS * HOUR_US) / HOUR_US)
    for (const row of await senderSums(context, hour)) weights.set(row.node_id, row.sent)
  }
  const points = nodes.map(({ node_id, last_lat, last_long }): HeatPoint => {
    const weight = isTraffic ? (weights.get(node_id) ?? 0) : 1
    return [last_lat, last_long, weight]
  })
  return { points: points.filter(([, , weight]) => weight > 0) }
}

/** A square of a tenth of a degree, by its middle. */
export interface Area {
  lat: number
  long: number
  nodes: number
  weight: number
}

/** The squares that weigh most, for those who do not see the map, and how many nodes there are. */
export async function findAreas(
  context: ReaderContext,
  query: HeatQuery,
): Promise<{ areas: Area[]; total: number }> {
  const { points } = await findHeat(context, query)
  const areas = new Map<string, Area>()
  const middle = (value: number) => Math.floor(value / 1e6) / 10 + 0.05
  for (const [last_lat, last_long, weight] of points) {
    const lat = middle(last_lat)
    const long = middle(last_long)
    const key = `${lat} ${long}`
    const area = areas.get(key) ?? { lat, long, nodes: 0, weight: 0 }
    areas.set(key, area)
    area.nodes += 1
    area.weight += weight
  }
  const heaviest = [...areas.values()]
    .sort((one, other) => other.weight - one.weight)
    .slice(0, MOST_AREAS)
    .map((area) => ({ ...area, lat: round(area.lat), long: round(area.long) }))
  return { areas: heaviest, total: points.length }
}

function round(degrees: number): number {
  return Math.round(degrees * 100) / 100
}
