import { ChannelKey } from './cipher.js'
import type { MeshPacket } from './envelope.js'
import { channelHash } from './keys.js'
import { formatNodeId } from './node-id.js'
import { outgoingType } from './proto.js'

// The way out, for what publishes on its own: demo, benchmark and tests.

/** Header of a packet to be encoded; what is left out is 0 or false. */
export type PacketHeader = Partial<Omit<MeshPacket, 'decoded' | 'encrypted'>>

/** Data to be encoded; what is left out is absent. */
export interface DataFields {
  portnum: number
  payload: Uint8Array
  want_response?: boolean
  dest?: number
  source?: number
  request_id?: number
  reply_id?: number
  emoji?: number
  bitfield?: number
}

export interface EnvelopeParts {
  channel_id: string
  /** `!hex`, or the number behind it. */
  gateway_id: string | number
  packet: PacketHeader
  /** The content in the clear; encrypted when there is a `key`. */
  data?: DataFields
  /** Expanded key. Sets `packet.channel` to the channel's hash unless the header names one. */
  key?: Buffer
  /** A content that is encrypted already, with a key that nobody here knows. */
  encrypted?: Uint8Array
}

/** Bytes of a Data message. */
export function encodeData(data: DataFields): Buffer {
  const type = outgoingType('Data')
  return Buffer.from(type.encode(type.fromObject({ ...data })).finish())
}

/** To make one ready takes longer than to encrypt with it. */
const ready = new WeakMap<Buffer, ChannelKey>()

function channelKey(bytes: Buffer): ChannelKey {
  const known = ready.get(bytes)
  if (known !== undefined) return known
  const made = new ChannelKey(bytes)
  ready.set(bytes, made)
  return made
}

/** Bytes of a ServiceEnvelope, what a gateway publishes. */
export function encodeEnvelope(parts: EnvelopeParts): Buffer {
  const { channel_id, key, data, encrypted } = parts
  const gateway_id =
    typeof parts.gateway_id === 'number' ? formatNodeId(parts.gateway_id) : parts.gateway_id
  const packet: Record<string, unknown> = { ...parts.packet }
  if (encrypted !== undefined) {
    packet.encrypted = encrypted
  } else if (data !== undefined && key !== undefined) {
    const address = { id: parts.packet.id ?? 0, from: parts.packet.from ?? 0 }
    packet.encrypted = channelKey(key).apply(address, encodeData(data))
    packet.channel ??= channelHash(channel_id, key)
  } else if (data !== undefined) {
    packet.decoded = data
  }
  const envelope = outgoingType('ServiceEnvelope')
  const message = envelope.fromObject({ channel_id, gateway_id, packet })
  return Buffer.from(envelope.encode(message).finish())
}

/**
 * Bytes of the message `meshtastic.TYPE`, e.g. `Position`; fields by their .proto names, enum
 * values by name or number. A field that the message does not have is refused.
 */
export function encodePayload(typeName: string, fields: object): Buffer {
  const type = outgoingType(typeName)
  for (const name of Object.keys(fields)) {
    if (type.fields[name] === undefined) throw new TypeError(`${typeName} has no field ${name}`)
  }
  return Buffer.from(type.encode(type.fromObject(fields as Record<string, unknown>)).finish())
}
