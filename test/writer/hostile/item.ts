import type { EnvelopeParts } from '../../../src/mesh/encode.js'
import { encodePayload } from '../../../src/mesh/encode.js'
import { PORT } from '../../../src/mesh/portnums.js'

/** One message: an envelope with what differs from an ordinary one, or bare bytes. */
export type Sent =
  | (Partial<EnvelopeParts> & { topic?: string })
  | { bytes: Buffer; topic: string }
  /** The writer is started anew, and remembers nothing. */
  | 'restart'

export type Columns = Record<string, string | number | null>

/** A table in which the row of the item is looked up by its packet, or by its sender. */
type Table = 'packet' | 'reception' | 'uplink' | 'text_message' | 'position' | 'node'

/** Something that a stranger may send, and what has to become of it. */
export interface Item {
  name: string
  /** `id` and `from` are the item's own; they are in the header unless it says otherwise. */
  sends(id: number, from: number): Sent[]
  /** One for each message, in any order: `stored`, `malformed no-packet`, `filtered json-topic`. */
  becomes: string[]
  /** Columns of the one row in a table; null where there must be none. */
  rows?: Partial<Record<Table, Columns | null>>
  /** How many rows of the packet there are in other tables. */
  counts?: Partial<Record<'packet' | 'reception' | 'traceroute_hop' | 'telemetry', number>>
  /** Links to or from the sender. */
  links?: number
  /** It costs a thousand messages, and the rule is not the database's. */
  onlyOn?: 'sqlite'
  /** Further pages that show it. */
  pages?(id: number, from: number): string[]
}

export const words = (text: string | Uint8Array) => ({
  portnum: PORT.TEXT_MESSAGE,
  payload: Buffer.from(text as string),
})

/** A payload of a port: fields of its message, or bytes that are none. */
export const payload = (portnum: number, type: string, fields: object | Buffer) => ({
  portnum,
  payload: Buffer.isBuffer(fields) ? fields : encodePayload(type, fields),
})

export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))
