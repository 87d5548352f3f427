// Meshtastic's own terms (fields, roles, what a payload says) in the visitor's language.
import type { Say } from '../mesh/payloads/index.js'
import type { Speech, Words } from '../words/languages.js'
import type { Local } from '../words/local.js'
import { unitIn, valueIn } from '../words/measures.js'
import { formatEnum, type Units } from './format.js'

/** What the texts and numbers of a visitor's language are taken from. */
export type Tongue = Pick<Speech, 'words' | 'local'>

/** The name of something measured; null where it has none but that of its field. */
export function metricLabel(name: string, telemetry: Words['telemetry']): string | null {
  const input = /^ch(\d+)_(voltage|current)$/.exec(name)
  if (input !== null) {
    const label = input[2] === 'voltage' ? telemetry.inputVoltage : telemetry.inputCurrent
    return label({ input: input[1] ?? '' })
  }
  return ofKey(telemetry.metrics, name)
}

/** The name of a field in the catalogue; null where it has none but that of the protobuf. */
export function fieldLabel(name: string, { fieldNames, telemetry }: Words): string | null {
  return metricLabel(name, telemetry) ?? ofKey(telemetry.kinds, name) ?? ofKey(fieldNames, name)
}

function ofKey(texts: Readonly<Record<string, string>>, key: string): string | null {
  return Object.hasOwn(texts, key) ? texts[key]! : null
}

/** A role as people read it; one that is newer than this program by its own name. */
export function roleLabel(role: string, roles: Words['roles']): string {
  return ofKey(roles, role) ?? formatEnum(role)
}

/** What a Routing packet means for the one that it answers; null for what is newer than this program. */
export function routingResult(reason: string, { routingResults }: Words): string | null {
  return ofKey(routingResults, reason)
}

/** A model of hardware as people read it. */
export function hardwareLabel(model: string): string {
  return model.replaceAll('_', ' ')
}

/** A modem preset as the channel that is named after it: `LONG_FAST` → `LongFast`. */
export function presetName(preset: string): string {
  return preset.replace(
    /([A-Z0-9])([A-Z0-9]*)_?/g,
    (_word, first, rest) => first + rest.toLowerCase(),
  )
}

/** A measured number in the units of the site, with the unit. */
function measuredText(value: number, unit: string | undefined, units: Units, local: Local): string {
  if (unit === undefined) return local.number(value)
  return local.measured(valueIn(value, unit, units), unitIn(unit, units))
}

const ways: Readonly<Record<Units, WeakMap<Tongue, Say>>> = {
  metric: new WeakMap(),
  imperial: new WeakMap(),
}

/** How summaries of payloads speak in a language; made once, as lists have hundreds of them. */
export function sayIn(tongue: Tongue, units: Units = 'metric'): Say {
  const known = ways[units].get(tongue)
  if (known !== undefined) return known
  const say = makeSay(tongue, units)
  ways[units].set(tongue, say)
  return say
}

function makeSay(tongue: Tongue, units: Units): Say {
  const { words, local } = tongue
  const { said, payload } = words
  return {
    ...said,
    via: (path) => said.via({ path }),
    failed: (reason) => said.failed({ reason }),
    neighbours: (count) => said.neighbours({ count }),
    messages: (count) => said.messages({ count }),
    bytes: (count) => payload.bytes({ count }),
    every: (seconds) => said.every({ period: local.duration(seconds) }),
    pax: (wifi, ble) => said.pax({ wifi, ble }),
    height: (metres) => local.height(metres, units),
    measured(name, value, unit) {
      const text = typeof value === 'number' ? measuredText(value, unit, units, local) : value
      return `${fieldLabel(name, words) ?? name} ${text}`
    },
  }
}
