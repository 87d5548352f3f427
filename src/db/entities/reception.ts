import type { Table } from '../table.js'

/**
 * One gateway hearing one packet. The largest table: one row per gateway and packet,
 * clustered by packet, since nearly every question starts from a packet.
 *
 * `delay_us`, until its arrival here, counts from the packet's `import_time_us`; `rx_delay_s`, until
 * it was heard by the gateway's clock, from the same in whole seconds, modulo 2^32: that holds every
 * clock, the unset one included, in 32 bits ({@link rxTimeSql}). `rx_snr4` is dB × 4, the resolution
 * of the radios and the scale that RouteDiscovery uses. The narrow columns matter on PostgreSQL,
 * where each takes its full width.
 */
export const reception: Table = {
  name: 'reception',
  withoutRowid: true,
  columns: {
    packet_key: { type: 'bigint', primary: true },
    uplink_id: { type: 'int', primary: true },
    rx_delay_s: { type: 'int', primary: true },
    delay_us: { type: 'bigint' },
    rx_rssi: { type: 'small' },
    rx_snr4: { type: 'small' },
    hop_limit: { type: 'small' },
    hop_start: { type: 'small' },
    relay_node: { type: 'small' },
    next_hop: { type: 'small' },
    via_mqtt: { type: 'bool' },
  },
  indices: { reception_uplink: { columns: ['uplink_id', 'packet_key'] } },
}

/** The time that the gateway's clock told (Unix seconds), of reception `r` and its packet `p`. */
export const rxTimeSql = '((p.import_time_us / 1000000 + r.rx_delay_s) & 4294967295)'
