import type { PacketRow } from '../db/read/packets.js'
import { type Data, decodeData } from '../mesh/data.js'
import { MeshFault } from '../mesh/fault.js'
import type { Field } from '../mesh/fields.js'
import { BROADCAST } from '../mesh/node-id.js'
import { payloadType } from '../mesh/payloads/index.js'
import { PORT } from '../mesh/portnums.js'
import type { Units } from './format.js'
import { sayIn, type Tongue } from './terms.js'

/** What a packet says, ready to be shown. */
export interface PayloadView {
  /** The opened message; null where the packet is encrypted or its bytes are no Data. */
  data: Data | null
  /** One line of plain text. */
  summary: string
  fields: Field[]
  /** Why there are no fields, in words for a visitor; null when there is nothing to explain. */
  note: string | null
}

/** Ports that carry the words of one person to another. */
const personalPorts = new Set<number>([
  PORT.TEXT_MESSAGE,
  PORT.TEXT_MESSAGE_COMPRESSED,
  PORT.AUDIO,
  PORT.ALERT,
  PORT.KEY_VERIFICATION,
  PORT.REPLY,
  PORT.STORE_FORWARD,
])

/** True where visitors must not see what the packet says: words to one node, administration. */
export function isPrivate(packet: Pick<PacketRow, 'portnum' | 'to_node_id'>): boolean {
  if (packet.portnum === PORT.ADMIN) return true
  return packet.to_node_id !== BROADCAST && personalPorts.has(packet.portnum)
}

/** Decodes a packet's payload for display; never throws, whatever the bytes are. */
export function readPayload(
  packet: Pick<PacketRow, 'portnum' | 'to_node_id' | 'encrypted' | 'pki_encrypted' | 'data'>,
  tongue: Tongue,
  units?: Units,
): PayloadView {
  const words = tongue.words.payload
  const nothing = { data: null, summary: '', fields: [] }
  if (packet.encrypted) {
    const size = words.bytes({ count: packet.data.length })
    const note = packet.pki_encrypted ? words.encryptedForOne : words.encryptedUnknown
    return { ...nothing, summary: size, note: note({ size }) }
  }
  const data = decodeData(packet.data)
  if (data === null) {
    return { ...nothing, summary: words.notUnderstood, note: words.noMessage }
  }
  if (isPrivate(packet)) {
    const note = packet.portnum === PORT.ADMIN ? words.admin : words.direct
    return { data, summary: note, fields: [], note }
  }
  return { data, ...readKnown(packet.portnum, data.payload, tongue, units) }
}

function readKnown(
  portnum: number,
  payload: Buffer,
  tongue: Tongue,
  units: Units | undefined,
): Omit<PayloadView, 'data'> {
  const words = tongue.words.payload
  const type = payloadType(portnum)
  if (type === undefined) {
    const size = words.bytes({ count: payload.length })
    return { summary: size, fields: [], note: words.noDescription({ size }) }
  }
  try {
    const value = type.decode(payload)
    return {
      summary: type.summary(value, sayIn(tongue, units)),
      fields: type.fields(value),
      note: null,
    }
  } catch (error) {
    if (!(error instanceof MeshFault)) throw error
    const note = words.broken({ reason: error.reason })
    return { summary: words.notUnderstood, fields: [], note }
  }
}
