import { rxTimeSql } from '../entities/reception.js'
import { oneOf } from '../lists.js'
import type { Database } from '../open.js'
import { toBoolean } from '../values.js'

/** One gateway hearing one packet, with what is known of the gateway. */
export interface ReceptionRow {
  /** Null where the gateway's name is no node id (a bridge). */
  gateway_node_id: number | null
  /** As sent, normally `!hex`. */
  gateway_id: string
  gateway_long_name: string | null
  gateway_short_name: string | null
  /** Degrees × 1e7, the gateway's last known position. */
  gateway_last_lat: number | null
  gateway_last_long: number | null
  topic: string
  channel: string
  /** Unix seconds by the gateway's clock; 0 = it has none. */
  rx_time: number
  import_time_us: number
  /** dBm; 0 = not measured. */
  rx_rssi: number
  /** dB. */
  rx_snr: number
  hop_limit: number
  /** 0 = unknown (old firmware). */
  hop_start: number
  /** Last byte of the node that relayed it to the gateway; 0 = unknown. */
  relay_node: number
  next_hop: number
  via_mqtt: boolean
}

type StoredRow = Omit<ReceptionRow, 'rx_snr'> & {
  /** dB × 4. */
  rx_snr4: number
}

/** How many receptions each of these packets has; none for those that have not. */
export async function countReceptions(
  db: Database,
  packet_keys: readonly number[],
): Promise<Map<number, number>> {
  const chosen = oneOf(db, 'packet_key', packet_keys)
  const rows = await db.all<{ packet_key: number; count: number }>(
    `select packet_key, count(*) as count from reception where ${chosen.sql} group by packet_key`,
    [chosen.list],
  )
  return new Map(rows.map((row) => [row.packet_key, row.count]))
}

/** Every reception of a packet (bounded), first to last by arrival. */
export async function findReceptions(
  db: Database,
  packet_key: number,
  limit = 1000,
): Promise<ReceptionRow[]> {
  const rows = await db.all<StoredRow>(
    `select u.gateway_node_id, u.gateway_id,
        g.long_name as gateway_long_name, g.short_name as gateway_short_name,
        g.last_lat as gateway_last_lat, g.last_long as gateway_last_long,
        u.topic, c.name as channel, ${rxTimeSql} as rx_time,
        p.import_time_us + r.delay_us as import_time_us,
        r.rx_rssi, r.rx_snr4, r.hop_limit, r.hop_start, r.relay_node, r.next_hop, r.via_mqtt
      from reception r
      join packet p on p.packet_key = r.packet_key
      join uplink u on u.uplink_id = r.uplink_id
      left join channel c on c.channel_id = u.channel_id
      left join node g on g.node_id = u.gateway_node_id
      where r.packet_key = ?
      order by r.delay_us, r.uplink_id, r.rx_delay_s
      limit ?`,
    [packet_key, limit],
  )
  return rows.map(receptionOf)
}

/** Written out: to spread a row takes as long as to read it. */
function receptionOf(row: StoredRow): ReceptionRow {
  return {
    gateway_node_id: row.gateway_node_id,
    gateway_id: row.gateway_id,
    gateway_long_name: row.gateway_long_name,
    gateway_short_name: row.gateway_short_name,
    gateway_last_lat: row.gateway_last_lat,
    gateway_last_long: row.gateway_last_long,
    topic: row.topic,
    channel: row.channel ?? '',
    rx_time: row.rx_time,
    import_time_us: row.import_time_us,
    rx_rssi: row.rx_rssi,
    rx_snr: row.rx_snr4 / 4,
    hop_limit: row.hop_limit,
    hop_start: row.hop_start,
    relay_node: row.relay_node,
    next_hop: row.next_hop,
    via_mqtt: toBoolean(row.via_mqtt),
  }
}
