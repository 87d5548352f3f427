import type { Database } from '../database.js'

/** Where the daily numbers stand; null for a table without rows. */
export interface SnapshotRange {
  /** `YYYY-MM-DD` of the last day that was noted, by a clock that was not ahead. */
  last_date: string | null
  /** First hour of the roll-ups, hours since 1970 UTC. */
  first_hour: number | null
}

/** `now_us`: what was noted later than that was noted before the clock was set back. */
export async function findSnapshotRange(db: Database, now_us: number): Promise<SnapshotRange> {
  const row = await db.get<SnapshotRange>(
    `select (select max(snapshot_date) from daily_snapshot where captured_at_us <= ?) as last_date,
       (select min(hour) from traffic_hourly) as first_hour`,
    [now_us],
  )
  return row ?? { last_date: null, first_hour: null }
}

/**
 * Notes the numbers of one day: packets, nodes that sent any, gateways that heard any. From the
 * roll-ups of the hours `from_hour` up to, without, `to_hour`. A day that is noted stays as it is,
 * unless the clock was ahead then: days that had not come yet were noted without a packet.
 */
export async function insertSnapshot(
  db: Database,
  date: string,
  from_hour: number,
  to_hour: number,
  captured_at_us: number,
): Promise<void> {
  await db.run(
    `insert into daily_snapshot
       (snapshot_date, node_count, packet_count, gateway_count, captured_at_us)
     select ?,
       (select count(distinct node_id) from node_hourly where hour >= ? and hour < ? and sent > 0),
       (select coalesce(sum(packets), 0) from traffic_hourly where hour >= ? and hour < ?),
       (select count(distinct gateway_node_id) from gateway_hourly where hour >= ? and hour < ?),
       ${db.engine === 'postgres' ? '?::bigint' : '?'}
     where true
     on conflict (snapshot_date) do update set
       node_count = excluded.node_count, packet_count = excluded.packet_count,
       gateway_count = excluded.gateway_count, captured_at_us = excluded.captured_at_us
     where daily_snapshot.captured_at_us > excluded.captured_at_us`,
    [date, from_hour, to_hour, from_hour, to_hour, from_hour, to_hour, captured_at_us],
  )
}
