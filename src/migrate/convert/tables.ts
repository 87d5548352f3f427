import type { Index } from '../../db/table.js'
import type { NeutralType } from '../../db/types.js'

/** A table that the conversion fills: its columns in order, and the indexes that it makes. */
export interface FrozenTable {
  name: string
  columns: Record<string, { type: NeutralType }>
  indices?: Record<string, Index>
}

// Our tables as revision 5d0a7c1e93b4 makes them, which is what the conversion finds, whatever
// later revisions and today's models made of them. Like that revision this never changes; a test
// compares the two.

export const channel = frozen('channel', { channel_id: 'int', name: 'text' })

export const uplink = frozen('uplink', {
  uplink_id: 'int',
  topic: 'text',
  channel_id: 'int',
  gateway_id: 'text',
  gateway_node_id: 'bigint',
})

export const packet = frozen(
  'packet',
  {
    packet_key: 'bigint',
    id: 'bigint',
    from_node_id: 'bigint',
    to_node_id: 'bigint',
    portnum: 'int',
    encrypted: 'bool',
    channel_id: 'int',
    channel_hash: 'int',
    import_time_us: 'bigint',
    priority: 'int',
    want_ack: 'bool',
    pki_encrypted: 'bool',
    request_id: 'bigint',
    reply_id: 'bigint',
    data: 'bytes',
  },
  {
    packet_id: { columns: ['id', 'from_node_id'] },
    packet_import_time: { columns: ['import_time_us'] },
    packet_from: { columns: ['from_node_id', 'packet_key'] },
    packet_to: { columns: ['to_node_id', 'packet_key'], where: 'to_node_id <> 4294967295' },
    packet_portnum: { columns: ['portnum', 'packet_key'] },
    packet_channel: { columns: ['channel_id', 'packet_key'] },
    packet_request: { columns: ['request_id'], where: 'request_id is not null' },
    packet_reply: { columns: ['reply_id'], where: 'reply_id is not null' },
  },
)

export const reception = frozen(
  'reception',
  {
    packet_key: 'bigint',
    uplink_id: 'int',
    rx_time: 'bigint',
    delay_us: 'bigint',
    rx_rssi: 'int',
    rx_snr4: 'int',
    hop_limit: 'int',
    hop_start: 'int',
    relay_node: 'int',
    next_hop: 'int',
    via_mqtt: 'bool',
  },
  { reception_uplink: { columns: ['uplink_id', 'packet_key'] } },
)

export const node = frozen(
  'node',
  {
    node_id: 'bigint',
    long_name: 'text',
    short_name: 'text',
    hw_model: 'text',
    firmware: 'text',
    role: 'text',
    channel: 'text',
    last_lat: 'int',
    last_long: 'int',
    altitude: 'int',
    precision_bits: 'int',
    position_us: 'bigint',
    is_licensed: 'bool',
    is_unmessagable: 'bool',
    public_key: 'text',
    region: 'text',
    modem_preset: 'text',
    first_seen_us: 'bigint',
    last_seen_us: 'bigint',
    nodeinfo_us: 'bigint',
    gateway_seen_us: 'bigint',
  },
  {
    node_last_seen: { columns: ['last_seen_us'] },
    node_short_name: { columns: ['short_name'] },
  },
)

export const textMessage = frozen(
  'text_message',
  {
    packet_key: 'bigint',
    channel_id: 'int',
    direct: 'bool',
    text: 'text',
    reply_id: 'bigint',
    emoji: 'int',
  },
  { text_message_channel: { columns: ['channel_id', 'packet_key'], where: 'not direct' } },
)

export const position = frozen(
  'position',
  {
    packet_key: 'bigint',
    node_id: 'bigint',
    import_time_us: 'bigint',
    latitude_i: 'int',
    longitude_i: 'int',
    altitude: 'int',
    precision_bits: 'int',
    sats_in_view: 'int',
    ground_speed: 'int',
    ground_track: 'int',
  },
  {
    position_node: { columns: ['node_id', 'packet_key'] },
    position_import_time: { columns: ['import_time_us'] },
  },
)

export const telemetry = frozen(
  'telemetry',
  {
    packet_key: 'bigint',
    node_id: 'bigint',
    import_time_us: 'bigint',
    variant: 'int',
    metrics: 'bytes',
  },
  {
    telemetry_node: { columns: ['node_id', 'variant', 'packet_key'] },
    telemetry_import_time: { columns: ['import_time_us'] },
  },
)

export const traceroute = frozen('traceroute', {
  packet_key: 'bigint',
  uplink_id: 'int',
  import_time_us: 'bigint',
  done: 'bool',
  route: 'bytes',
})

export const tracerouteHop = frozen(
  'traceroute_hop',
  { packet_key: 'bigint', direction: 'int', hop: 'int', node_id: 'bigint', snr4: 'int' },
  { traceroute_hop_node: { columns: ['node_id', 'packet_key'] } },
)

export const link = frozen(
  'link',
  {
    from_node_id: 'bigint',
    to_node_id: 'bigint',
    kind: 'int',
    count: 'int',
    first_seen_us: 'bigint',
    last_seen_us: 'bigint',
    snr_count: 'int',
    snr4_sum: 'bigint',
    snr4_last: 'int',
    snr4_min: 'int',
    snr4_max: 'int',
    rssi_count: 'int',
    rssi_sum: 'bigint',
    rssi_last: 'int',
    rssi_min: 'int',
    rssi_max: 'int',
  },
  {
    link_to: { columns: ['to_node_id', 'kind'] },
    link_last_seen: { columns: ['kind', 'last_seen_us'] },
  },
)

export const nodePublicKey = frozen('node_public_key', {
  node_id: 'bigint',
  public_key: 'text',
  first_seen_us: 'bigint',
  last_seen_us: 'bigint',
})

export const trafficHourly = frozen('traffic_hourly', {
  hour: 'int',
  portnum: 'int',
  channel_id: 'int',
  packets: 'int',
  receptions: 'int',
})

export const nodeHourly = frozen(
  'node_hourly',
  { hour: 'int', node_id: 'bigint', portnum: 'int', sent: 'int', seen: 'int' },
  { node_hourly_node: { columns: ['node_id', 'hour'] } },
)

export const gatewayHourly = frozen(
  'gateway_hourly',
  { hour: 'int', gateway_node_id: 'bigint', receptions: 'int' },
  { gateway_hourly_gateway: { columns: ['gateway_node_id', 'hour'] } },
)

export const counter = frozen('counter', { name: 'text', value: 'bigint' })

/** Every table that the conversion fills. */
export const frozenTables: readonly FrozenTable[] = [
  channel,
  uplink,
  packet,
  reception,
  node,
  textMessage,
  position,
  telemetry,
  traceroute,
  tracerouteHop,
  link,
  nodePublicKey,
  trafficHourly,
  nodeHourly,
  gatewayHourly,
  counter,
]

function frozen(
  name: string,
  types: Record<string, NeutralType>,
  indices?: Record<string, Index>,
): FrozenTable {
  const columns = Object.fromEntries(
    Object.entries(types).map(([column, type]) => [column, { type }]),
  )
  return indices === undefined ? { name, columns } : { name, columns, indices }
}
