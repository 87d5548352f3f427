import type { Table } from '../table.js'

/**
 * Counts per hour (hours since 1970 UTC), port and channel: what charts and totals read. Of them
 * `direct_…` went to one node instead of everybody; null where that was not yet told apart.
 */
export const trafficHourly: Table = {
  name: 'traffic_hourly',
  withoutRowid: true,
  columns: {
    hour: { type: 'int', primary: true },
    portnum: { type: 'int', primary: true },
    channel_id: { type: 'int', primary: true },
    packets: { type: 'int' },
    receptions: { type: 'int' },
    direct_packets: { type: 'int', nullable: true },
    direct_receptions: { type: 'int', nullable: true },
  },
}

/** Counts per hour, sender and port: `sent` packets, `seen` receptions of them. */
export const nodeHourly: Table = {
  name: 'node_hourly',
  withoutRowid: true,
  columns: {
    hour: { type: 'int', primary: true },
    node_id: { type: 'bigint', primary: true },
    portnum: { type: 'int', primary: true },
    sent: { type: 'int' },
    seen: { type: 'int' },
  },
  indices: { node_hourly_node: { columns: ['node_id', 'hour'] } },
}

/** Receptions per hour and gateway. */
export const gatewayHourly: Table = {
  name: 'gateway_hourly',
  withoutRowid: true,
  columns: {
    hour: { type: 'int', primary: true },
    gateway_node_id: { type: 'bigint', primary: true },
    receptions: { type: 'int' },
  },
  indices: { gateway_hourly_gateway: { columns: ['gateway_node_id', 'hour'] } },
}

/** Nodes, packets and gateways of a day, kept for ever (MeshView's table since 3.0.6). */
export const dailySnapshot: Table = {
  name: 'daily_snapshot',
  columns: {
    snapshot_date: { type: 'text', primary: true },
    node_count: { type: 'int' },
    packet_count: { type: 'int' },
    gateway_count: { type: 'int' },
    captured_at_us: { type: 'bigint' },
  },
}
