import type { Database } from '../open.js'

/** Names of the channels with traffic since `hour` (hours since 1970 UTC), by letters. */
export async function findActiveChannels(db: Database, hour: number): Promise<string[]> {
  const rows = await db.all<{ name: string }>(
    `select name from channel where channel_id in
      (select distinct channel_id from traffic_hourly where hour >= ?)`,
    [hour],
  )
  return rows.map((row) => row.name).sort()
}
