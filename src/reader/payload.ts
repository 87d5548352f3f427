import type { PacketRow } from '../db/read/packets.js'
import { type Data, decodeData } from '../mesh/data.js'
import { MeshFault } from '../mesh/fault.js'
import type { Field } from '../mesh/fields.js'
import { BROADCAST } from '../mesh/node-id.js'
import { payloadType } from '../mesh/payloads/index.js'
import { PORT } from '../mesh/portnums.js'

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
): PayloadView {
  const nothing = { data: null, summary: '', fields: [] }
  if (packet.encrypted) {
    const size = `${packet.data.length} bytes`
    const why = packet.pki_encrypted
      ? 'Encrypted for one node.'
      : 'Encrypted with a key that is not known here.'
    return { ...nothing, summary: size, note: `${why} ${size}.` }
  }
  const data = decodeData(packet.data)
  if (data === null) {
    return { ...nothing, summary: 'not understood', note: 'The bytes are no Meshtastic message.' }
  }
  if (isPrivate(packet)) {
    const note =
      packet.portnum === PORT.ADMIN
        ? 'Remote administration; not shown.'
        : 'A direct message; not shown.'
    return { data, summary: note, fields: [], note }
  }
  return { data, ...readKnown(packet.portnum, data.payload) }
}

function readKnown(portnum: number, payload: Buffer): Omit<PayloadView, 'data'> {
  const type = payloadType(portnum)
  if (type === undefined) {
    const size = `${payload.length} bytes`
    return { summary: size, fields: [], note: `No description of this payload is known. ${size}.` }
  }
  try {
    const value = type.decode(payload)
    return { summary: type.summary(value), fields: type.fields(value), note: null }
  } catch (error) {
    if (!(error instanceof MeshFault)) throw error
    const note = `The payload is not what its port promises (${error.reason}).`
    return { summary: 'not understood', fields: [], note }
  }
}
