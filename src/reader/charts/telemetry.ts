import type { Database } from '../../db/open.js'
import { telemetrySince } from '../../db/read/history.js'
import { MeshFault } from '../../mesh/fault.js'
import {
  decodeTelemetry,
  type Metrics,
  type TelemetryKind,
  telemetryVariant,
} from '../../mesh/payloads/index.js'
import { metricHint, scaled } from '../../mesh/units.js'
import type { Words as AllWords } from '../../words/languages.js'
import { unitIn, valueIn } from '../../words/measures.js'
import type { Units } from '../format.js'
import { metricLabel } from '../terms.js'
import { type Chart, hasValues, type Sample, seriesHue, thin } from './chart.js'

/** Metrics that are drawn together. */
type Words = AllWords['telemetry']

interface Group {
  title: keyof Words['groups']
  metrics: readonly string[]
}

/** A group that has something to draw, by the name that people read. */
interface TitledGroup {
  title: string
  metrics: readonly string[]
}

function group(title: keyof Words['groups'], ...metrics: string[]): Group {
  return { title, metrics }
}

const channels = [1, 2, 3, 4, 5, 6, 7, 8]

/** Which metrics share a chart; one that is not named here gets its own. */
const GROUPS: Partial<Record<TelemetryKind, readonly Group[]>> = {
  device_metrics: [
    group('battery', 'battery_level', 'voltage'),
    group('channelAndAir', 'channel_utilization', 'air_util_tx'),
    group('running', 'uptime_seconds'),
  ],
  environment_metrics: [
    group('temperature', 'temperature', 'soil_temperature'),
    group('humidity', 'relative_humidity', 'soil_moisture'),
    group('pressure', 'barometric_pressure'),
    group('light', 'lux', 'white_lux', 'ir_lux', 'uv_lux'),
    group('wind', 'wind_speed', 'wind_gust', 'wind_lull'),
    group('windDirection', 'wind_direction'),
    group('rain', 'rainfall_1h', 'rainfall_24h'),
    group('sensorSupply', 'voltage', 'current'),
  ],
  power_metrics: [
    group('powerVoltage', ...channels.map((channel) => `ch${channel}_voltage`)),
    group('powerCurrent', ...channels.map((channel) => `ch${channel}_current`)),
  ],
  air_quality_metrics: [
    group('dust', 'pm10_standard', 'pm25_standard', 'pm40_standard', 'pm100_standard'),
    group('dustEnvironmental', 'pm10_environmental', 'pm25_environmental', 'pm100_environmental'),
    group(
      'particles',
      ...['03', '05', '10', '25', '40', '50', '100'].map((size) => `particles_${size}um`),
    ),
    group('carbonDioxide', 'co2'),
    group('airTemperatures', 'co2_temperature', 'form_temperature', 'pm_temperature'),
    group('airHumidities', 'co2_humidity', 'form_humidity', 'pm_humidity'),
  ],
  local_stats: [
    group('radioAir', 'channel_utilization', 'air_util_tx'),
    group(
      'radioPackets',
      'num_packets_rx',
      'num_packets_tx',
      'num_packets_rx_bad',
      'num_rx_dupe',
      'num_tx_relay',
      'num_tx_relay_canceled',
      'num_tx_dropped',
    ),
    group('radioNodes', 'num_online_nodes', 'num_total_nodes'),
    group('radioMemory', 'heap_free_bytes', 'heap_total_bytes'),
    group('radioNoise', 'noise_floor'),
    group('radioRunning', 'uptime_seconds'),
  ],
  health_metrics: [
    group('pulse', 'heart_bpm'),
    group('oxygen', 'spO2'),
    group('body', 'temperature'),
  ],
  host_metrics: [
    group('hostLoad', 'load1', 'load5', 'load15'),
    group('hostMemory', 'freemem_bytes'),
    group('hostDisks', 'diskfree1_bytes', 'diskfree2_bytes', 'diskfree3_bytes'),
    group('hostRunning', 'uptime_seconds'),
  ],
}

/** More rows of one kind than this are not read for a page. */
const MOST_ROWS = 20_000

export interface TelemetryChart {
  id: string
  title: string
  kind: TelemetryKind
  chart: Chart
}

/** The charts of every metric of one kind that a node told; `from` 0 = since the first report. */
export async function telemetryCharts(
  db: Database,
  node_id: number,
  kind: TelemetryKind,
  period: { from: number; to: number },
  units: Units,
  words: Words,
): Promise<TelemetryChart[]> {
  const reports = await findReports(db, node_id, kind, period.from)
  const first = (reports[0]?.time_us ?? 0) / 1e6
  const from = period.from > 0 ? period.from : Math.floor(first)
  return groupsOf(kind, reports, words).flatMap((each, index): TelemetryChart[] => {
    const chart = chartOf(each, reports, from, period.to, units, words)
    if (!hasValues(chart)) return []
    return [{ id: `${kind}-${index}`, title: each.title, kind, chart }]
  })
}

interface Report {
  time_us: number
  metrics: Metrics
}

/** Oldest first. */
async function findReports(
  db: Database,
  node_id: number,
  kind: TelemetryKind,
  from: number,
): Promise<Report[]> {
  const reports: Report[] = []
  const slices = telemetrySince(db, node_id, telemetryVariant(kind), from * 1e6, MOST_ROWS)
  for await (const rows of slices) {
    for (const row of rows) {
      const metrics = metricsOf(row.metrics, kind)
      if (metrics !== null) reports.push({ time_us: row.import_time_us, metrics })
    }
  }
  return reports.reverse()
}

/** Null where the bytes are not what they were when they were stored. */
export function metricsOf(bytes: Uint8Array, kind: TelemetryKind): Metrics | null {
  try {
    return decodeTelemetry(bytes)[kind]
  } catch (error) {
    if (error instanceof MeshFault) return null
    throw error
  }
}

function groupsOf(kind: TelemetryKind, reports: readonly Report[], words: Words): TitledGroup[] {
  const present = new Set<string>()
  for (const { metrics } of reports) {
    for (const [name, value] of Object.entries(metrics)) {
      if (typeof value === 'number') present.add(name)
    }
  }
  const groups: TitledGroup[] = []
  for (const { title, metrics } of GROUPS[kind] ?? []) {
    const found = metrics.filter((name) => present.delete(name))
    if (found.length > 0) groups.push({ title: words.groups[title], metrics: found })
  }
  return [
    ...groups,
    ...[...present].map((name) => ({ title: labelOf(name, words), metrics: [name] })),
  ]
}

/** A metric by its name in the catalogue, else by that of its field. */
function labelOf(name: string, words: Words): string {
  return metricLabel(name, words) ?? name
}

function chartOf(
  { metrics }: TitledGroup,
  reports: readonly Report[],
  from: number,
  to: number,
  units: Units,
  words: Words,
): Chart {
  const samples = reports.map(
    ({ time_us, metrics: told }): Sample => ({
      time_us,
      values: metrics.map((name) => {
        const value = told[name]
        return typeof value === 'number' ? shown(name, value, units) : null
      }),
    }),
  )
  const { x, columns, gap } = thin(samples, from, to)
  return {
    kind: 'line',
    from,
    to,
    x,
    gap,
    series: metrics.map((name, index) => ({
      label: labelOf(name, words),
      unit: unitOf(name, units),
      hue: seriesHue(index),
      values: columns[index] ?? [],
    })),
  }
}

const SECONDS_PER_DAY = 86_400
const BYTES_PER_MB = 1e6

/** A value in the unit that `unitOf` names. */
function shown(name: string, value: number, units: Units): number {
  // More than 100 % is how firmware says that a device has external power.
  if (name === 'battery_level') return Math.min(value, 100)
  const hint = metricHint(name)
  const { unit = '' } = hint
  if (unit === 's') return value / SECONDS_PER_DAY
  if (unit === 'B') return value / BYTES_PER_MB
  return valueIn(scaled(value, hint), unit, units)
}

function unitOf(name: string, units: Units): string {
  const { unit = '' } = metricHint(name)
  if (unit === 's') return 'd'
  if (unit === 'B') return 'MB'
  return unitIn(unit, units)
}
