import type protobuf from 'protobufjs'
import { asBuffer } from '../bytes.js'
import { MeshFault, orFault } from '../fault.js'
import { type Field, messageFields } from '../fields.js'
import { once } from '../once.js'
import { type PlainMessage, toPlain } from '../plain.js'
import { portnumName } from '../portnums.js'
import { incomingType } from '../proto.js'
import type { Say } from './say.js'

/** One kind of payload: how it is decoded, and how it is told to people. */
export interface PayloadType<T> {
  readonly portnum: number
  /** `POSITION_APP` */
  readonly name: string
  /** The protobuf message inside; `null` for plain text and for what is not decoded. */
  readonly type: protobuf.Type | null
  /** @throws MeshFault `bad-payload` or `payload-too-long` */
  decode(payload: Uint8Array): T
  /** One line of plain text; empty when there is nothing to say. */
  summary(value: T, say: Say): string
  fields(value: T): Field[]
}

/** A radio packet holds 233 bytes of payload; software on MQTT may send more, but not any amount. */
export const MAX_PAYLOAD = 4096

/** @throws MeshFault `payload-too-long` */
export function boundPayload(payload: Uint8Array): Buffer {
  if (payload.length > MAX_PAYLOAD) {
    throw new MeshFault(
      'payload-too-long',
      `${payload.length} bytes of payload, ${MAX_PAYLOAD} are allowed`,
    )
  }
  return asBuffer(payload)
}

/**
 * Decodes one protobuf message of a payload.
 *
 * @throws MeshFault `bad-payload`, `payload-too-long`
 */
function decodeMessage(type: protobuf.Type, payload: Uint8Array): PlainMessage {
  const bytes = boundPayload(payload)
  return toPlain(
    type,
    orFault('bad-payload', type.name, () => type.decode(bytes)),
  )
}

interface MessageOptions<T> {
  portnum: number
  /** Name of the message in the package `meshtastic`. */
  message: string
  /** Makes the typed value of the decoded message; may throw a MeshFault. */
  read(plain: PlainMessage): T
  summary(value: T, say: Say): string
}

/** A payload type that is one protobuf message. Its value keeps the field names of the message. */
export function messagePayload<T extends object>(options: MessageOptions<T>): PayloadType<T> {
  const type = once(() => incomingType(options.message).setup())
  return {
    portnum: options.portnum,
    name: portnumName(options.portnum),
    get type() {
      return type()
    },
    decode: (payload) => options.read(decodeMessage(type(), payload)),
    summary: options.summary,
    fields: (value) => messageFields(type(), value as PlainMessage),
  }
}
