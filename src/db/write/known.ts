import type { Database } from '../database.js'
import { oneOf } from '../lists.js'
import { toBoolean } from '../values.js'

/** What the writer has to know of a packet that stands already, to judge another copy of it. */
export interface KnownPacketRow {
  packet_key: number
  id: number
  from_node_id: number
  to_node_id: number
  portnum: number
  encrypted: boolean
  channel_id: number
  import_time_us: number
  data: Uint8Array
}

/** All packets that carry one of these ids, oldest first; ids are unique only per sender. */
export async function findKnownPackets(db: Database, ids: number[]): Promise<KnownPacketRow[]> {
  if (ids.length === 0) return []
  const chosen = oneOf(db, 'id', ids)
  const rows = await db.all<KnownPacketRow>(
    `select packet_key, id, from_node_id, to_node_id, portnum, encrypted, channel_id,
            import_time_us, data
     from packet where ${chosen.sql} order by packet_key`,
    [chosen.list],
  )
  for (const row of rows) row.encrypted = toBoolean(row.encrypted)
  return rows
}

export interface KnownReceptionRow {
  packet_key: number
  gateway_id: string
  /** Seconds from the packet's arrival. */
  rx_delay_s: number
}

/** The receptions of these packets. */
export async function findKnownReceptions(
  db: Database,
  packetKeys: number[],
): Promise<KnownReceptionRow[]> {
  if (packetKeys.length === 0) return []
  const chosen = oneOf(db, 'packet_key', packetKeys)
  return db.all<KnownReceptionRow>(
    `select packet_key, gateway_id, rx_delay_s
     from reception join uplink using (uplink_id)
     where ${chosen.sql}`,
    [chosen.list],
  )
}

export interface KnownRouteRow {
  packet_key: number
  /** True (or 1) for the copy of a reply. */
  done: unknown
  route: Uint8Array
  /** True (or 1) for a copy that came over the air all the way, as far as is known. */
  is_radio: unknown
}

/** The copies of routes of these traceroute packets. */
export async function findKnownRoutes(
  db: Database,
  packetKeys: number[],
): Promise<KnownRouteRow[]> {
  if (packetKeys.length === 0) return []
  const chosen = oneOf(db, 'packet_key', packetKeys)
  return db.all(
    `select packet_key, done, route,
        not exists (select 1 from reception r where r.packet_key = traceroute.packet_key
          and r.uplink_id = traceroute.uplink_id and r.via_mqtt) as is_radio
     from traceroute where ${chosen.sql}
     order by import_time_us`,
    [chosen.list],
  )
}

/** The last internal key in use; 0 in an empty database. */
export async function lastPacketKey(db: Database): Promise<number> {
  const row = await db.get<{ last: number | null }>(
    `select max(last) as last from (
       select max(packet_key) as last from packet
       union all
       select last_packet_key from writer_status
     ) as keys`,
  )
  return row?.last ?? 0
}
