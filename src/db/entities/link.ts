import type { Table } from '../table.js'

/** What proves a link: a gateway heard the sender itself, a NeighborInfo, a hop of a traceroute. */
export const LINK_DIRECT = 1
export const LINK_NEIGHBOR = 2
export const LINK_TRACEROUTE = 3

/**
 * `to_node_id` heard `from_node_id` by radio: one row per direction and kind of proof.
 * SNR in dB × 4, RSSI in dBm; sums and counts give the means. No index knows their age: it would
 * change with every packet, and the links of one kind, which lie together, are read as fast.
 */
export const link: Table = {
  name: 'link',
  withoutRowid: true,
  columns: {
    kind: { type: 'int', primary: true },
    from_node_id: { type: 'bigint', primary: true },
    to_node_id: { type: 'bigint', primary: true },
    count: { type: 'int' },
    first_seen_us: { type: 'bigint' },
    last_seen_us: { type: 'bigint' },
    snr_count: { type: 'int' },
    snr4_sum: { type: 'bigint' },
    snr4_last: { type: 'int', nullable: true },
    snr4_min: { type: 'int', nullable: true },
    snr4_max: { type: 'int', nullable: true },
    rssi_count: { type: 'int' },
    rssi_sum: { type: 'bigint' },
    rssi_last: { type: 'int', nullable: true },
    rssi_min: { type: 'int', nullable: true },
    rssi_max: { type: 'int', nullable: true },
  },
  indices: { link_to: { columns: ['to_node_id', 'kind'] } },
}
