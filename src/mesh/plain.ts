import protobuf from 'protobufjs'
import { enumName, isStringField } from './proto.js'
import { cleanText, lossyText } from './text.js'

/**
 * A decoded message as plain data. Enum values are names (`'ROUTER'`; `'254'` when unknown),
 * absent optional fields, absent messages, NaN and infinities are `null`, `bytes` are Buffers,
 * 64-bit integers are numbers, text is cleaned.
 */
export type Plain = string | number | boolean | null | Buffer | Plain[] | PlainMessage
export interface PlainMessage {
  [field: string]: Plain
}

/** A 64-bit integer as protobufjs hands it over. */
export interface Long {
  low: number
  high: number
  unsigned: boolean
  toNumber(): number
  toString(): string
}

export function isLong(value: unknown): value is Long {
  return typeof value === 'object' && value !== null && 'low' in value && 'high' in value
}

/** True when the message says something about the field: sent, and by its rules of presence. */
export function isPresent(message: object, field: protobuf.Field): boolean {
  if (!Object.hasOwn(message, field.name)) return false
  // Of a oneof only the member that came last counts.
  return field.partOf === null || Reflect.get(message, field.partOf.name) === field.name
}

/** Converts a message of an incoming type (see proto.ts) to plain data, every field included. */
export function toPlain(type: protobuf.Type, message: object): PlainMessage {
  const plain: PlainMessage = {}
  for (const field of type.fieldsArray) {
    const present = isPresent(message, field)
    const value: unknown = present ? Reflect.get(message, field.name) : undefined
    if (field.repeated) {
      plain[field.name] = Array.isArray(value) ? value.map((item) => plainValue(field, item)) : []
    } else {
      plain[field.name] = present ? plainValue(field, value) : absentValue(field)
    }
  }
  return plain
}

function absentValue(field: protobuf.Field): Plain {
  if (field.hasPresence || field.partOf !== null) return null
  if (isStringField(field)) return ''
  if (field.type === 'bytes') return Buffer.alloc(0)
  if (field.type === 'bool') return false
  return field.resolvedType instanceof protobuf.Enum ? enumName(field.resolvedType, 0) : 0
}

function plainValue(field: protobuf.Field, value: unknown): Plain {
  if (field.resolvedType instanceof protobuf.Type) {
    return toPlain(field.resolvedType, value as object)
  }
  if (field.resolvedType instanceof protobuf.Enum) {
    return enumName(field.resolvedType, value as number)
  }
  if (isStringField(field)) return cleanText(lossyText(value as Uint8Array))
  if (isLong(value)) return value.toNumber()
  if (typeof value === 'number') return Number.isFinite(value) ? shortFloat(field, value) : null
  return value as Plain
}

/** A 32-bit float as the shortest decimal that means it: 21.3 instead of 21.299999237060547. */
function shortFloat(field: protobuf.Field, value: number): number {
  return field.type === 'float' ? shortestFloat(value) : value
}

/** The double with the fewest decimal digits (at least 6) that rounds to the given 32-bit float. */
export function shortestFloat(value: number): number {
  if (Number.isInteger(value) && Math.abs(value) < 1_000_000) return value
  for (let digits = 6; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return short
  }
  return Number(value.toPrecision(9))
}
