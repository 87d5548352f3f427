import protobuf from 'protobufjs'
import { asBuffer } from './bytes.js'
import { MeshFault, orFault } from './fault.js'
import { parseGatewayId } from './node-id.js'
import { once } from './once.js'
import { incomingType } from './proto.js'
import { repeatedText } from './repeated-text.js'
import { cleanName } from './text.js'

/**
 * The clear header of a packet and its payload, still closed. Field names as in mesh.proto.
 * Exactly one of `decoded` and `encrypted` is set in a packet from firmware; both are `null` in an
 * empty one.
 *
 * A class whose objects have all fields from their first moment: 40,000 a second are decoded, and
 * objects that get their fields one by one, as the bytes have them, take three times as long.
 */
export class MeshPacket extends protobuf.Message {
  from = 0
  to = 0
  /** Unique per sender only, and not for ever; 0 in map reports of some firmware. */
  id = 0
  /** Encrypted: hash of channel name and key. Decoded: slot of the gateway's channel. 0 to 255. */
  channel = 0
  /** Unix seconds by the gateway's clock; 0 when it has none. */
  rx_time = 0
  /** dB */
  rx_snr = 0
  /** dBm; 0 when not received by radio. */
  rx_rssi = 0
  hop_limit = 0
  hop_start = 0
  want_ack = false
  priority = 0
  via_mqtt = false
  pki_encrypted = false
  /** Low byte of the node that should relay next; 0 = any. */
  next_hop = 0
  /** Low byte of the node that relayed last; 0 = unknown. */
  relay_node = 0
  transport_mechanism = 0
  /** Raw bytes of the Data message of a packet sent in the clear. */
  decoded: Buffer | null = null
  encrypted: Buffer | null = null
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
/** Spellings of gateways and channels that are remembered; strangers can make up any number. */
const MAX_IDS = 20_000

class WireEnvelope extends protobuf.Message {
  packet: MeshPacket | null = null
  channel_id = ''
  gateway_id = ''
}

/**
 * The envelope with only the fields of {@link MeshPacket}, and `decoded` left as bytes: a nested
 * message and a `bytes` field look the same on the wire, and most packets are copies whose Data
 * nobody will ask for.
 */
function setUpTypes(): { envelope: protobuf.Type; packet: protobuf.Type } {
  const full = incomingType('MeshPacket')
  const packet = new protobuf.Type('MeshPacket')
  for (const name of Object.keys(new MeshPacket())) {
    const field = full.fields[name]
    if (field === undefined) throw new Error(`mesh.proto has no MeshPacket.${name}`)
    const isEnum = field.resolvedType instanceof protobuf.Enum
    const type = name === 'decoded' ? 'bytes' : isEnum ? 'int32' : field.type
    packet.add(new protobuf.Field(name, field.id, type))
  }
  const envelope = new protobuf.Type('ServiceEnvelope')
  for (const field of incomingType('ServiceEnvelope').fieldsArray) {
    // Ids as text: here bytes that are no UTF-8 become U+FFFD, none is refused.
    const type = field.name === 'packet' ? 'MeshPacket' : 'string'
    envelope.add(new protobuf.Field(field.name, field.id, type))
  }
  new protobuf.Root().define('meshview').add(packet).add(envelope)
  packet.ctor = MeshPacket
  envelope.ctor = WireEnvelope
  return { envelope: envelope.setup(), packet: packet.setup() }
}

const wire = once(setUpTypes)

// Header fields that firmware keeps in a byte or less; more than that is noise, not a number.
function byte(value: number): number {
  return Math.min(value, 255)
}

/** The name in an envelope, clean, and the node behind it. */
interface Id {
  text: string
  node_id: number | null
}

const ids = new Map<string, Id>()

function readId(sent: string): Id {
  const known = ids.get(sent)
  if (known !== undefined) return known
  const text = cleanName(sent, MAX_ID_LENGTH)
  const id = { text, node_id: parseGatewayId(text) }
  if (ids.size >= MAX_IDS) ids.clear()
  // What is longer than any id of firmware is not worth its memory.
  if (sent.length <= MAX_ID_LENGTH) ids.set(sent, id)
  return id
}

/** The library's reader, but for texts, of which an envelope has two that came before. */
class EnvelopeReader extends protobuf.BufferReader {
  override discardUnknown = true

  override string(): string {
    const length = this.size()
    const start = this.pos
    if (length > this.len - start) throw new RangeError('a text is longer than its message')
    this.pos = start + length
    return repeatedText(this.buf as Buffer, start, this.pos)
  }
}

function readerOf(bytes: Uint8Array): protobuf.Reader {
  return new EnvelopeReader(asBuffer(bytes))
}

/**
 * Decodes a ServiceEnvelope (mqtt.proto), the content of every message below `…/2/e/` and
 * `…/2/map/`. The buffers in the result share the memory of `bytes`.
 *
 * @throws MeshFault `not-an-envelope` when the bytes are no protobuf of that shape, `no-packet`
 * when there is none inside.
 */
export function decodeEnvelope(bytes: Uint8Array): Envelope {
  const { packet, channel_id, gateway_id } = orFault(
    'not-an-envelope',
    'no ServiceEnvelope',
    () => wire().envelope.decode(readerOf(bytes)) as WireEnvelope,
  )
  if (packet === null) throw new MeshFault('no-packet', 'the ServiceEnvelope holds no packet')
  const gateway = readId(gateway_id)
  return {
    channel_id: readId(channel_id).text,
    gateway_id: gateway.text,
    gateway_node_id: gateway.node_id,
    packet: bounded(packet),
  }
}

/**
 * Decodes a MeshPacket (mesh.proto) that stands alone, as MeshView 3.x stores it. The buffers in
 * the result share the memory of `bytes`.
 *
 * @throws MeshFault `not-a-packet`
 */
export function decodePacket(bytes: Uint8Array): MeshPacket {
  return orFault('not-a-packet', 'no MeshPacket', () =>
    bounded(wire().packet.decode(readerOf(bytes)) as MeshPacket),
  )
}

function bounded(packet: MeshPacket): MeshPacket {
  if (packet.channel > 255) packet.channel = 0
  if (!Number.isFinite(packet.rx_snr)) packet.rx_snr = 0
  packet.hop_limit = byte(packet.hop_limit)
  packet.hop_start = byte(packet.hop_start)
  packet.next_hop = byte(packet.next_hop)
  packet.relay_node = byte(packet.relay_node)
  return packet
}
