import { decodeData } from '../../mesh/data.js'
import { MeshFault } from '../../mesh/fault.js'
import { decodeNeighborInfo } from '../../mesh/payloads/neighbor-info.js'
import { decodeRouteDiscovery } from '../../mesh/payloads/traceroute.js'
import { decodeWaypoint } from '../../mesh/payloads/waypoint.js'
import { PORT } from '../../mesh/portnums.js'
import type { Database } from '../database.js'

/** Packets that are read at a time. */
const PAGE = 500

/** Whom the payload of a port names, besides sender and receiver. */
const namedBy = new Map<number, (payload: Uint8Array) => readonly number[]>([
  [PORT.TRACEROUTE, routeNodes],
  [
    PORT.NEIGHBORINFO,
    (payload) => {
      const { node_id, last_sent_by_id, neighbors } = decodeNeighborInfo(payload)
      return [node_id, last_sent_by_id, ...neighbors.map((each) => each.node_id)]
    },
  ],
  [PORT.WAYPOINT, (payload) => [decodeWaypoint(payload).locked_to ?? 0]],
])

function routeNodes(payload: Uint8Array): number[] {
  const { route, route_back } = decodeRouteDiscovery(payload)
  return [...route, ...route_back]
}

/**
 * Keys of packets of others whose content names the node: traceroutes that went over it, in any
 * gateway's copy, and reports of neighbours. Read in pages, as no index knows the bytes.
 */
export async function findNaming(db: Database, node_id: number): Promise<number[]> {
  const keys = new Set<number>()
  for (const hop of await db.all<{ packet_key: number }>(
    'select distinct packet_key from traceroute_hop where node_id = ?',
    [node_id],
  )) {
    keys.add(hop.packet_key)
  }
  for (const [portnum, nodesOf] of namedBy) {
    let last = 0
    for (;;) {
      const page = await db.all<{ packet_key: number; data: Buffer }>(
        `select packet_key, data from packet where portnum = ? and packet_key > ?
         order by packet_key limit ?`,
        [portnum, last, PAGE],
      )
      for (const { packet_key, data } of page) {
        const payload = decodeData(data)?.payload
        if (payload && names(payload, node_id, nodesOf)) keys.add(packet_key)
      }
      const end = page.at(-1)?.packet_key
      if (end === undefined) break
      if (portnum === PORT.TRACEROUTE) {
        for (const copy of await findCopies(db, last, end)) {
          if (names(copy.route, node_id, routeNodes)) keys.add(copy.packet_key)
        }
      }
      last = end
    }
  }
  return [...keys].sort((a, b) => a - b)
}

function findCopies(
  db: Database,
  after: number,
  last: number,
): Promise<{ packet_key: number; route: Buffer }[]> {
  return db.all(
    'select packet_key, route from traceroute where packet_key > ? and packet_key <= ?',
    [after, last],
  )
}

function names(
  payload: Uint8Array,
  node_id: number,
  nodesOf: (payload: Uint8Array) => readonly number[],
): boolean {
  try {
    return nodesOf(payload).includes(node_id)
  } catch (error) {
    // What cannot be read names nobody.
    if (error instanceof MeshFault) return false
    throw error
  }
}
