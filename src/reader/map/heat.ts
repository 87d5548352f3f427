import { findPlaces, type PlaceRow } from '../../db/read/nodes.js'
import type { ReaderContext } from '../context.js'
import { senderSums } from '../ranking.js'
import { type AirMetric, findAirTime } from './air-time.js'
import { windowNamed, windowStart } from './data.js'
import type { HeatData, HeatPoint } from './format.js'

const MOST_NODES = 20_000
const MOST_AREAS = 50
/** Hourly counts further back are many rows and tell no more. */
const LONGEST_HOURS = 7 * 24
const HOUR_US = 3_600_000_000

/**
 * What a heat map is of. Nodes and packets add up where they are close together; of shares of the
 * time the mean is shown, on a scale that ends at `top` percent: more than 50 % of the channel in use
 * is what Meshtastic's apps show in red, 10 % of own air time is what many a region allows.
 */
export const HEAT_MEASURES = {
  nodes: {},
  packets: {},
  channel: { metric: 'channel_utilization', top: 50 },
  air: { metric: 'air_util_tx', top: 10 },
} as const satisfies Record<string, { metric?: AirMetric; top?: number }>

export type HeatMeasure = keyof typeof HEAT_MEASURES

/** One of the measures that there are. */
export function measureNamed(name: unknown): HeatMeasure {
  return typeof name === 'string' && Object.hasOwn(HEAT_MEASURES, name)
    ? (name as HeatMeasure)
    : 'nodes'
}

/** What a heat map weighs, and of which time; anything unknown is the default. */
export interface HeatQuery {
  by?: string
  active?: string
}

/** Nodes with a position and how much each weighs: 1, the packets it sent, or percent of the time. */
export async function findHeat(context: ReaderContext, query: HeatQuery): Promise<HeatData> {
  const { db, nowUs } = context
  const measure = measureNamed(query.by)
  const since_us = windowStart(query.active, nowUs())
  const nodes = await findPlaces(db, since_us, MOST_NODES)
  if (measure === 'nodes') return { points: pointsOf(nodes, () => 1) }
  if (measure === 'packets') {
    const hour = Math.floor(Math.max(since_us, nowUs() - LONGEST_HOURS * HOUR_US) / HOUR_US)
    const sent = new Map<number, number>()
    for (const row of await senderSums(context, hour)) sent.set(row.node_id, row.sent)
    return { points: pointsOf(nodes, ({ node_id }) => sent.get(node_id) || null) }
  }
  const { metric, top } = HEAT_MEASURES[measure]
  const ids = nodes.map(({ node_id }) => node_id)
  const air = await findAirTime(context, ids, since_us, windowNamed(query.active))
  return { points: pointsOf(nodes, ({ node_id }) => air.get(node_id)?.[metric] ?? null), top }
}

/** Those that have a weight. */
function pointsOf(
  nodes: readonly PlaceRow[],
  weightOf: (node: PlaceRow) => number | null,
): HeatPoint[] {
  return nodes.flatMap((node) => {
    const weight = weightOf(node)
    return weight === null ? [] : [[node.last_lat, node.last_long, weight] as const]
  })
}

/** A square of a tenth of a degree, by its middle. */
export interface Area {
  lat: number
  long: number
  nodes: number
  /** The sum of its nodes, their mean where the measure has a scale. */
  weight: number
  highest: number
}

/** The squares that weigh most, for those who do not see the map, and how many nodes there are. */
export async function findAreas(
  context: ReaderContext,
  query: HeatQuery,
): Promise<{ areas: Area[]; total: number }> {
  const { points, top } = await findHeat(context, query)
  const areas = new Map<number, Area>()
  for (const [last_lat, last_long, weight] of points) {
    const [row, column] = [Math.floor(last_lat / 1e6), Math.floor(last_long / 1e6)]
    const key = row * COLUMNS + column
    const area = areas.get(key) ?? newArea(row, column)
    areas.set(key, area)
    area.nodes += 1
    area.weight += weight
    area.highest = Math.max(area.highest, weight)
  }
  if (top !== undefined) for (const area of areas.values()) area.weight /= area.nodes
  const heaviest = [...areas.values()]
    .sort((one, other) => other.weight - one.weight)
    .slice(0, MOST_AREAS)
    .map((area) => ({ ...area, lat: round(area.lat), long: round(area.long) }))
  return { areas: heaviest, total: points.length }
}

/** More squares than there are around the earth. */
const COLUMNS = 10_000

function newArea(row: number, column: number): Area {
  const middle = (square: number) => square / 10 + 0.05
  return { lat: middle(row), long: middle(column), nodes: 0, weight: 0, highest: 0 }
}

function round(degrees: number): number {
  return Math.round(degrees * 100) / 100
}
