import { type DrawnLink, findDrawnLinks, LINK_KINDS } from '../../db/read/links.js'
import { findMapNodes, type MapNodeRow } from '../../db/read/nodes.js'
import { newestPacketKey } from '../../db/read/packets.js'
import { precisionRadius } from '../../mesh/payloads/index.js'
import { cleanName } from '../../mesh/text.js'
import type { ReaderContext } from '../context.js'
import { nodeValues } from '../node-values.js'
import type { LinkKind, MapData, MapLinks, MapNode } from './format.js'
import { findWaypoints } from './waypoints.js'

const DAY_US = 86_400_000_000
/** More than any mesh that one map can show. */
const MOST_NODES = 20_000
/** Of each kind, the most recently proved. */
export const MOST_LINKS = 10_000

/** Time windows of map and graph: value in the address and in the catalogue, days. */
export const WINDOWS = [
  ['1h', 1 / 24],
  ['6h', 0.25],
  ['1d', 1],
  ['3d', 3],
  ['7d', 7],
  ['30d', 30],
  ['all', Number.POSITIVE_INFINITY],
] as const

export const DEFAULT_WINDOW = '7d'

/** One of the windows that there are. */
export function windowNamed(name: unknown): string {
  return WINDOWS.find(([value]) => value === name)?.[0] ?? DEFAULT_WINDOW
}

/** The beginning of a window, microseconds UTC; an unknown window is the default one. */
export function windowStart(name: string | undefined, now_us: number): number {
  const days = WINDOWS.find(([value]) => value === name)?.[1] ?? 7
  return days === Number.POSITIVE_INFINITY ? 0 : now_us - days * DAY_US
}

/** Nodes and links of a window, newest first. Nodes without a position are there as well. */
export async function findMapData(
  context: ReaderContext,
  window: string | undefined,
): Promise<MapData> {
  const { db, nowUs } = context
  // The cursor first: what comes in between is told again, not missed.
  const cursor = await newestPacketKey(db)
  const since_us = windowStart(window, nowUs())
  const nodes = await findMapNodes(db, {
    ...{ since_us, sort: 'last_seen_us', descending: true, limit: MOST_NODES },
  })
  const links = await Promise.all(
    [...LINK_KINDS.values()].map(async (kind) => ({
      kind: kind as LinkKind,
      drawn: await findDrawnLinks(db, { kind, since_us, limit: MOST_LINKS }),
    })),
  )
  const waypoints = (await findWaypoints(context)).map((each) => ({
    lat: each.latitude_i,
    long: each.longitude_i,
    icon: each.icon,
    name: each.name,
    description: each.description,
  }))
  const channels = (await nodeValues(context, 'channel')).map(shortened)
  return { cursor, nodes: nodes.map(mapNode), links: mapLinks(links, nodes), waypoints, channels }
}

function shortened(channel: string): string {
  return cleanName(channel, 60)
}

export function mapNode(node: MapNodeRow): MapNode {
  return [
    node.node_id,
    cleanName(node.long_name ?? '', 60),
    cleanName(node.short_name ?? '', 12),
    node.role ?? '',
    shortened(node.channel ?? ''),
    node.hw_model ?? '',
    node.last_lat,
    node.last_long,
    Math.round(precisionRadius(node.precision_bits) ?? 0),
    Math.floor(node.last_seen_us / 1_000_000),
    node.gateway_seen_us === null ? 0 : 1,
  ]
}

/** Without links to nodes that are not drawn. */
function mapLinks(
  links: readonly { kind: LinkKind; drawn: readonly DrawnLink[] }[],
  nodes: readonly MapNodeRow[],
): MapLinks {
  // The newest of each kind is its first.
  const newest_us = Math.max(0, ...links.map(({ drawn }) => drawn[0]?.last_seen_us ?? 0))
  const newest = Math.floor(newest_us / 1_000_000)
  const columns: MapLinks = { newest, from: [], to: [], kind: [], snr4: [], age_min: [] }
  const places = new Map(nodes.map(({ node_id }, index) => [node_id, index]))
  for (const { kind, drawn } of links) {
    for (const { from_node_id, to_node_id, snr4_last, last_seen_us } of drawn) {
      const [from, to] = [places.get(from_node_id), places.get(to_node_id)]
      if (from === undefined || to === undefined) continue
      columns.from.push(from)
      columns.to.push(to)
      columns.kind.push(kind)
      columns.snr4.push(snr4_last)
      columns.age_min.push(Math.round((newest_us - last_seen_us) / 60_000_000))
    }
  }
  return columns
}
