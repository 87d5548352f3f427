import protobuf from 'protobufjs'
import { payloadType } from './payloads/index.js'
import { enumName, incomingType, isStringField } from './proto.js'
import { cleanText, lossyText } from './text.js'

/** A piece of an encoded message: which bytes of it say what. */
export interface WireField {
  /** Of a message within: its tag and length alone; its own fields hold the rest. */
  bytes: Uint8Array
  /** Number and name of the field; the number alone where the descriptors know no name. */
  name: string
  /** What the bytes say; empty for a message and for bytes, which stand there already. */
  value: string
  fields: WireField[]
}

const VARINT = 0
const FIXED64 = 1
const BYTES = 2
const FIXED32 = 5

/** Messages within messages deeper than this, and more fields than this, stay bytes. */
const DEEPEST = 8
const MOST_FIELDS = 400
const LONGEST_TEXT = 300

/** Takes a Data message apart as it stands on the wire, the payload within by its port. */
export function dataTree(bytes: Buffer, portnum: number): WireField[] {
  const budget = { fields: MOST_FIELDS }
  const payload = payloadType(portnum)?.type ?? null
  return readFields(bytes, incomingType('Data'), payload, 0, budget)
}

/** Fields as far as they can be read; what cannot is the last of them, without a name. */
function readFields(
  bytes: Buffer,
  type: protobuf.Type | null,
  payload: protobuf.Type | null,
  depth: number,
  budget: { fields: number },
): WireField[] {
  const found: WireField[] = []
  const reader = protobuf.Reader.create(bytes)
  while (reader.pos < bytes.length) {
    const start = reader.pos
    try {
      if (budget.fields-- <= 0) throw new RangeError('too many fields')
      const tag = reader.uint32()
      const field = type?.fieldsById[tag >>> 3]
      const name = field === undefined ? String(tag >>> 3) : `${tag >>> 3} ${field.name}`
      if ((tag & 7) !== BYTES) {
        const value = readNumber(reader, tag & 7, field)
        found.push({ bytes: bytes.subarray(start, reader.pos), name, value, fields: [] })
        continue
      }
      const length = reader.uint32()
      const inner = bytes.subarray(reader.pos, reader.pos + length)
      if (inner.length < length) throw new RangeError('cut off')
      const head = bytes.subarray(start, reader.pos)
      reader.skip(length)
      const isPayload = depth === 0 && field?.name === 'payload'
      const innerType = isPayload ? payload : innerTypeOf(field)
      const fields =
        innerType === null || depth >= DEEPEST
          ? []
          : readFields(inner, innerType, null, depth + 1, budget)
      found.push(
        fields.length > 0
          ? { bytes: head, name, value: '', fields }
          : { bytes: bytes.subarray(start, reader.pos), name, value: textOf(inner, field), fields },
      )
    } catch {
      found.push({ bytes: bytes.subarray(start), name: '', value: '', fields: [] })
      break
    }
  }
  return found
}

function innerTypeOf(field: protobuf.Field | undefined): protobuf.Type | null {
  return field?.resolvedType instanceof protobuf.Type ? field.resolvedType : null
}

function textOf(bytes: Buffer, field: protobuf.Field | undefined): string {
  const isText = field !== undefined && isStringField(field)
  return isText ? JSON.stringify(cleanText(lossyText(bytes), LONGEST_TEXT)) : ''
}

/** @throws RangeError what is no number, or is cut off */
function readNumber(
  reader: protobuf.Reader,
  wireType: number,
  field: protobuf.Field | undefined,
): string {
  if (wireType === FIXED64)
    return String(field?.type === 'double' ? reader.double() : reader.fixed64())
  if (wireType === FIXED32) {
    if (field?.type === 'float') return String(Number(reader.float().toPrecision(7)))
    return String(field?.type === 'sfixed32' ? reader.sfixed32() : reader.fixed32())
  }
  if (wireType !== VARINT) throw new RangeError(`wire type ${wireType}`)
  if (field?.resolvedType instanceof protobuf.Enum) {
    const value = reader.int32()
    return `${enumName(field.resolvedType, value)} (${value})`
  }
  if (field?.type === 'bool') return String(reader.bool())
  if (field?.type === 'int32') return String(reader.int32())
  if (field?.type === 'sint32') return String(reader.sint32())
  return String(reader.uint64())
}
