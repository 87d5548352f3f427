import type { Table } from '../table.js'

/** The words of a TEXT_MESSAGE_APP or ALERT packet. `direct`: to one node, never shown to visitors. */
export const textMessage: Table = {
  name: 'text_message',
  columns: {
    packet_key: { type: 'bigint', primary: true },
    channel_id: { type: 'int' },
    direct: { type: 'bool' },
    text: { type: 'text' },
    reply_id: { type: 'bigint', nullable: true },
    emoji: { type: 'int' },
  },
  indices: {
    text_message_channel: { columns: ['channel_id', 'packet_key'], where: 'not direct' },
  },
}

/**
 * What readable texts are found by, see `text-tokens.ts`: those of direct messages are not in it, so
 * that nobody can guess their words.
 */
export const textSearch: Table = {
  name: 'text_search',
  columns: {
    packet_key: { type: 'bigint', primary: true },
    tokens: { type: 'bigints' },
  },
  tokenIndex: 'tokens',
}

/** A plausible position that a node sent: degrees × 1e7, metres, km/h, as firmware sends them. */
export const position: Table = {
  name: 'position',
  columns: {
    packet_key: { type: 'bigint', primary: true },
    node_id: { type: 'bigint' },
    import_time_us: { type: 'bigint' },
    latitude_i: { type: 'int' },
    longitude_i: { type: 'int' },
    altitude: { type: 'int', nullable: true },
    precision_bits: { type: 'int', nullable: true },
    sats_in_view: { type: 'int', nullable: true },
    ground_speed: { type: 'int', nullable: true },
    ground_track: { type: 'int', nullable: true },
  },
  indices: {
    position_node: { columns: ['node_id', 'packet_key'] },
    position_import_time: { columns: ['import_time_us'] },
  },
}

/**
 * A telemetry report. `variant` is the field number of the oneof in `Telemetry` (2 device,
 * 3 environment, …), `metrics` the bytes of the whole `Telemetry` message: 40 bytes where
 * columns for its ninety metrics or JSON would be several times that, and it stays readable
 * to descriptors that learn new metrics.
 */
export const telemetry: Table = {
  name: 'telemetry',
  columns: {
    packet_key: { type: 'bigint', primary: true },
    node_id: { type: 'bigint' },
    import_time_us: { type: 'bigint' },
    variant: { type: 'int' },
    metrics: { type: 'bytes' },
  },
  indices: {
    telemetry_node: { columns: ['node_id', 'variant', 'packet_key'] },
    telemetry_import_time: { columns: ['import_time_us'] },
  },
}
