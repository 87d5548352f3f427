import {
  findNames,
  findNodeIds,
  findSilentGateways,
  type NodeNames,
  type SilentGateway,
} from '../db/read/nodes.js'
import { newestReports } from '../db/read/telemetry.js'
import { telemetryVariant } from '../mesh/payloads/index.js'
import type { ReaderContext } from './context.js'
import { deviceMetricsIn } from './device-metrics.js'
import { remember } from './remember.js'

/** A node whose battery is low: percent, by the report that came at that time. */
export interface LowBattery extends NodeNames {
  level: number
  time_us: number
}

/** What somebody who looks after the mesh wants to know: who needs a visit. */
export interface Attention {
  silent: SilentGateway[]
  low: LowBattery[]
}

const HOUR_US = 3_600_000_000
const DAY_US = 24 * HOUR_US
/** A gateway with nothing to uplink for so long is more likely broken than alone. */
const SILENT_US = 6 * HOUR_US
/** After that it is taken for given up. */
const GIVEN_UP_US = 7 * DAY_US
/** Percent. */
const LOW = 20
/** Rows of a list. */
const MOST = 20
/** More nodes than that are not heard in a day. */
const MOST_NODES = 20_000
const REMEMBER_US = 60_000_000

export function findAttention({ db, nowUs }: ReaderContext): Promise<Attention> {
  return remember(db, 'attention', nowUs(), REMEMBER_US, async () => {
    const now_us = nowUs()
    const silent = { from_us: now_us - GIVEN_UP_US, to_us: now_us - SILENT_US }
    const batteries: LowLevel[] = []
    const since_us = now_us - DAY_US
    const ids = [...(await findNodeIds(db, { since_us }))].slice(0, MOST_NODES)
    const variant = telemetryVariant('device_metrics')
    for await (const reports of newestReports(db, ids, variant, 1)) {
      for (const { node_id, import_time_us, metrics } of reports) {
        const level = import_time_us > since_us ? levelIn(metrics) : null
        if (level !== null) batteries.push({ node_id, level, time_us: import_time_us })
      }
    }
    const lowest = batteries.sort((a, b) => a.level - b.level).slice(0, MOST)
    const names = await findNames(
      db,
      lowest.map(({ node_id }) => node_id),
    )
    return {
      silent: await findSilentGateways(db, silent, MOST),
      low: lowest.map((each) => ({
        ...{ long_name: null, short_name: null },
        ...names.get(each.node_id),
        ...each,
      })),
    }
  })
}

interface LowLevel {
  node_id: number
  level: number
  time_us: number
}

/** The charge where it is low; null where it is not, was not told, or makes no sense. */
function levelIn(bytes: Buffer): number | null {
  const level = deviceMetricsIn(bytes)?.battery_level
  return typeof level === 'number' && level > 0 && level <= LOW ? level : null
}
