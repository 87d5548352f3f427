import type { Database } from '../open.js'
import { breathe } from './history.js'

/** What a node sent in a period, and how often that was received. */
export interface SenderSum {
  node_id: number
  sent: number
  seen: number
}

/** What a gateway received in a period. */
export interface GatewaySum {
  node_id: number
  receptions: number
  /** Hours in which it received anything. */
  hours: number
}

/** Hours that one statement sums up. */
const SLICE_HOURS = 48

/** Sums per sender since an hour, in no order; slice by slice, so that others get their turn. */
export async function findSenderSums(db: Database, since_hour: number): Promise<SenderSum[]> {
  const sums = new Map<number, SenderSum>()
  for (const [first, last] of await slices(db, 'node_hourly', since_hour)) {
    const rows = await db.all<SenderSum>(
      `select node_id, sum(sent) as sent, sum(seen) as seen from node_hourly
        where hour >= ? and hour < ? group by node_id`,
      [first, last],
    )
    for (const row of rows) {
      const sum = sums.get(row.node_id)
      if (sum === undefined) {
        sums.set(row.node_id, row)
      } else {
        sum.sent += row.sent
        sum.seen += row.seen
      }
    }
    await breathe()
  }
  return [...sums.values()]
}

/** Sums per gateway since an hour, in no order. */
export async function findGatewaySums(db: Database, since_hour: number): Promise<GatewaySum[]> {
  const sums = new Map<number, GatewaySum>()
  for (const [first, last] of await slices(db, 'gateway_hourly', since_hour)) {
    const rows = await db.all<GatewaySum>(
      `select gateway_node_id as node_id, sum(receptions) as receptions, count(*) as hours
        from gateway_hourly where hour >= ? and hour < ? group by gateway_node_id`,
      [first, last],
    )
    for (const row of rows) {
      const sum = sums.get(row.node_id)
      if (sum === undefined) {
        sums.set(row.node_id, row)
      } else {
        sum.receptions += row.receptions
        sum.hours += row.hours
      }
    }
    await breathe()
  }
  return [...sums.values()]
}

/** The hours of a roll-up from one hour on, in stretches that are summed up at once. */
async function slices(
  db: Database,
  table: 'node_hourly' | 'gateway_hourly',
  since_hour: number,
): Promise<[first: number, last: number][]> {
  const range = await db.get<{ first: number | null; last: number | null }>(
    `select min(hour) as first, max(hour) as last from ${table} where hour >= ?`,
    [since_hour],
  )
  if (range === undefined || range.first === null || range.last === null) return []
  const found: [number, number][] = []
  for (let hour = range.first; hour <= range.last; hour += SLICE_HOURS) {
    found.push([hour, hour + SLICE_HOURS])
  }
  return found
}
