import { parseNodeId } from '../../mesh/node-id.js'
import { HttpError } from '../errors.js'

/**
 * Parameters as MeshView's clients send them. Each endpoint is forgiving or strict in its own
 * way, so queries are read here and not by the schemas, which only describe them.
 */
export type Query = Record<string, unknown>

/** The text of a parameter, the last one when it is repeated; undefined when absent or empty. */
export function textOf(query: unknown, name: string): string | undefined {
  const value = (query as Query)[name]
  const last = Array.isArray(value) ? value.at(-1) : value
  return typeof last === 'string' && last.trim() !== '' ? last.trim() : undefined
}

/** A whole number, also `0x…`; undefined when absent, not a number or beyond 2^53. */
export function integerOf(query: unknown, name: string): number | undefined {
  const text = textOf(query, name)
  return text === undefined ? undefined : parseInteger(text)
}

export function parseInteger(text: string): number | undefined {
  if (!/^[+-]?\d+$|^0x[0-9a-f]+$/i.test(text)) return undefined
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : undefined
}

/** Like `integerOf`, but what is there and not a number is refused with `message`. */
export function strictIntegerOf(query: unknown, name: string, message: string): number | undefined {
  const value = integerOf(query, name)
  if (value === undefined && textOf(query, name) !== undefined) throw new HttpError(400, message)
  return value
}

/** A node in any of the three spellings; what is there and names no node is refused. */
export function nodeIdOf(query: unknown, name: string, message: string): number | undefined {
  const text = textOf(query, name)
  if (text === undefined) return undefined
  const node_id = parseNodeId(text)
  if (node_id === null) throw new HttpError(400, message)
  return node_id
}

/** `limit`, clamped to 1…`most`; `usual` when absent or not a number. */
export function limitOf(query: unknown, usual: number, most: number): number {
  return Math.min(Math.max(integerOf(query, 'limit') ?? usual, 1), most)
}

/** Port numbers fill 9 bits; columns of that kind hold 31. */
export function isPortnum(value: number): boolean {
  return value >= 0 && value < 2 ** 31
}

/** A port number; undefined, as on the pages, when absent or none that there can be. */
export function portOf(text: string | undefined): number | undefined {
  const portnum = parseInteger(text ?? '')
  return portnum !== undefined && isPortnum(portnum) ? portnum : undefined
}

/** Cursors stay far below, microseconds since 1970 have been above since 1973. */
const SMALLEST_TIME_US = 1e14

/** `before=`: a cursor of an earlier answer, or a time in microseconds. */
export function beforeOf(query: unknown): { before_key?: number; before_us?: number } {
  const value = integerOf(query, 'before')
  if (value === undefined) return {}
  return value >= SMALLEST_TIME_US ? { before_us: value } : { before_key: value }
}

/** A mesh packet id of a path. */
export function packetIdOf(text: string, message: string): number {
  const id = parseInteger(text)
  if (id === undefined || id < 0) throw new HttpError(400, message)
  return id
}
