import type { Table } from '../table.js'

/**
 * One gateway publishing one channel at one topic. Receptions point here, which
 * keeps gateway, channel and topic out of the largest table.
 * `gateway_id` is the text as sent; `gateway_node_id` is null when that text is no node id.
 */
export const uplink: Table = {
  name: 'uplink',
  columns: {
    uplink_id: { type: 'int', primary: true },
    topic: { type: 'text' },
    channel_id: { type: 'int' },
    gateway_id: { type: 'text' },
    gateway_node_id: { type: 'bigint', nullable: true },
  },
  indices: {
    uplink_identity: { columns: ['topic', 'channel_id', 'gateway_id'], unique: true },
    uplink_gateway: { columns: ['gateway_node_id'] },
  },
}
