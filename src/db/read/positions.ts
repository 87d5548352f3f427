import type { Database } from '../open.js'

/** A position that a node sent: degrees × 1e7, altitude in metres, `ground_speed` as sent. */
export interface PositionRow {
  packet_key: number
  node_id: number
  import_time_us: number
  latitude_i: number
  longitude_i: number
  altitude: number | null
  precision_bits: number | null
  sats_in_view: number | null
  ground_speed: number | null
  ground_track: number | null
}

const columns = `packet_key, node_id, import_time_us, latitude_i, longitude_i, altitude,
  precision_bits, sats_in_view, ground_speed, ground_track`

/** The newest positions of a node, newest first. */
export function findPositions(
  db: Database,
  node_id: number,
  limit: number,
): Promise<PositionRow[]> {
  return db.all<PositionRow>(
    `select ${columns} from position where node_id = ? order by packet_key desc limit ?`,
    [node_id, limit],
  )
}

/** Where a node was by its own word when a packet arrived: the last position up to that packet. */
export function findPositionAt(
  db: Database,
  node_id: number,
  packet_key: number,
): Promise<PositionRow | undefined> {
  return db.get<PositionRow>(
    `select ${columns} from position where node_id = ? and packet_key <= ?
      order by packet_key desc limit 1`,
    [node_id, packet_key],
  )
}
