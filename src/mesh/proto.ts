import { readFileSync } from 'node:fs'
import protobuf from 'protobufjs'
import { once } from './once.js'

// Meshtastic's message types, as protobufjs compiles them from the official descriptors
// (`descriptors.json` is made by the build). Loaded twice, for the two directions:
// - outgoing: as they are;
// - incoming: every `string` read as bytes, because radios send text that is no UTF-8, and what
//   to do about it is for the reader of the field to say (see text.ts and text-format.ts).
// Each when it is first asked for: a start waits for neither.

type Json = Parameters<typeof protobuf.Root.fromJSON>[0]
type JsonNode = { fields?: Record<string, { type: string }>; nested?: Record<string, JsonNode> }

const strings = new Set<string>()

function stringsToBytes(node: JsonNode, path: string): void {
  for (const [name, field] of Object.entries(node.fields ?? {})) {
    if (field.type !== 'string') continue
    field.type = 'bytes'
    strings.add(`${path}.${name}`)
  }
  for (const [name, child] of Object.entries(node.nested ?? {})) {
    stringsToBytes(child, `${path}.${name}`)
  }
}

function load(change: (node: JsonNode) => void): protobuf.Root {
  const source = readFileSync(new URL('./descriptors.json', import.meta.url), 'utf8')
  const json = JSON.parse(source) as Json & JsonNode
  change(json)
  return protobuf.Root.fromJSON(json).resolveAll() as protobuf.Root
}

const incoming = once(() => load((node) => stringsToBytes(node, '')))
/** The writer and the reader never ask for these. */
const outgoing = once(() => load(() => undefined))

/** The type `meshtastic.NAME` for decoding: its `string` fields hold bytes. */
export function incomingType(name: string): protobuf.Type {
  return incoming().lookupType(`meshtastic.${name}`)
}

/** The type `meshtastic.NAME` for encoding. */
export function outgoingType(name: string): protobuf.Type {
  return outgoing().lookupType(`meshtastic.${name}`)
}

/** The enum `meshtastic.NAME`, such as `HardwareModel` or `Config.DeviceConfig.Role`. */
export function enumType(name: string): protobuf.Enum {
  return incoming().lookupEnum(`meshtastic.${name}`)
}

const stringFields = new WeakMap<protobuf.Field, boolean>()

/** True when the field of an incoming type is text by its .proto file. */
export function isStringField(field: protobuf.Field): boolean {
  let isString = stringFields.get(field)
  if (isString === undefined) {
    // Put together anew at each call: a twelfth of the time of a list of packets.
    isString = strings.has(field.fullName)
    stringFields.set(field, isString)
  }
  return isString
}

/** The name of an enum value; a value that these descriptors do not know stays a number. */
export function enumName(type: protobuf.Enum, value: number): string {
  return type.valuesById[value] ?? String(value)
}
