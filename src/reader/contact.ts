import type { NodeRow } from '../db/read/nodes.js'
import { encodePayload } from '../mesh/encode.js'
import { formatNodeId } from '../mesh/node-id.js'

/** What of a node belongs into a contact. */
export type ContactNode = Pick<
  NodeRow,
  | 'node_id'
  | 'long_name'
  | 'short_name'
  | 'hw_model'
  | 'role'
  | 'is_licensed'
  | 'is_unmessagable'
  | 'public_key'
>

/** Bytes, as `mesh.options` of the protobufs say; with the NUL at the end they are one more. */
const LONGEST_NAME = 39
const LONGEST_SHORT_NAME = 4

/** Where the Meshtastic apps take contacts from: the part behind `#` never leaves the phone. */
const CONTACT_PAGE = 'https://meshtastic.org/v/#'

/**
 * The address that adds a node to the contacts of a Meshtastic app: a `SharedContact` message.
 * It carries the role and the public key, without which direct messages to it cannot be encrypted.
 */
export function contactUrl(node: ContactNode): string {
  const user: Record<string, unknown> = {
    id: formatNodeId(node.node_id),
    // As long as radios take; a database of another program may have more than a code can hold.
    long_name: cutBytes(node.long_name ?? '', LONGEST_NAME),
    short_name: cutBytes(node.short_name ?? '', LONGEST_SHORT_NAME),
    hw_model: enumValue(node.hw_model, 'UNSET'),
    role: enumValue(node.role, 'CLIENT'),
  }
  if (node.is_licensed === true) user.is_licensed = true
  if (node.is_unmessagable !== null) user.is_unmessagable = node.is_unmessagable
  const key = publicKeyBytes(node.public_key)
  if (key !== null) user.public_key = key
  const contact = encodePayload('SharedContact', { node_num: node.node_id, user: given(user) })
  return CONTACT_PAGE + contact.toString('base64url')
}

/** The beginning of a text that is no longer than `most` bytes of UTF-8. */
function cutBytes(text: string, most: number): string {
  const bytes = new Uint8Array(most)
  return text.slice(0, new TextEncoder().encodeInto(text, bytes).read)
}

/** A public key of 32 bytes from its hexadecimal form; null when it is none. */
export function publicKeyBytes(hex: string | null): Buffer | null {
  return hex !== null && /^[0-9a-f]{64}$/i.test(hex) ? Buffer.from(hex, 'hex') : null
}

/** Values that are new to our descriptors are kept by their number; the default is left out. */
function enumValue(name: string | null, usual: string): string | number | undefined {
  if (name === null || name === usual) return undefined
  return /^\d+$/.test(name) ? Number(name) : name
}

function given(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''),
  )
}
