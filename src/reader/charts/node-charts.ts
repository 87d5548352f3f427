import { findNodeHours } from '../../db/read/history.js'
import { findNode } from '../../db/read/nodes.js'
import type { TelemetryRow } from '../../db/read/telemetry.js'
import { hourOf } from '../../db/values.js'
import { telemetryKindOf } from '../../mesh/payloads/index.js'
import type { Words } from '../../words/languages.js'
import type { ReaderContext } from '../context.js'
import { portHue } from '../format.js'
import { type Period, type PeriodKey, sinceUs } from '../periods.js'
import type { Zone } from '../zone.js'
import { BarStack } from './bars.js'
import type { Chart } from './chart.js'
import { directCharts, neighborChart } from './signals.js'
import { type TelemetryChart, telemetryCharts } from './telemetry.js'
import { portOrEncrypted } from './traffic.js'

/** The periods of a node's charts. */
export const NODE_PERIODS: readonly PeriodKey[] = ['1h', '6h', '24h', '3d', '7d', '30d', 'all']

export interface NodeCharts {
  period: Period
  telemetry: TelemetryChart[]
  direct: { snr: Chart; rssi: Chart } | null
  neighbors: Chart | null
  activity: Chart | null
}

/** Everything that changes with time about a node, in a period up to now; `latest` of each kind. */
export async function nodeCharts(
  context: ReaderContext,
  node_id: number,
  latest: readonly TelemetryRow[],
  period: Period,
  zone: Zone,
  words: Words,
): Promise<NodeCharts> {
  const { db, config } = context
  const to = Math.floor(context.nowUs() / 1e6)
  const from = Math.floor(sinceUs(period, context.nowUs()) / 1e6)
  const kinds = latest.flatMap(({ variant }) => telemetryKindOf(variant) ?? [])
  const { units } = config.site
  const [telemetry, direct, neighbors, activity] = await Promise.all([
    Promise.all(
      kinds.map((kind) => telemetryCharts(db, node_id, kind, { from, to }, units, words.telemetry)),
    ),
    directCharts(db, node_id, { from, to }),
    neighborChart(db, node_id, { from, to }),
    activityChart(context, node_id, { from, to }, zone, words),
  ])
  return { period, telemetry: telemetry.flat(), direct, neighbors, activity }
}

/** Packets by type; null when the node sent none. */
async function activityChart(
  { db }: ReaderContext,
  node_id: number,
  { from, to }: { from: number; to: number },
  zone: Zone,
  words: Words,
): Promise<Chart | null> {
  const rows = await findNodeHours(db, node_id, hourOf(from * 1e6))
  if (rows.every((row) => row.sent === 0)) return null
  const first = from > 0 ? from : ((await findNode(db, node_id))?.first_seen_us ?? 0) / 1e6
  const bars = new BarStack<number>({
    zone,
    from: Math.max(first, (rows.at(-1)?.hour ?? 0) * 3600),
    to,
    others: words.charts.others,
    label: (portnum) => portOrEncrypted(portnum, words),
    hue: portHue,
  })
  for (const { hour, portnum, sent } of rows) bars.add(hour, portnum, sent)
  return bars.chart()
}
