import { rowsOf } from '../lists.js'
import type { Database } from '../open.js'

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
