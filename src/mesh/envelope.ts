import protobuf from 'protobufjs'
import { MeshFault, orFault } from './fault.js'
import { parseGatewayId } from './node-id.js'
import { incomingType } from './proto.js'
import { cleanName } from './text.js'

/**
 * The clear header of a packet and its payload, still closed. Field names as in mesh.proto.
 * Exactly one of `decoded` and `encrypted` is set in a packet from firmware; both are `null` in an
 * empty one.
 */
export interface MeshPacket {
  from: number
  to: number
  /** Unique per sender only, and not for ever; 0 in map reports of some firmware. */
  id: number
  /** Encrypted: hash of channel name and key. Decoded: slot of the gateway's channel. 0 to 255. */
  channel: number
  /** Unix seconds by the gateway's clock; 0 when it has none. */
  rx_time: number
  /** dB */
  rx_snr: number
  /** dBm; 0 when not received by radio. */
  rx_rssi: number
  hop_limit: number
  hop_start: number
  want_ack: boolean
  priority: number
  via_mqtt: boolean
  pki_encrypted: boolean
  /** Low byte of the node that should relay next; 0 = any. */
  next_hop: number
  /** Low byte of the node that relayed last; 0 = unknown. */
  relay_node: number
  tx_after?: number
  transport_mechanism: number
  /** Raw bytes of the Data message of a packet sent in the clear. */
  decoded: Buffer | null
  encrypted: Buffer | null
}

/** What a gateway publishes: a packet, and where and by whom it was heard. */
export interface Envelope {
  /** Channel name as the gateway has it. */
  channel_id: string
  /** As sent, usually `!hex`. */
  gateway_id: string
  /** `null` when `gateway_id` is no node number. */
  gateway_node_id: number | null
  packet: MeshPacket
}

const MAX_ID_LENGTH = 100
const HEADER = [
  'from',
  'to',
  'channel',
  'encrypted',
  'id',
  'rx_time',
  'rx_snr',
  'hop_limit',
  'want_ack',
  'priority',
  'rx_rssi',
  'via_mqtt',
  'hop_start',
  'pki_encrypted',
  'next_hop',
  'relay_node',
  'tx_after',
  'transport_mechanism',
]

/**
 * The envelope with only the fields of {@link MeshPacket}, and `decoded` left as bytes: a nested
 * message and a `bytes` field look the same on the wire, and most packets are copies whose Data
 * nobody will ask for.
 */
function envelopeType(): protobuf.Type {
  const full = incomingType('MeshPacket')
  const packet = new protobuf.Type('MeshPacket')
  for (const name of HEADER) {
    const field = full.fields[name]
    if (field === undefined) throw new Error(`mesh.proto has no MeshPacket.${name}`)
    const isEnum = field.resolvedType instanceof protobuf.Enum
    packet.add(new protobuf.Field(name, field.id, isEnum ? 'int32' : field.type))
  }
  packet.add(new protobuf.Field('decoded', full.fields.decoded?.id ?? 4, 'bytes', 'optional'))
  const envelope = new protobuf.Type('ServiceEnvelope')
  for (const field of incomingType('ServiceEnvelope').fieldsArray) {
    const type = field.name === 'packet' ? 'MeshPacket' : field.type
    envelope.add(new protobuf.Field(field.name, field.id, type))
  }
  new protobuf.Root().define('meshview').add(packet).add(envelope)
  return envelope
}

const wireType = envelopeType()
const wireEnvelope = wireType.setup()
const wirePacket = wireType.root.lookupType('meshview.MeshPacket').setup()

interface WirePacket extends Omit<MeshPacket, 'decoded' | 'encrypted'> {
  decoded: Buffer | null
  encrypted: Buffer | null
}

interface WireEnvelope {
  packet: WirePacket | null
  channel_id: Buffer | never[]
  gateway_id: Buffer | never[]
}

// Header fields that firmware keeps in a byte or less; more than that is noise, not a number.
function byte(value: number): number {
  return Math.min(value, 255)
}

function idText(bytes: Buffer | never[]): string {
  return bytes.length === 0 ? '' : cleanName(bytes.toString(), MAX_ID_LENGTH)
}

/** `null` for a `bytes` field that the message does not have (an empty array in protobufjs). */
function bytesOrNull(message: object, name: 'decoded' | 'encrypted'): Buffer | null {
  if (!Object.hasOwn(message, name)) return null
  return (message as WirePacket)[name]
}

/**
 * Decodes a ServiceEnvelope (mqtt.proto), the content of every message below `…/2/e/` and
 * `…/2/map/`. The buffers in the result share the memory of `bytes`.
 *
 * @throws MeshFault `not-an-envelope` when the bytes are no protobuf of that shape, `no-packet`
 * when there is none inside.
 */
export function decodeEnvelope(bytes: Uint8Array): Envelope {
  const buffer = Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const reader = protobuf.Reader.create(buffer)
  reader.discardUnknown = true
  let wire: WireEnvelope
  try {
    wire = wireEnvelope.decode(reader) as unknown as WireEnvelope
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    throw new MeshFault('not-an-envelope', `no ServiceEnvelope: ${detail}`)
  }
  const packet = wire.packet
  if (packet === null) throw new MeshFault('no-packet', 'the ServiceEnvelope holds no packet')
  const gateway_id = idText(wire.gateway_id)
  return {
    channel_id: idText(wire.channel_id),
    gateway_id,
    gateway_node_id: parseGatewayId(gateway_id),
    packet: openHeader(packet),
  }
}

/**
 * Decodes a MeshPacket (mesh.proto) that stands alone, as MeshView 3.x stores it. The buffers in
 * the result share the memory of `bytes`.
 *
 * @throws MeshFault `not-a-packet`
 */
export function decodePacket(bytes: Uint8Array): MeshPacket {
  return orFault('not-a-packet', 'no MeshPacket', () => {
    const reader = protobuf.Reader.create(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    )
    reader.discardUnknown = true
    return openHeader(wirePacket.decode(reader) as unknown as WirePacket)
  })
}

function openHeader(wire: WirePacket): MeshPacket {
  const packet: MeshPacket = {
    from: wire.from,
    to: wire.to,
    id: wire.id,
    channel: wire.channel > 255 ? 0 : wire.channel,
    rx_time: wire.rx_time,
    rx_snr: Number.isFinite(wire.rx_snr) ? wire.rx_snr : 0,
    rx_rssi: wire.rx_rssi,
    hop_limit: byte(wire.hop_limit),
    hop_start: byte(wire.hop_start),
    want_ack: wire.want_ack,
    priority: wire.priority,
    via_mqtt: wire.via_mqtt,
    pki_encrypted: wire.pki_encrypted,
    next_hop: byte(wire.next_hop),
    relay_node: byte(wire.relay_node),
    transport_mechanism: wire.transport_mechanism,
    decoded: bytesOrNull(wire, 'decoded'),
    encrypted: bytesOrNull(wire, 'encrypted'),
  }
  if (wire.tx_after !== 0) packet.tx_after = wire.tx_after
  return packet
}
