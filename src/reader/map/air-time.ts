import { newestReports } from '../../db/read/telemetry.js'
import { type Metrics, telemetryVariant } from '../../mesh/payloads/index.js'
import type { ReaderContext } from '../context.js'
import { deviceMetricsIn } from '../device-metrics.js'
import { remember } from '../remember.js'

/** What nodes say of the air, in percent of the time, by their names in the protobuf. */
export type AirMetric = 'channel_utilization' | 'air_util_tx'

type Air = Record<AirMetric, number | null>

/** Radios measure the channel over a minute: of a single report one learns little. */
const MOST_REPORTS = 6
/** Reports that are read for a whole mesh, where it is large. */
const MOST_DECODED = 12_000
const REMEMBER_US = 60_000_000

/**
 * The mean of the last reports of each of these nodes since a time; nodes without any are left
 * out. `key` names them: the same answer serves for a minute.
 */
export function findAirTime(
  { db, nowUs }: ReaderContext,
  node_ids: readonly number[],
  since_us: number,
  key: string,
): Promise<Map<number, Air>> {
  return remember(db, `air ${key}`, nowUs(), REMEMBER_US, async () => {
    const shares = Math.floor(MOST_DECODED / Math.max(1, node_ids.length))
    const most = Math.max(1, Math.min(MOST_REPORTS, shares))
    const told = new Map<number, Air[]>()
    const variant = telemetryVariant('device_metrics')
    for await (const reports of newestReports(db, node_ids, variant, most)) {
      for (const { node_id, import_time_us, metrics } of reports) {
        const air = import_time_us > since_us ? airOf(metrics) : null
        if (air === null) continue
        const others = told.get(node_id)
        if (others === undefined) told.set(node_id, [air])
        else others.push(air)
      }
    }
    return new Map(
      [...told].map(([node_id, reports]) => [
        node_id,
        {
          channel_utilization: meanOf(reports.map((air) => air.channel_utilization)),
          air_util_tx: meanOf(reports.map((air) => air.air_util_tx)),
        },
      ]),
    )
  })
}

function airOf(bytes: Buffer): Air | null {
  const metrics = deviceMetricsIn(bytes)
  if (metrics === null) return null
  return {
    channel_utilization: percentIn(metrics, 'channel_utilization'),
    air_util_tx: percentIn(metrics, 'air_util_tx'),
  }
}

/** Null: not told, or no share of the time at all. */
function percentIn(metrics: Metrics, name: AirMetric): number | null {
  const value = metrics[name]
  return typeof value === 'number' && value >= 0 && value <= 100 ? value : null
}

/** To a tenth. */
function meanOf(values: readonly (number | null)[]): number | null {
  const told = values.filter((value) => value !== null)
  if (told.length === 0) return null
  return Math.round((10 * told.reduce((sum, value) => sum + value, 0)) / told.length) / 10
}
