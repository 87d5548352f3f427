import protobuf from 'protobufjs'
import { decodeText, payloadType } from './payloads/index.js'
import { MAX_PAYLOAD } from './payloads/type.js'
import { isLong, isPresent, shortestFloat } from './plain.js'
import { enumName, isStringField } from './proto.js'
import { exactText } from './text.js'

// Protobuf text format, byte for byte as Python's `text_format.MessageToString` prints it: bots
// parse it with regular expressions written against that.

/** What is printed instead of a payload that cannot be decoded. */
export const NOT_DECODED = 'Did not decode'

/** A string field that holds no UTF-8: Python refuses to parse such a message. */
class NotUtf8 extends Error {}

/**
 * The payload of a packet as text: a text message as it is, any other known type in protobuf text
 * format without surrounding white space, {@link NOT_DECODED} for the rest.
 */
export function payloadText(portnum: number, payload: Uint8Array): string {
  const known = payloadType(portnum)
  if (known === undefined || payload.length > MAX_PAYLOAD) return NOT_DECODED
  if (known.type !== null) return messageText(known.type, payload) ?? NOT_DECODED
  const value = known.decode(payload)
  return typeof value === 'string' ? decodeText(payload) : NOT_DECODED
}

function messageText(type: protobuf.Type, payload: Uint8Array): string | null {
  try {
    const lines: string[] = []
    print(type, type.decode(payload), '', lines)
    return lines.join('\n').trim()
  } catch {
    return null
  }
}

const orders = new WeakMap<protobuf.Type, protobuf.Field[]>()

function inOrder(type: protobuf.Type): protobuf.Field[] {
  const known = orders.get(type)
  if (known !== undefined) return known
  const order = [...type.fieldsArray].sort((a, b) => a.id - b.id)
  orders.set(type, order)
  return order
}

function print(type: protobuf.Type, message: object, indent: string, lines: string[]): void {
  for (const field of inOrder(type)) {
    if (!isPresent(message, field)) continue
    const value: unknown = Reflect.get(message, field.name)
    for (const each of field.repeated && Array.isArray(value) ? value : [value]) {
      printField(field, each, indent, lines)
    }
  }
}

function printField(field: protobuf.Field, value: unknown, indent: string, lines: string[]): void {
  if (field.resolvedType instanceof protobuf.Type) {
    lines.push(`${indent}${field.name} {`)
    print(field.resolvedType, value as object, `${indent}  `, lines)
    lines.push(`${indent}}`)
    return
  }
  lines.push(`${indent}${field.name}: ${scalarText(field, value)}`)
}

function scalarText(field: protobuf.Field, value: unknown): string {
  if (field.resolvedType instanceof protobuf.Enum) {
    return enumName(field.resolvedType, value as number)
  }
  if (isStringField(field)) return `"${escapedText(value as Uint8Array)}"`
  if (field.type === 'bytes') return `"${escapedBytes(value as Uint8Array)}"`
  if (field.type === 'float') return floatText(shortestFloat(value as number))
  if (field.type === 'double') return floatText(value as number)
  return isLong(value) ? value.toString() : String(value)
}

/** A float as Python's `repr` prints it: `21.0`, `5e-05`, `1e+16`, `nan`, `-inf`. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const [mantissa = '', exponentText = '0'] = value.toExponential().split('e')
  const exponent = Number(exponentText)
  if (exponent < -4 || exponent >= 16) {
    const sign = exponent < 0 ? '-' : '+'
    return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`
  }
  return Number.isInteger(value) ? `${value}.0` : fixedText(value, mantissa, exponent)
}

/** Without an exponent, also below 1e-6 where JavaScript would write one. */
function fixedText(value: number, mantissa: string, exponent: number): string {
  const decimals = mantissa.replace('-', '').replace('.', '').length - 1 - exponent
  return value.toFixed(Math.max(decimals, 1))
}

const ESCAPES = new Map<number, string>([
  [0x09, '\\t'],
  [0x0a, '\\n'],
  [0x0d, '\\r'],
  [0x22, '\\"'],
  [0x27, "\\'"],
  [0x5c, '\\\\'],
])

function escapedCode(code: number): string {
  const short = ESCAPES.get(code)
  if (short !== undefined) return short
  if (code >= 0x20 && code < 0x7f) return String.fromCharCode(code)
  return `\\${code.toString(8).padStart(3, '0')}`
}

function escapedBytes(bytes: Uint8Array): string {
  return Array.from(bytes, escapedCode).join('')
}

/** Text keeps its characters beyond ASCII; only control characters, quotes and \ are escaped. */
function escapedText(bytes: Uint8Array): string {
  const text = exactText(bytes)
  if (text === null) throw new NotUtf8()
  let escaped = ''
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    escaped += code < 0x80 ? escapedCode(code) : character
  }
  return escaped
}
