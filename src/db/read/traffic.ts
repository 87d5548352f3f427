import type { Database, Param } from '../open.js'
import { breathe } from './breathe.js'

/** Packets and their receptions in one hour (hours since 1970 UTC), of one port and channel. */
export interface TrafficRow {
  hour: number
  portnum: number
  channel_id: number
  packets: number
  receptions: number
  /** Of the packets, those to one node; null where that was not told apart. */
  direct_packets: number | null
}

export interface TrafficFilter {
  since_hour: number
  portnum?: number
  /** Exact name. */
  channel?: string
}

/** Hours read by one statement. */
const SLICE_HOURS = 14 * 24

/** The roll-ups of a period, oldest first, slice by slice so that others get their turn. */
export async function* trafficSince(
  db: Database,
  filter: TrafficFilter,
): AsyncGenerator<TrafficRow[]> {
  const range = await db.get<{ first: number | null; last: number | null }>(
    'select min(hour) as first, max(hour) as last from traffic_hourly where hour >= ?',
    [filter.since_hour],
  )
  if (range === undefined || range.first === null || range.last === null) return
  const conditions = ['hour >= ?', 'hour < ?']
  const params: Param[] = []
  if (filter.portnum !== undefined) {
    conditions.push('portnum = ?')
    params.push(filter.portnum)
  }
  if (filter.channel !== undefined) {
    conditions.push('channel_id = (select channel_id from channel where name = ?)')
    params.push(filter.channel)
  }
  const sql = `select hour, portnum, channel_id, packets, receptions, direct_packets
    from traffic_hourly where ${conditions.join(' and ')} order by hour, portnum, channel_id`
  for (let hour = range.first; hour <= range.last; hour += SLICE_HOURS) {
    yield await db.all<TrafficRow>(sql, [hour, hour + SLICE_HOURS, ...params])
    await breathe()
  }
}

/** Names of the channels by their id (bounded: the mesh may invent any number). */
export async function findChannelNames(db: Database): Promise<Map<number, string>> {
  const rows = await db.all<{ channel_id: number; name: string }>(
    'select channel_id, name from channel order by channel_id desc limit 5000',
  )
  return new Map(rows.map((row) => [row.channel_id, row.name]))
}

/** The numbers of one day, noted when it was over. */
export interface SnapshotRow {
  /** `YYYY-MM-DD`. */
  snapshot_date: string
  node_count: number
  packet_count: number
  gateway_count: number
}

/** The newest `days` daily numbers, oldest first. */
export async function findSnapshots(db: Database, days: number): Promise<SnapshotRow[]> {
  const rows = await db.all<SnapshotRow>(
    `select snapshot_date, node_count, packet_count, gateway_count from daily_snapshot
      order by snapshot_date desc limit ?`,
    [days],
  )
  return rows.reverse()
}
