import { rowsOf } from '../lists.js'
import type { Database } from '../open.js'
import { breathe } from './breathe.js'

/** A telemetry report; `metrics` are the bytes of the whole `Telemetry` message. */
export interface TelemetryRow {
  packet_key: number
  node_id: number
  import_time_us: number
  /** Field number of the kind of telemetry within the message. */
  variant: number
  metrics: Buffer
}

/** The newest report of a node for each of the kinds asked for; kinds it never sent are left out. */
export async function findLatestTelemetry(
  db: Database,
  node_id: number,
  variants: readonly number[],
): Promise<TelemetryRow[]> {
  const kinds = rowsOf(db, variants)
  const found = await db.all<TelemetryRow>(
    `select packet_key, node_id, import_time_us, variant, metrics from telemetry
      where packet_key in (
        select (select packet_key from telemetry where node_id = ? and variant = kind.value
          order by packet_key desc limit 1)
        from ${kinds.sql} as kind)`,
    [node_id, kinds.list],
  )
  const place = ({ variant }: TelemetryRow) => variants.indexOf(variant)
  return found.sort((a, b) => place(a) - place(b))
}

export type NodeReport = Pick<TelemetryRow, 'node_id' | 'import_time_us' | 'metrics'>

/** Nodes that one statement asks for. */
const NODES_AT_ONCE = 100

/**
 * The newest reports of one kind of each of these nodes, no more than `most` of a node; slice by
 * slice, so that others get their turn.
 */
export async function* newestReports(
  db: Database,
  node_ids: readonly number[],
  variant: number,
  most: number,
): AsyncGenerator<NodeReport[]> {
  const newest = (columns: string) => `select ${columns} from telemetry
    where node_id = asked.value and variant = ? order by packet_key desc limit ?`
  for (let start = 0; start < node_ids.length; start += NODES_AT_ONCE) {
    const asked = rowsOf(db, node_ids.slice(start, start + NODES_AT_ONCE))
    yield await db.all<NodeReport>(
      db.engine === 'sqlite'
        ? `select node_id, import_time_us, metrics from ${asked.sql} as asked
            cross join telemetry where packet_key in (${newest('packet_key')})`
        : `select report.* from ${asked.sql} as asked
            cross join lateral (${newest('node_id, import_time_us, metrics')}) as report`,
      [asked.list, variant, most],
    )
    await breathe()
  }
}
