import type { Message } from 'protobufjs'
import { asBuffer } from './bytes.js'
import { once } from './once.js'
import { MAX_PORTNUM } from './portnums.js'
import { incomingType } from './proto.js'

/** What a packet says once it is open (`Data` in mesh.proto). */
export interface Data {
  /** 0 to 511 */
  portnum: number
  payload: Buffer
  want_response: boolean
  /** Node for whom the message is when it travels inside another; 0 = the packet's own `to`. */
  dest: number
  source: number
  /** Id of the packet that this one answers (routing, traceroute replies); 0 = none. */
  request_id: number
  /** Id of the text that this one replies to; 0 = none. */
  reply_id: number
  /** Not 0: the text is a reaction to `reply_id`. */
  emoji: number
  /** Bit 0: the sender agrees to MQTT. `null` from firmware older than the field. */
  bitfield: number | null
}

const type = once(() => incomingType('Data').setup())

interface WireData extends Omit<Data, 'payload' | 'bitfield'> {
  payload: Buffer | never[]
  bitfield: number
}

function decode(bytes: Buffer): (WireData & Message) | null {
  try {
    return type().decode(bytes) as unknown as WireData & Message
  } catch {
    return null
  }
}

/**
 * Decodes the bytes of a Data message. `null` when they are none: no protobuf of that shape, or a
 * port number that cannot be. `payload` shares the memory of `bytes`.
 */
export function decodeData(bytes: Uint8Array): Data | null {
  const wire = decode(asBuffer(bytes))
  if (wire === null || wire.portnum < 0 || wire.portnum > MAX_PORTNUM) return null
  return {
    portnum: wire.portnum,
    payload: Buffer.isBuffer(wire.payload) ? wire.payload : Buffer.alloc(0),
    want_response: wire.want_response,
    dest: wire.dest,
    source: wire.source,
    request_id: wire.request_id,
    reply_id: wire.reply_id,
    emoji: wire.emoji,
    bitfield: Object.hasOwn(wire, 'bitfield') ? wire.bitfield : null,
  }
}
