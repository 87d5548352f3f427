import type { Database } from '../open.js'

/** What a node sent in a period, and how often gateways heard it. */
export interface NodeTrafficRow {
  node_id: number
  sent: number
  seen: number
}

/** Traffic of every sender since an hour (hours since 1970 UTC), from the hourly counts. */
export function findNodeTraffic(
  db: Database,
  since_hour: number,
  limit: number,
): Promise<NodeTrafficRow[]> {
  return db.all<NodeTrafficRow>(
    `select node_id, cast(sum(sent) as bigint) as sent, cast(sum(seen) as bigint) as seen
      from node_hourly where hour >= ? group by node_id limit ?`,
    [since_hour, limit],
  )
}
