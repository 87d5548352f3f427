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

/** How one field of a type is converted; worked out once per type, since every packet needs it. */
interface Step {
  field: protobuf.Field
  name: string
  /** Value of a field that was not sent. */
  absent: () => Plain
  /** True when the value of a field that was not sent differs from what protobufjs reads. */
  hasPresence: boolean
  convert: (value: unknown) => Plain
}

const steps = new WeakMap<protobuf.Type, Step[]>()

function stepsOf(type: protobuf.Type): Step[] {
  const known = steps.get(type)
  if (known !== undefined) return known
  const made = type.fieldsArray.map((field) => ({
    field: field.resolve() as protobuf.Field,
    name: field.name,
    absent: absentValue(field),
    hasPresence: canBeNull(field) || field.type === 'bytes',
    convert: converter(field),
  }))
  steps.set(type, made)
  return made
}

/** Converts a message of an incoming type (see proto.ts) to plain data, every field included. */
export function toPlain(type: protobuf.Type, message: object): PlainMessage {
  const plain: PlainMessage = {}
  const source = message as Record<string, unknown>
  for (const step of stepsOf(type)) {
    const { name } = step
    if (step.field.repeated) {
      const values = source[name]
      plain[name] = Array.isArray(values) ? values.map(step.convert) : []
    } else if (step.hasPresence && !isPresent(message, step.field)) {
      plain[name] = step.absent()
    } else {
      plain[name] = step.convert(source[name])
    }
  }
  return plain
}

/** True for messages, members of a oneof and fields marked optional. */
function canBeNull(field: protobuf.Field): boolean {
  return field.hasPresence || field.partOf !== null || field.resolvedType instanceof protobuf.Type
}

function absentValue(field: protobuf.Field): () => Plain {
  if (canBeNull(field)) return () => null
  return isStringField(field) ? () => '' : () => Buffer.alloc(0)
}

function converter(field: protobuf.Field): (value: unknown) => Plain {
  const type = field.resolvedType
  if (type instanceof protobuf.Type) return (value) => toPlain(type, value as object)
  if (type instanceof protobuf.Enum) return (value) => enumName(type, value as number)
  if (isStringField(field)) return (value) => cleanText(lossyText(value as Uint8Array))
  if (field.type === 'float') return (value) => finite(shortestFloat(value as number))
  if (field.type === 'double') return (value) => finite(value as number)
  if (field.long) return (value) => (isLong(value) ? value.toNumber() : (value as number))
  return (value) => value as Plain
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

/**
 * The decimal number with the fewest digits (at least 6) that rounds to the given 32-bit float:
 * 21.3 instead of 21.299999237060547.
 */
export function shortestFloat(value: number): number {
  if (!Number.isFinite(value)) return value
  // Most measurements have few digits; up to 6 of them are found without printing the number.
  const few = Math.round(value * 10_000) / 10_000
  if (Math.abs(value) < 100 && Math.fround(few) === value) return few
  for (let digits = 6; digits < 9; digits += 1) {
    const short = rounded(value, digits)
    if (Math.fround(short) === value) return short
  }
  return rounded(value, 9)
}

/**
 * A number rounded to so many significant digits, ties to the even digit as in C and Python, where
 * JavaScript's own `toPrecision` takes the larger one.
 */
function rounded(value: number, digits: number): number {
  // A tie ends in 5 when printed in full: nine of ten numbers need not be looked at more closely.
  const text = String(value)
  if (!text.endsWith('5') && !text.includes('e')) return Number(value.toPrecision(digits))
  const [mantissa = '', exponent = '0'] = value.toExponential(digits).split('e')
  const isTie = mantissa.endsWith('5') && Number(`${mantissa}e${exponent}`) === value
  const isEven = /[02468]\.?5$/.test(mantissa)
  if (isTie && isEven) return Number(`${mantissa.slice(0, -1)}e${exponent}`)
  return Number(value.toPrecision(digits))
}
