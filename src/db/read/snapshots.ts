import type { Database } from '../open.js'

/** The numbers of one day by this machine's calendar, noted when it was over. */
export interface DailySnapshotRow {
  /** `2026-11-20` */
  snapshot_date: string
  node_count: number
  packet_count: number
  gateway_count: number
  captured_at_us: number
}

/** The newest `days` daily numbers, oldest first. */
export async function findDailySnapshots(db: Database, days: number): Promise<DailySnapshotRow[]> {
  const rows = await db.all<DailySnapshotRow>(
    `select snapshot_date, node_count, packet_count, gateway_count, captured_at_us
      from daily_snapshot order by snapshot_date desc limit ?`,
    [days],
  )
  return rows.reverse()
}
