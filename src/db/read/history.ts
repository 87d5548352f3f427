import type { Database } from '../open.js'
import { breathe } from './breathe.js'
import { keyBelow } from './packet-keys.js'
import type { TelemetryRow } from './telemetry.js'

/** Rows read at once: an SQLite statement holds up everybody while it runs. */
const SLICE = 2000

/** Reports of one kind by a node since a time, newest first, slice by slice, `most` in all. */
export async function* telemetrySince(
  db: Database,
  node_id: number,
  variant: number,
  since_us: number,
  most: number,
): AsyncGenerator<TelemetryRow[]> {
  const after_key = await keyBelow(db, since_us)
  let before_key = Number.MAX_SAFE_INTEGER
  let left = most
  while (left > 0) {
    const size = Math.min(SLICE, left)
    const rows = await db.all<TelemetryRow>(
      `select packet_key, node_id, import_time_us, variant, metrics from telemetry
        where node_id = ? and variant = ? and packet_key > ? and packet_key < ?
        order by packet_key desc limit ?`,
      [node_id, variant, after_key, before_key, size],
    )
    const fitting = rows.filter((row) => row.import_time_us >= since_us)
    if (fitting.length > 0) yield fitting
    const last = rows.at(-1)
    // Keys grow with time, so an older row ends the period.
    if (last === undefined || rows.length < size || last.import_time_us < since_us) return
    before_key = last.packet_key
    left -= rows.length
    await breathe()
  }
}

/** What a node sent in an hour (hours since 1970 UTC) by port, and how often that was heard. */
export interface NodeHourRow {
  hour: number
  portnum: number
  sent: number
  seen: number
}

/** The newest first, in an order that is the same on both engines. */
export function findNodeHours(
  db: Database,
  node_id: number,
  since_hour: number,
): Promise<NodeHourRow[]> {
  return db.all<NodeHourRow>(
    `select hour, portnum, sent, seen from node_hourly
      where node_id = ? and hour >= ? order by hour desc, portnum desc limit 50000`,
    [node_id, since_hour],
  )
}

/** A gateway heard a packet of a node by radio, without a relay. SNR in dB × 4, RSSI in dBm. */
export interface DirectRow {
  import_time_us: number
  gateway_node_id: number
  rx_snr4: number
  rx_rssi: number
}

/**
 * Direct receptions among the newest `packets` packets of a node, oldest first. A reception by
 * MQTT, or one whose way is not known, is none.
 */
export async function findDirectReceptions(
  db: Database,
  node_id: number,
  since_us: number,
  packets: number,
): Promise<DirectRow[]> {
  // Of a node that is seldom heard a thousand packets are a year, each on a page of its own.
  const after_key = await keyBelow(db, since_us)
  const rows = await db.all<DirectRow>(
    `select p.import_time_us, u.gateway_node_id, r.rx_snr4, r.rx_rssi
      from (select packet_key, import_time_us from packet
        where from_node_id = ? and packet_key > ? order by packet_key desc limit ?) as p
      join reception r on r.packet_key = p.packet_key
      join uplink u on u.uplink_id = r.uplink_id
      where p.import_time_us >= ? and not r.via_mqtt and r.hop_start > 0
        and r.hop_limit = r.hop_start and r.rx_rssi <> 0
        and u.gateway_node_id is not null and u.gateway_node_id <> ?
      order by p.packet_key desc limit 10000`,
    [node_id, after_key, packets, since_us, node_id],
  )
  return rows.reverse()
}
