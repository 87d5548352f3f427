import type { Table } from '../table.js'

/**
 * What is known of a node now. A row stands from the node's first packet, so names may
 * be null. Latitude and longitude are degrees × 1e7, `altitude` metres above sea level;
 * every `_us` is the arrival time in microseconds UTC. `gateway_seen_us` is the last
 * uplink by this node: null means that it was never a gateway.
 */
export const node: Table = {
  name: 'node',
  columns: {
    node_id: { type: 'bigint', primary: true },
    long_name: { type: 'text', nullable: true },
    short_name: { type: 'text', nullable: true },
    hw_model: { type: 'text', nullable: true },
    firmware: { type: 'text', nullable: true },
    role: { type: 'text', nullable: true },
    channel: { type: 'text', nullable: true },
    last_lat: { type: 'int', nullable: true },
    last_long: { type: 'int', nullable: true },
    altitude: { type: 'int', nullable: true },
    precision_bits: { type: 'int', nullable: true },
    position_us: { type: 'bigint', nullable: true },
    is_licensed: { type: 'bool', nullable: true },
    is_unmessagable: { type: 'bool', nullable: true },
    public_key: { type: 'text', nullable: true },
    region: { type: 'text', nullable: true },
    modem_preset: { type: 'text', nullable: true },
    first_seen_us: { type: 'bigint' },
    last_seen_us: { type: 'bigint' },
    nodeinfo_us: { type: 'bigint', nullable: true },
    gateway_seen_us: { type: 'bigint', nullable: true },
  },
  indices: {
    node_last_seen: { columns: ['last_seen_us'] },
    node_short_name: { columns: ['short_name'] },
  },
}
