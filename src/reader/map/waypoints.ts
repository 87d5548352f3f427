import { findPackets, type PacketRow } from '../../db/read/packets.js'
import { decodeData } from '../../mesh/data.js'
import { BROADCAST } from '../../mesh/node-id.js'
import { decodeWaypoint, validPosition, type Waypoint } from '../../mesh/payloads/index.js'
import { PORT } from '../../mesh/portnums.js'
import { emojiOf } from '../../mesh/text.js'
import type { ReaderContext } from '../context.js'

/** A place that somebody marked for everybody, as it is now. */
export interface MarkedPlace {
  /** The waypoint's own number. */
  id: number
  /** The packet that told it last. */
  packet: PacketRow
  latitude_i: number
  longitude_i: number
  name: string
  description: string
  /** An emoji, or nothing. */
  icon: string
  /** Unix seconds; 0 = never. */
  expire: number
}

/** Packets that are looked through: waypoints are rare. */
const MOST_PACKETS = 500

/**
 * Waypoints that hold now, the newest first. A later packet with the same number replaces one,
 * unless that was locked to another node; an expiry in the past deletes it. As long as the packets
 * are kept.
 */
export async function findWaypoints({ db, nowUs }: ReaderContext): Promise<MarkedPlace[]> {
  const filter = { portnum: PORT.WAYPOINT, to_node_id: BROADCAST, limit: MOST_PACKETS }
  const packets = await findPackets(db, filter, 'newest')
  const now_s = nowUs() / 1e6
  const current = new Map<number, { packet: PacketRow; waypoint: Waypoint }>()
  for (const packet of packets.reverse()) {
    const waypoint = waypointIn(packet)
    if (waypoint === null) continue
    const { locked_to } = current.get(waypoint.id)?.waypoint ?? { locked_to: 0 }
    if (locked_to !== 0 && locked_to !== packet.from_node_id) continue
    // Told anew, it is among the newest.
    current.delete(waypoint.id)
    current.set(waypoint.id, { packet, waypoint })
  }
  return [...current.values()].reverse().flatMap(({ packet, waypoint }) => {
    const { id, latitude_i, longitude_i, name, description, icon, expire } = waypoint
    if (expire !== 0 && expire < now_s) return []
    if (latitude_i === null || longitude_i === null) return []
    if (validPosition(latitude_i, longitude_i) === null) return []
    const place = { id, packet, latitude_i, longitude_i, name, description, expire }
    return [{ ...place, icon: emojiOf(icon) }]
  })
}

/** Null where the bytes are no waypoint. */
function waypointIn(packet: PacketRow): Waypoint | null {
  if (packet.encrypted) return null
  try {
    const data = decodeData(packet.data)
    return data === null ? null : decodeWaypoint(data.payload)
  } catch {
    return null
  }
}
