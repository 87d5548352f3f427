import protobuf from 'protobufjs'
import { orFault } from '../fault.js'
import { once } from '../once.js'
import { PORT } from '../portnums.js'
import { incomingType } from '../proto.js'
import { metricHint, scaled } from '../units.js'
import { boundPayload, messagePayload } from './type.js'

/** Measurements by field name, e.g. `battery_level`; `null` = not measured or no finite number. */
export type Metrics = Record<string, number | string | null>

/** Measurements of one kind (`Telemetry` in telemetry.proto); at most one kind is not `null`. */
export interface Telemetry {
  /** Unix seconds by the sender's clock; 0 when it has none. */
  time: number
  device_metrics: Metrics | null
  environment_metrics: Metrics | null
  air_quality_metrics: Metrics | null
  power_metrics: Metrics | null
  local_stats: Metrics | null
  health_metrics: Metrics | null
  host_metrics: Metrics | null
}

export type TelemetryKind = Exclude<keyof Telemetry, 'time'>

/** The kinds of telemetry in the order of their field numbers. */
export const TELEMETRY_KINDS: readonly TelemetryKind[] = [
  'device_metrics',
  'environment_metrics',
  'air_quality_metrics',
  'power_metrics',
  'local_stats',
  'health_metrics',
  'host_metrics',
]

const fieldNumbers = once(() => {
  const { fields } = incomingType('Telemetry')
  return new Map(TELEMETRY_KINDS.map((kind) => [kind, fields[kind]?.id ?? 0]))
})

/** The field number of a kind in the message Telemetry: how the database tells them apart. */
export function telemetryVariant(kind: TelemetryKind): number {
  return fieldNumbers().get(kind) ?? 0
}

/** The kind with a field number; `null` when there is none. */
export function telemetryKindOf(variant: number): TelemetryKind | null {
  return TELEMETRY_KINDS.find((kind) => fieldNumbers().get(kind) === variant) ?? null
}

const variants = once(() => new Set(fieldNumbers().values()))

/**
 * The field number of the kind of telemetry in a payload, without decoding its metrics; `null`
 * when it holds none that is known.
 *
 * @throws MeshFault `bad-payload`, `payload-too-long`
 */
export function telemetryVariantOf(payload: Uint8Array): number | null {
  const reader = protobuf.Reader.create(boundPayload(payload))
  return orFault('bad-payload', 'Telemetry', () => {
    let variant: number | null = null
    while (reader.pos < reader.len) {
      const tag = reader.uint32()
      // Of a oneof the member that comes last counts.
      if (variants().has(tag >>> 3)) variant = tag >>> 3
      reader.skipType(tag & 7)
    }
    return variant
  })
}

/** What was measured, of the one kind that a message holds; `null` when it holds none. */
export function telemetryMetrics(
  value: Telemetry,
): { kind: TelemetryKind; variant: number; metrics: Metrics } | null {
  for (const kind of TELEMETRY_KINDS) {
    const metrics = value[kind]
    if (metrics !== null) return { kind, variant: telemetryVariant(kind), metrics }
  }
  return null
}

const SHOWN_IN_SUMMARY = 4

export const telemetry = messagePayload<Telemetry>({
  portnum: PORT.TELEMETRY,
  message: 'Telemetry',
  read: (plain) => plain as unknown as Telemetry,
  summary(value, say) {
    const found = telemetryMetrics(value)
    if (found === null) return ''
    // More than 100 % is how firmware says that a device has external power.
    const isPowered = Number(found.metrics.battery_level ?? 0) > 100
    const parts: string[] = []
    for (const [name, amount] of Object.entries(found.metrics)) {
      if (parts.length === SHOWN_IN_SUMMARY) break
      if (amount === null) continue
      const isPower = name === 'battery_level' && isPowered
      const hint = metricHint(name)
      const shown = typeof amount === 'number' ? scaled(amount, hint) : amount
      parts.push(isPower ? say.powered : say.measured(name, shown, hint.unit))
    }
    return parts.join(', ')
  },
})

/** @throws MeshFault */
export function decodeTelemetry(payload: Uint8Array): Telemetry {
  return telemetry.decode(payload)
}
