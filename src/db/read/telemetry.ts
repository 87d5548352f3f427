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
  const found: TelemetryRow[] = []
  for (const variant of variants) {
    const row = await db.get<TelemetryRow>(
      `select packet_key, node_id, import_time_us, variant, metrics from telemetry
        where node_id = ? and variant = ? order by packet_key desc limit 1`,
      [node_id, variant],
    )
    if (row !== undefined) found.push(row)
  }
  return found
}
