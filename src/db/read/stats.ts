import type { Database, Param } from '../open.js'

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
 * roll-ups, save for questions that they do not answer (a destination; a sender on one channel),
 * which read the packets of that node by its index.
 */
export async function findHourlyTraffic(
  db: Database,
  filter: TrafficFilter,
): Promise<HourTraffic[]> {
  if (filter.to_node_id === BROADCAST) return broadcastTraffic(db, filter)
  if (filter.to_node_id !== undefined) return packetTraffic(db, filter)
  if (filter.from_node_id === undefined) return channelTraffic(db, filter)
  if (filter.channel !== undefined) return packetTraffic(db, filter)
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

function channelTraffic(db: Database, filter: TrafficFilter): Promise<HourTraffic[]> {
  const where = conditions([
    ['hour >= ?', filter.since_hour],
    ['portnum = ?', filter.portnum],
    [ofChannel, filter.channel],
  ])
  return db.all(
    `select hour, sum(packets) as packets, sum(receptions) as receptions
      from traffic_hourly where ${where.sql} group by hour order by hour`,
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

/** From the packets themselves: the index on sender or destination narrows them down. */
async function packetTraffic(db: Database, filter: TrafficFilter): Promise<HourTraffic[]> {
  const since_us = filter.since_hour * HOUR_US
  const where = conditions([
    ['p.from_node_id = ?', filter.from_node_id],
    // The literal lets the planner see that the partial index holds every such packet.
    ['p.to_node_id <> 4294967295 and p.to_node_id = ?', filter.to_node_id],
    ['p.portnum = ?', filter.portnum],
    [`p.${ofChannel}`, filter.channel],
    ['p.import_time_us >= ?', since_us],
  ])
  return db.all(
    `select p.import_time_us / ${HOUR_US} as hour, count(*) as packets,
        cast(sum((select count(*) from reception r where r.packet_key = p.packet_key)) as bigint)
          as receptions
      from packet p where ${where.sql} and p.packet_key >= ?
      group by p.import_time_us / ${HOUR_US} order by hour`,
    [...where.params, await firstKeySince(db, since_us)],
  )
}

/** To everybody is most of the traffic: all of it, less what went to single nodes. */
async function broadcastTraffic(db: Database, filter: TrafficFilter): Promise<HourTraffic[]> {
  const { to_node_id, ...rest } = filter
  const all = await findHourlyTraffic(db, rest)
  const direct = new Map((await directTraffic(db, rest)).map((hour) => [hour.hour, hour]))
  return all
    .map(({ hour, packets, receptions }) => ({
      hour,
      packets: packets - (direct.get(hour)?.packets ?? 0),
      receptions: receptions - (direct.get(hour)?.receptions ?? 0),
    }))
    .filter((hour) => hour.packets > 0)
}

async function directTraffic(db: Database, filter: TrafficFilter): Promise<HourTraffic[]> {
  const since_us = filter.since_hour * HOUR_US
  const where = conditions([
    ['p.from_node_id = ?', filter.from_node_id],
    ['p.portnum = ?', filter.portnum],
    [`p.${ofChannel}`, filter.channel],
    ['p.import_time_us >= ?', since_us],
  ])
  return db.all(
    `select p.import_time_us / ${HOUR_US} as hour, count(*) as packets,
        cast(sum((select count(*) from reception r where r.packet_key = p.packet_key)) as bigint)
          as receptions
      from packet p
      where p.to_node_id <> 4294967295 and ${where.sql} and p.packet_key >= ?
      group by p.import_time_us / ${HOUR_US} order by hour`,
    [...where.params, await firstKeySince(db, since_us)],
  )
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

export interface TopFilter {
  since_hour: number
  /** Exact name of the channel of the node. */
  channel?: string
  limit: number
  offset: number
}

export interface TopNode {
  node_id: number
  long_name: string | null
  short_name: string | null
  channel: string | null
  sent: number
  seen: number
}

/**
 * The nodes whose packets were received most often, and how many nodes sent anything at all.
 * The plus keeps SQLite from reading every hour there is in the order of the nodes.
 */
export async function findTopNodes(
  db: Database,
  filter: TopFilter,
): Promise<{ total: number; nodes: TopNode[] }> {
  const where = conditions([['n.channel = ?', filter.channel]])
  const rows = await db.all<TopNode & { total: number }>(
    `select h.node_id, n.long_name, n.short_name, n.channel, h.sent, h.seen,
        count(*) over () as total
      from (select +node_id as node_id, sum(sent) as sent, sum(seen) as seen
        from node_hourly where hour >= ? group by +node_id) as h
      join node n on n.node_id = h.node_id ${where.sql && `where ${where.sql}`}
      order by h.seen desc, h.sent desc, h.node_id limit ? offset ?`,
    [filter.since_hour, ...where.params, filter.limit, filter.offset],
  )
  const total = rows[0]?.total ?? (filter.offset > 0 ? await countTop(db, filter) : 0)
  return { total, nodes: rows.map(({ total: _, ...node }) => node) }
}

/** Beyond the last page no row tells the total. */
async function countTop(db: Database, filter: TopFilter): Promise<number> {
  const { total } = await findTopNodes(db, { ...filter, limit: 1, offset: 0 })
  return total
}
