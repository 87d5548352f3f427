// Node numbers: unsigned 32 bits. Browser safe.

/** The address of everybody (`NODENUM_BROADCAST` in the firmware). */
export const BROADCAST = 0xffffffff

/** The highest node number there can be. */
const MAX_NODE_ID = 0xffffffff

/**
 * Reads a node number as people and programs write it: decimal, `0x…`, or `!` and hexadecimal
 * digits. `null` for anything else, and for what does not fit 32 bits.
 */
export function parseNodeId(text: string): number | null {
  const trimmed = text.trim()
  const hex = /^(?:!|0x)([0-9a-f]{1,8})$/i.exec(trimmed)?.[1]
  if (hex !== undefined) return Number.parseInt(hex, 16)
  if (!/^\d{1,10}$/.test(trimmed)) return null
  const node_id = Number(trimmed)
  return node_id <= MAX_NODE_ID ? node_id : null
}

/**
 * The node number of eight hexadecimal digits without their `!`, as they are often copied; `null`
 * for anything else. Where eight decimal digits are meant nobody can tell: {@link parseNodeId} first.
 */
export function parseBareNodeId(text: string): number | null {
  const trimmed = text.trim()
  return /^[0-9a-f]{8}$/i.test(trimmed) ? Number.parseInt(trimmed, 16) : null
}

/** A node as people name it by number: as {@link parseNodeId}, else as {@link parseBareNodeId}. */
export function readNodeId(text: string): number | null {
  return parseNodeId(text) ?? parseBareNodeId(text)
}

/**
 * The number behind a gateway id as firmware sends it, `!` and up to eight hexadecimal digits.
 * `null` for the free-form names that bridges and other software use.
 */
export function parseGatewayId(text: string): number | null {
  return /^![0-9a-f]{1,8}$/i.test(text) ? Number.parseInt(text.slice(1), 16) : null
}

/** `!0a1b2c3d`, as the apps show a node number. */
export function formatNodeId(node_id: number): string {
  return `!${(node_id >>> 0).toString(16).padStart(8, '0')}`
}

/** The four hexadecimal digits that stand for a node without a name, as the apps do it. */
export function defaultShortName(node_id: number): string {
  return formatNodeId(node_id).slice(-4)
}

/**
 * What stands for a node in `relay_node` and `next_hop` of a packet: the last byte of its number,
 * and 255 where that is 0, which means none there (`getLastByteOfNodeNum` in the firmware).
 */
export function relayByte(node_id: number): number {
  return node_id & 0xff || 0xff
}
