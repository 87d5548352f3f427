import { findNodeTraffic } from '../../db/read/node-traffic.js'
import { findNodes } from '../../db/read/nodes.js'
import type { ReaderContext } from '../context.js'
import { windowStart } from './data.js'

const MOST_NODES = 20_000
/** Hourly counts further back are many rows and tell no more. */
const LONGEST_HOURS = 7 * 24
const HOUR_US = 3_600_000_000

/** `[latitude × 1e7, longitude × 1e7, weight]`. */
export type HeatPoint = readonly [number, number, number]

/**
 * Nodes with a position and how much each weighs: 1, or the packets it sent in the window.
 * `key` is `nodes` or `packets`, a blank, and a window.
 */
export async function heatPoints(
  { db, nowUs }: ReaderContext,
  key: string,
): Promise<{ points: HeatPoint[] }> {
  const [by, window] = key.split(' ')
  const since_us = windowStart(window, nowUs())
  const nodes = await findNodes(db, {
    ...{ since_us, sort: 'last_seen_us', descending: true, limit: MOST_NODES },
  })
  const weights = new Map<number, number>()
  if (by === 'packets') {
    const hour = Math.floor(Math.max(since_us, nowUs() - LONGEST_HOURS * HOUR_US) / HOUR_US)
    const traffic = await findNodeTraffic(db, hour, MOST_NODES)
    for (const row of traffic) weights.set(row.node_id, row.sent)
  }
  const points: HeatPoint[] = []
  for (const { node_id, last_lat, last_long } of nodes) {
    const weight = by === 'packets' ? (weights.get(node_id) ?? 0) : 1
    if (last_lat !== null && last_long !== null && weight > 0) {
      points.push([last_lat, last_long, weight])
    }
  }
  return { points }
}
