import type { Database } from '../../db/open.js'
import { telemetrySince } from '../../db/read/history.js'
import { MeshFault } from '../../mesh/fault.js'
import {
  decodeTelemetry,
  type Metrics,
  type TelemetryKind,
  telemetryVariant,
} from '../../mesh/payloads/index.js'
import { fieldUnit } from '../../mesh/units.js'
import type { Units } from '../format.js'
import { type Chart, hasValues, type Sample, seriesHue, thin } from './chart.js'

/** Metrics that are drawn together. */
interface Group {
  title: string
  metrics: readonly string[]
}

function group(title: string, ...metrics: string[]): Group {
  return { title, metrics }
}

const channels = [1, 2, 3, 4, 5, 6, 7, 8]

/** Which metrics share a chart; one that is not named here gets its own. */
const GROUPS: Partial<Record<TelemetryKind, readonly Group[]>> = {
  device_metrics: [
    group('Battery', 'battery_level', 'voltage'),
    group('Channel and air time', 'channel_utilization', 'air_util_tx'),
    group('Running', 'uptime_seconds'),
  ],
  environment_metrics: [
    group('Temperature', 'temperature', 'soil_temperature'),
    group('Humidity', 'relative_humidity', 'soil_moisture'),
    group('Air pressure', 'barometric_pressure'),
    group('Light', 'lux', 'white_lux', 'ir_lux', 'uv_lux'),
    group('Wind', 'wind_speed', 'wind_gust', 'wind_lull'),
    group('Wind direction', 'wind_direction'),
    group('Rain', 'rainfall_1h', 'rainfall_24h'),
    group('Supply of the sensors', 'voltage', 'current'),
  ],
  power_metrics: [
    group('Power: voltage', ...channels.map((channel) => `ch${channel}_voltage`)),
    group('Power: current', ...channels.map((channel) => `ch${channel}_current`)),
  ],
  air_quality_metrics: [
    group('Fine dust', 'pm10_standard', 'pm25_standard', 'pm40_standard', 'pm100_standard'),
    group(
      'Fine dust, environmental',
      'pm10_environmental',
      'pm25_environmental',
      'pm100_environmental',
    ),
    group(
      'Particles',
      ...['03', '05', '10', '25', '40', '50', '100'].map((size) => `particles_${size}um`),
    ),
    group('Carbon dioxide', 'co2'),
    group(
      'Temperatures of the air sensors',
      'co2_temperature',
      'form_temperature',
      'pm_temperature',
    ),
    group('Humidities of the air sensors', 'co2_humidity', 'form_humidity', 'pm_humidity'),
  ],
  local_stats: [
    group('Radio: air time', 'channel_utilization', 'air_util_tx'),
    group(
      'Radio: packets',
      'num_packets_rx',
      'num_packets_tx',
      'num_packets_rx_bad',
      'num_rx_dupe',
      'num_tx_relay',
      'num_tx_relay_canceled',
      'num_tx_dropped',
    ),
    group('Radio: nodes', 'num_online_nodes', 'num_total_nodes'),
    group('Radio: memory', 'heap_free_bytes', 'heap_total_bytes'),
    group('Radio: noise', 'noise_floor'),
    group('Radio: running', 'uptime_seconds'),
  ],
  health_metrics: [
    group('Pulse', 'heart_bpm'),
    group('Oxygen', 'spO2'),
    group('Body', 'temperature'),
  ],
  host_metrics: [
    group('Host: load', 'load1', 'load5', 'load15'),
    group('Host: memory', 'freemem_bytes'),
    group('Host: disks', 'diskfree1_bytes', 'diskfree2_bytes', 'diskfree3_bytes'),
    group('Host: running', 'uptime_seconds'),
  ],
}

/** Names that the field's own would not tell well. */
const LABELS: Record<string, string> = {
  battery_level: 'Charge',
  channel_utilization: 'Channel in use',
  air_util_tx: 'Own air time',
  relative_humidity: 'Humidity',
  barometric_pressure: 'Pressure',
  gas_resistance: 'Gas resistance',
  iaq: 'Air quality index',
  uptime_seconds: 'Running for',
  num_packets_rx: 'Received',
  num_packets_tx: 'Sent',
  num_packets_rx_bad: 'Damaged',
  num_rx_dupe: 'Known already',
  num_tx_relay: 'Relayed',
  num_tx_relay_canceled: 'Relayed by others first',
  num_tx_dropped: 'Dropped',
  num_online_nodes: 'Online',
  num_total_nodes: 'Known',
  heap_free_bytes: 'Free',
  heap_total_bytes: 'Total',
  noise_floor: 'Noise floor',
  freemem_bytes: 'Free',
  diskfree1_bytes: 'Free on disk 1',
  diskfree2_bytes: 'Free on disk 2',
  diskfree3_bytes: 'Free on disk 3',
  heart_bpm: 'Heart beats',
  spO2: 'Oxygen',
  co2: 'CO₂',
  lux: 'Light',
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
): Promise<TelemetryChart[]> {
  const reports = await findReports(db, node_id, kind, period.from)
  const first = (reports[0]?.time_us ?? 0) / 1e6
  const from = period.from > 0 ? period.from : Math.floor(first)
  return groupsOf(kind, reports).flatMap((each, index): TelemetryChart[] => {
    const chart = chartOf(each, reports, from, period.to, units)
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

function groupsOf(kind: TelemetryKind, reports: readonly Report[]): Group[] {
  const present = new Set<string>()
  for (const { metrics } of reports) {
    for (const [name, value] of Object.entries(metrics)) {
      if (typeof value === 'number') present.add(name)
    }
  }
  const groups: Group[] = []
  for (const { title, metrics } of GROUPS[kind] ?? []) {
    const found = metrics.filter((name) => present.delete(name))
    if (found.length > 0) groups.push({ title, metrics: found })
  }
  return [...groups, ...[...present].map((name) => group(labelOf(name), name))]
}

function labelOf(name: string): string {
  const words = LABELS[name] ?? name.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function chartOf(
  { metrics }: Group,
  reports: readonly Report[],
  from: number,
  to: number,
  units: Units,
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
      label: labelOf(name),
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
  switch (fieldUnit(name)) {
    case 's':
      return value / SECONDS_PER_DAY
    case 'B':
      return value / BYTES_PER_MB
    case '°C':
      return units === 'imperial' ? value * 1.8 + 32 : value
    case 'm/s':
      return units === 'imperial' ? value * 2.236_936 : value
    default:
      return name.startsWith('load') ? value / 100 : value
  }
}

function unitOf(name: string, units: Units): string {
  const unit = fieldUnit(name) ?? ''
  if (unit === 's') return 'd'
  if (unit === 'B') return 'MB'
  if (units === 'imperial' && unit === '°C') return '°F'
  if (units === 'imperial' && unit === 'm/s') return 'mph'
  return unit
}
