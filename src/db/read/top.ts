import type { Database } from '../open.js'
import { breathe } from './breathe.js'

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

/** Hours since 1970 UTC: from the first one on, before the last one where there is one. */
export interface Hours {
  first: number
  before?: number
}

/** Sums per sender of some hours, in no order; slice by slice, so that others get their turn. */
export async function findSenderSums(db: Database, hours: Hours): Promise<SenderSum[]> {
  const sums = new Map<number, SenderSum>()
  for (const [first, last] of await slices(db, 'node_hourly', hours)) {
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

/** Sums per gateway of some hours, in no order. */
export async function findGatewaySums(db: Database, hours: Hours): Promise<GatewaySum[]> {
  const sums = new Map<number, GatewaySum>()
  for (const [first, last] of await slices(db, 'gateway_hourly', hours)) {
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

/** The hours of a roll-up in stretches that are summed up at once. */
async function slices(
  db: Database,
  table: 'node_hourly' | 'gateway_hourly',
  { first, before = Number.MAX_SAFE_INTEGER }: Hours,
): Promise<[first: number, last: number][]> {
  const range = await db.get<{ first: number | null; last: number | null }>(
    `select min(hour) as first, max(hour) as last from ${table} where hour >= ?`,
    [first],
  )
  if (range === undefined || range.first === null || range.last === null) return []
  const found: [number, number][] = []
  const end = Math.min(range.last + 1, before)
  for (let hour = range.first; hour < end; hour += SLICE_HOURS) {
    found.push([hour, Math.min(hour + SLICE_HOURS, end)])
  }
  return found
}
