import type { Table } from '../table.js'

/**
 * One gateway hearing one packet. The largest table: one row per gateway and packet,
 * clustered by packet, since nearly every question starts from a packet.
 *
 * `delay_us`, until its arrival here, counts from the packet's `import_time_us`; `rx_delay_s`, until
 * it was heard by the gateway's clock, from the same in whole seconds. `rx_snr4` is dB × 4, the
 * resolution of the radios and the scale that RouteDiscovery uses.
 */
export const reception: Table = {
  name: 'reception',
  withoutRowid: true,
  columns: {
    packet_key: { type: 'bigint', primary: true },
    uplink_id: { type: 'int', primary: true },
    rx_delay_s: { type: 'bigint', primary: true },
    delay_us: { type: 'bigint' },
    rx_rssi: { type: 'int' },
    rx_snr4: { type: 'int' },
    hop_limit: { type: 'int' },
    hop_start: { type: 'int' },
    relay_node: { type: 'int' },
    next_hop: { type: 'int' },
    via_mqtt: { type: 'bool' },
  },
  indices: { reception_uplink: { columns: ['uplink_id', 'packet_key'] } },
}
