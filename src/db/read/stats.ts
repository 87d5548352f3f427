import type { Database, Param } from '../open.js'
import { breathe } from './breathe.js'
import { newestPacketKey } from './packets.js'

/** Which packets a count means; what is not given does not matter. */
export interface TrafficFilter {
  /** First hour that counts, hours since 1970 UTC. */
  since_hour: number
  portnum?: number
  /** Any letter case. */
  channel?: string
  from_node_id?: number
  to_node_id?: number
}

export interface Traffic {
  packets: number
  receptions: number
}

export interface HourTraffic extends Traffic {
  /** Hours since 1970 UTC; hours without packets are left out. */
  hour: number
}

const HOUR_US = 3_600_000_000
const BROADCAST = 0xffffffff

/**
 * Packets and their receptions by the hour in which the packets arrived. Answered from the
 * roll-ups, save for questions that they do not answer (a destination; what a sender sent to
 * everybody, or on one channel), which read the packets of that node by its index.
 */
export async function findHourlyTraffic(
  db: Database,
  filter: TrafficFilter,
): Promise<HourTraffic[]> {
  const { from_node_id, to_node_id, channel } = filter
  if (from_node_id === undefined && (to_node_id ?? BROADCAST) === BROADCAST) {
    return channelTraffic(db, filter)
  }
  if (to_node_id !== undefined || channel !== undefined) return packetTraffic(db, filter)
  return senderTraffic(db, filter)
}

/** The sums of `findHourlyTraffic`. */
export async function findTraffic(db: Database, filter: TrafficFilter): Promise<Traffic> {
  const hours = await findHourlyTraffic(db, filter)
  return {
    packets: hours.reduce((sum, hour) => sum + hour.packets, 0),
    receptions: hours.reduce((sum, hour) => sum + hour.receptions, 0),
  }
}

interface Where {
  sql: string
  params: Param[]
}

function conditions(pairs: readonly (readonly [sql: string, value: Param | undefined])[]): Where {
  const given = pairs.filter(([, value]) => value !== undefined)
  return {
    sql: given.map(([sql]) => sql).join(' and '),
    params: given.map(([, value]) => value ?? null),
  }
}

const ofChannel = 'channel_id in (select channel_id from channel where lower(name) = lower(?))'

/** Where it was not told apart, what went to one node counts as sent to everybody. */
const toAll = {
  packets: 'packets - coalesce(direct_packets, 0)',
  receptions: 'receptions - coalesce(direct_receptions, 0)',
}

function channelTraffic(db: Database, filter: TrafficFilter): Promise<HourTraffic[]> {
  const { packets, receptions } =
    filter.to_node_id === BROADCAST ? toAll : { packets: 'packets', receptions: 'receptions' }
  const where = conditions([
    ['hour >= ?', filter.since_hour],
    ['portnum = ?', filter.portnum],
    [ofChannel, filter.channel],
  ])
  return db.all(
    `select hour, sum(${packets}) as packets, sum(${receptions}) as receptions
      from traffic_hourly where ${where.sql} group by hour
      ${filter.to_node_id === BROADCAST ? `having sum(${packets}) > 0` : ''} order by hour`,
    where.params,
  )
}

function senderTraffic(db: Database, filter: TrafficFilter): Promise<HourTraffic[]> {
  const where = conditions([
    ['node_id = ?', filter.from_node_id],
    ['hour >= ?', filter.since_hour],
    ['portnum = ?', filter.portnum],
  ])
  return db.all(
    `select hour, sum(sent) as packets, sum(seen) as receptions
      from node_hourly where ${where.sql} group by hour order by hour`,
    where.params,
  )
}

/** Keys that one statement looks at: a node may have sent, or got, most packets of a month. */
const SLICE_KEYS = 20_000

/** From the packets themselves: the index on sender or destination narrows them down. */
async function packetTraffic(db: Database, filter: TrafficFilter): Promise<HourTraffic[]> {
  const since_us = filter.since_hour * HOUR_US
  // The literal lets the planner see that the partial index holds every such packet.
  const toNode =
    filter.to_node_id === BROADCAST
      ? 'p.to_node_id = ?'
      : 'p.to_node_id <> 4294967295 and p.to_node_id = ?'
  const where = conditions([
    ['p.from_node_id = ?', filter.from_node_id],
    [toNode, filter.to_node_id],
    ['p.portnum = ?', filter.portnum],
    [`p.${ofChannel}`, filter.channel],
    ['p.import_time_us >= ?', since_us],
  ])
  const sums = new Map<number, HourTraffic>()
  const last = await newestPacketKey(db)
  for (let key = await firstKeySince(db, since_us); key <= last; key += SLICE_KEYS) {
    const rows = await db.all<HourTraffic>(
      `select p.import_time_us / ${HOUR_US} as hour, count(*) as packets,
          cast(sum((select count(*) from reception r where r.packet_key = p.packet_key)) as bigint)
            as receptions
        from packet p where ${where.sql} and p.packet_key >= ? and p.packet_key < ?
        group by p.import_time_us / ${HOUR_US}`,
      [...where.params, key, key + SLICE_KEYS],
    )
    for (const row of rows) {
      const sum = sums.get(row.hour)
      if (sum === undefined) sums.set(row.hour, row)
      else {
        sum.packets += row.packets
        sum.receptions += row.receptions
      }
    }
    await breathe()
  }
  return [...sums.values()].sort((a, b) => a.hour - b.hour)
}

/** Keys grow with time; this one bounds a range by key, as the indices on nodes are ordered by it. */
async function firstKeySince(db: Database, since_us: number): Promise<number> {
  const row = await db.get<{ packet_key: number }>(
    'select packet_key from packet where import_time_us >= ? order by import_time_us limit 1',
    [since_us],
  )
  return row?.packet_key ?? Number.MAX_SAFE_INTEGER
}

/** How often a packet id was received, over all senders that used it. */
export async function countReceptionsOfId(db: Database, id: number): Promise<number> {
  const row = await db.get<{ receptions: number }>(
    `select count(*) as receptions from reception
      where packet_key in (select packet_key from packet where id = ?)`,
    [id],
  )
  return row?.receptions ?? 0
}
