import protobuf from 'protobufjs'
import { formatNodeId } from './node-id.js'
import type { Plain, PlainMessage } from './plain.js'
import { enumName } from './proto.js'
import { emojiOf } from './text.js'
import { type FieldHint, fieldHint, scaled } from './units.js'

/** One field of a payload, ready to be shown. `name` is the protobuf field name. */
export interface Field {
  name: string
  value: string | number | boolean | null | Field[]
  unit?: string
  /** Degrees of a place: people copy them into maps. */
  isCoordinate?: true
}

/**
 * The fields of a message that were sent, in the order of their numbers; a repeated field once per
 * value. Numbers are in `unit`, node numbers are `!hex`, bytes are hexadecimal.
 */
export function messageFields(type: protobuf.Type, plain: PlainMessage): Field[] {
  const fields: Field[] = []
  for (const field of inOrder(type)) {
    const value = plain[field.name]
    const values = Array.isArray(value) ? value : [value ?? null]
    for (const each of values) {
      if (isAbsent(field, each)) continue
      fields.push(shown(field, each, fieldHint(type.name, field.name)))
    }
  }
  return fields
}

const sorted = new WeakMap<protobuf.Type, protobuf.Field[]>()

/** Types do not change, and every packet's page asks. */
function inOrder(type: protobuf.Type): readonly protobuf.Field[] {
  const known = sorted.get(type)
  if (known !== undefined) return known
  const fields = [...type.fieldsArray].sort((a, b) => a.id - b.id)
  sorted.set(type, fields)
  return fields
}

/** A field without presence that has its default was not sent, or might as well not have been. */
function isAbsent(field: protobuf.Field, value: Plain): boolean {
  if (value === null) return true
  if (field.repeated || field.hasPresence || field.partOf !== null) return false
  if (Buffer.isBuffer(value)) return value.length === 0
  if (field.resolvedType instanceof protobuf.Enum) return value === enumName(field.resolvedType, 0)
  return value === 0 || value === '' || value === false
}

function shown(field: protobuf.Field, value: Plain, hint: FieldHint): Field {
  const { name } = field
  if (Buffer.isBuffer(value)) return { name, value: value.toString('hex') }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const type = field.resolvedType as protobuf.Type
    return { name, value: messageFields(type, value) }
  }
  if (typeof value !== 'number') return { name, value: value as string | boolean }
  if (value === hint.none) return { name, value: null }
  if (hint.kind === 'node') return { name, value: formatNodeId(value) }
  if (hint.kind === 'id') return { name, value: String(value) }
  if (hint.kind === 'icon') return { name, value: emojiOf(value) || String(value) }
  return {
    name,
    value: scaled(value, hint),
    ...(hint.unit === undefined ? {} : { unit: hint.unit }),
    ...(hint.kind === 'coordinate' ? { isCoordinate: true } : {}),
  }
}
