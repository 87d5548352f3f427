import type { Database } from '../db/open.js'
import {
  findReplies,
  findRequests,
  findTracerouteCopies,
  type TracerouteCopyRow,
  type TraceroutePacketRow,
} from '../db/read/traceroutes.js'
import { MeshFault } from '../mesh/fault.js'
import { decodeRouteDiscovery, type RouteDiscovery } from '../mesh/payloads/index.js'
import { type Route, readRoute } from '../mesh/traceroute.js'

/** One gateway's copy of a traceroute packet, read. */
export interface TracerouteCopy {
  row: TracerouteCopyRow
  discovery: RouteDiscovery
  route: Route
}

/** The replies to a request, or the request behind a reply. */
export async function findCounterparts(
  db: Database,
  packet: TraceroutePacketRow,
): Promise<TraceroutePacketRow[]> {
  const others =
    packet.request_id === null
      ? await findReplies(db, [packet.id])
      : await findRequests(db, [packet.request_id])
  // Ids are unique per sender only: the two must be between the same two nodes.
  return others.filter(
    (other) => other.from_node_id === packet.to_node_id && other.to_node_id === packet.from_node_id,
  )
}

/** Every gateway's copy of the packet; one that cannot be read hides nothing of the others. */
export async function readCopies(
  db: Database,
  packet: TraceroutePacketRow,
): Promise<TracerouteCopy[]> {
  const header = {
    from: packet.from_node_id,
    to: packet.to_node_id,
    request_id: packet.request_id ?? 0,
  }
  const rows = await findTracerouteCopies(db, packet.packet_key)
  return rows.flatMap((row) => {
    try {
      const discovery = decodeRouteDiscovery(row.route)
      return [{ row, discovery, route: readRoute(header, discovery) }]
    } catch (error) {
      if (error instanceof MeshFault) return []
      throw error
    }
  })
}
