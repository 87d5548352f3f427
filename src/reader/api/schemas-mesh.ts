import Type from 'typebox'
import { Answer, count, Nullable, nodeId, timeUs } from './schema-parts.js'

const node = Answer({
  id: Type.String({ description: 'The node id as !hex' }),
  node_id: count('The node id as a number'),
  long_name: Nullable(Type.String()),
  short_name: Nullable(Type.String()),
  hw_model: Nullable(Type.String()),
  firmware: Nullable(Type.String()),
  role: Nullable(Type.String()),
  last_lat: Nullable(count('Degrees × 10,000,000')),
  last_long: Nullable(count('Degrees × 10,000,000')),
  channel: Nullable(Type.String()),
  is_mqtt_gateway: Nullable(Type.Literal(true)),
  first_seen_us: timeUs('First packet'),
  last_seen_us: timeUs('Last packet'),
  altitude: Nullable(count('Metres above sea level')),
  precision_bits: Nullable(count('Bits of the position that the node publishes')),
  position_us: Nullable(timeUs('Last position')),
  is_licensed: Nullable(Type.Boolean()),
  is_unmessagable: Nullable(Type.Boolean()),
  public_key: Nullable(Type.String({ description: 'Hexadecimal' })),
  region: Nullable(Type.String()),
  modem_preset: Nullable(Type.String()),
  gateway_seen_us: Nullable(timeUs('Last uplink by this node')),
})
export const nodesAnswer = Answer({ nodes: Type.Array(node) })
export const nodesQuery = Type.Object({
  node_id: nodeId('Only this node'),
  role: Type.Optional(Type.String({ description: 'Such as ROUTER; any letter case' })),
  channel: Type.Optional(Type.String({ description: 'Exact name' })),
  hw_model: Type.Optional(Type.String({ description: 'Such as HELTEC_V3' })),
  firmware: Type.Optional(Type.String({ description: 'Exact version, such as 2.7.18.fb3bf78' })),
  days_active: Type.Optional(Type.Integer({ description: 'Heard within so many days' })),
  since: Type.Optional(timeUs('Heard later than')),
  gateway: Type.Optional(Type.Boolean({ description: 'Only gateways, or only other nodes' })),
  all: Type.Optional(Type.Boolean({ description: 'Also nodes that have not told a name' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, description: 'Default: all' })),
})

export const packet = Answer({
  id: count('The packet id, unique per sender only'),
  import_time_us: timeUs('Arrival of the first copy'),
  channel: Type.String(),
  from_node_id: count('Sender'),
  to_node_id: count('Destination; 4294967295 is everybody'),
  portnum: count('0 where the packet could not be decrypted'),
  long_name: Type.String({ description: 'Sender, empty when unknown' }),
  payload: Type.String({
    description:
      'The words of a text message; for other types protobuf text format; "Did not decode" or "<redacted>" (direct messages)',
  }),
  to_long_name: Type.String({ description: 'Destination, empty when unknown' }),
  reply_id: Type.Optional(count('Packet id that this one replies to')),
  request_id: Type.Optional(count('Packet id that this one answers')),
  short_name: Type.String(),
  to_short_name: Type.String(),
  encrypted: Type.Boolean(),
  gateway_count: count('Gateways that heard the packet'),
})
export const packetsAnswer = Answer({
  packets: Type.Array(packet),
  latest_import_time: Type.Optional(timeUs('The latest of these packets: pass it as `since`')),
  next_before: Type.Optional(count('There are more: pass it as `before`')),
  next_after: Type.Optional(count('There are more (order=asc): pass it as `after`')),
})
const packetFilters = {
  portnum: Type.Optional(Type.String({ description: 'A port number, or several: 1,3,67' })),
  channel: Type.Optional(Type.String({ description: 'Exact name' })),
  node_id: nodeId('Sender or destination'),
  from_node_id: nodeId('Sender'),
  to_node_id: nodeId('Destination'),
}
export const packetsQuery = Type.Object({
  packet_id: Type.Optional(count('Only packets with this id; most other parameters are ignored')),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 50 })),
  since: Type.Optional(timeUs('Arrived later than')),
  before: Type.Optional(count('`next_before` of an earlier answer, or a time in microseconds')),
  after: Type.Optional(count('`next_after` of an earlier answer')),
  order: Type.Optional(
    Type.Union([Type.Literal('desc'), Type.Literal('asc')], {
      default: 'desc',
      description: 'desc: the newest first. asc: the oldest after `since` or `after` first',
    }),
  ),
  contains: Type.Optional(Type.String({ description: 'Text messages with these words' })),
  ...packetFilters,
})
export const liveQuery = Type.Object({
  ...packetFilters,
  after: Type.Optional(count('Cursor to resume after; the header Last-Event-ID wins')),
})

export const seenQuery = Type.Object({ from_node_id: nodeId('Only packets of this sender') })
export const seenAnswer = Answer({
  seen: Type.Array(
    Answer({
      packet_id: count('As asked'),
      node_id: Nullable(count('The gateway; null when its name is no node id')),
      rx_time: count("Unix seconds by the gateway's clock"),
      hop_limit: count('Hops left'),
      hop_start: count('Hops at the start; 0 = unknown'),
      channel: Type.String(),
      rx_snr: Type.Number({ description: 'dB' }),
      rx_rssi: count('dBm'),
      topic: Type.String(),
      import_time_us: timeUs('Arrival'),
      from_node_id: count('Sender of the packet: several may share an id'),
      gateway_id: Type.String({ description: 'The gateway as it names itself' }),
      long_name: Nullable(Type.String()),
      short_name: Nullable(Type.String()),
      relay_node: count('Last byte of the id of the node that relayed it; 0 = unknown'),
      next_hop: count('Last byte of the id of the node that shall relay it; 0 = any'),
      via_mqtt: Type.Boolean(),
    }),
  ),
})

const hops = Type.Array(
  Answer({
    node_id: count('4294967295 = a hop that did not name itself'),
    snr: Nullable(Type.Number({ description: 'dB at which it heard the node before' })),
  }),
)
const nodeIds = Type.Array(Type.Integer())
export const tracerouteQuery = seenQuery
export const tracerouteAnswer = Answer({
  packet: Answer({
    id: count('As asked'),
    from: count('Sender'),
    to: count('Destination'),
    channel: Type.String(),
  }),
  traceroute_packets: Type.Array(
    Answer({
      index: count('From 0'),
      gateway_node_id: Nullable(count('Who uplinked this copy')),
      done: Type.Boolean({ description: 'The copy is of a reply' }),
      forward_hops: nodeIds,
      reverse_hops: nodeIds,
    }),
  ),
  unique_forward_paths: Type.Array(Answer({ path: nodeIds, count: count('Copies') })),
  unique_reverse_paths: Type.Array(nodeIds),
  winning_paths: Answer({ forward: Type.Array(nodeIds), reverse: Type.Array(nodeIds) }),
  complete: Type.Boolean(),
  towards: hops,
  back: hops,
})

export const edgesQuery = Type.Object({
  type: Type.Optional(
    Type.String({ description: 'traceroute, neighbor or direct; default: the first two' }),
  ),
  node_id: nodeId('Only edges of this node'),
})
export const edgesAnswer = Answer({
  edges: Type.Array(
    Answer({
      from: count('Node that was heard'),
      to: count('Node that heard it'),
      type: Type.String(),
      snr: Nullable(Type.Number({ description: 'dB, the last one' })),
      count: count('How often'),
      last_seen_us: timeUs('The last time'),
    }),
  ),
})

export const contactAnswer = Answer({
  node_id: count('The node'),
  long_name: Nullable(Type.String()),
  short_name: Nullable(Type.String()),
  meshtastic_url: Type.String({ description: 'For a QR code: adds the node to the contacts' }),
  role: Nullable(Type.String()),
  public_key: Nullable(Type.String({ description: 'Hexadecimal' })),
})
export const impersonationAnswer = Answer({
  node_id: count('The node'),
  unique_public_key_count: count('Different public keys'),
  potential_impersonation: Type.Boolean({ description: 'More than one key' }),
  public_keys: Type.Array(
    Type.String({ description: 'Hexadecimal, the last announced first; "..." after three' }),
  ),
  warning: Nullable(Type.String()),
  keys: Type.Array(
    Answer({
      public_key: Type.String({ description: 'Hexadecimal' }),
      public_key_base64: Nullable(Type.String({ description: 'As the apps show it' })),
      first_seen_us: timeUs('First announced'),
      last_seen_us: timeUs('Last announced'),
    }),
  ),
})
