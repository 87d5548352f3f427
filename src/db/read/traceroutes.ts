import { PORT } from '../../mesh/portnums.js'
import { askAmong, MOST_OF_IDS } from '../lists.js'
import type { Database, Param } from '../open.js'
import { toBoolean } from '../values.js'

/** A traceroute packet: a request (`request_id` null) or a reply to one. */
export interface TraceroutePacketRow {
  packet_key: number
  id: number
  from_node_id: number
  to_node_id: number
  channel: string
  import_time_us: number
  request_id: number | null
}

/** One node on a way; `direction` 0 towards the target, 1 back. */
export interface HopRow {
  packet_key: number
  direction: number
  hop: number
  /** 4294967295 = a hop that would not say its name. */
  node_id: number
  /** dB × 4 at which it heard the one before. */
  snr4: number | null
}

/** One gateway's copy of a traceroute packet; `route` are the bytes of RouteDiscovery. */
export interface TracerouteCopyRow {
  packet_key: number
  gateway_id: string
  gateway_node_id: number | null
  gateway_long_name: string | null
  gateway_short_name: string | null
  import_time_us: number
  done: boolean
  route: Buffer
}

export interface TracerouteFilter {
  /** Asked, was asked, or lies on the way. */
  node_id?: number
  /** Asked: sent the request. */
  asker?: number
  /** Was asked: the request is for it. */
  target?: number
  before_key?: number
  limit: number
}

// A plus sign before `portnum` keeps SQLite from reading every traceroute packet: the ids are few.
const columns = `
  select p.packet_key, p.id, p.from_node_id, p.to_node_id, c.name as channel,
    p.import_time_us, p.request_id
  from packet p left join channel c on c.channel_id = p.channel_id`

/** Traceroute packets, requests and replies, newest first. */
export async function findTraceroutePackets(
  db: Database,
  filter: TracerouteFilter,
): Promise<TraceroutePacketRow[]> {
  const before = filter.before_key ?? Number.MAX_SAFE_INTEGER
  const { asker, target, limit } = filter
  // One node leads to the packets, the others narrow them down.
  const node_id = filter.node_id ?? asker ?? target
  if (node_id === undefined) {
    return db.all<TraceroutePacketRow>(
      `${columns} where p.portnum = ? and p.packet_key < ? order by p.packet_key desc limit ?`,
      [PORT.TRACEROUTE, before, limit],
    )
  }
  const ends = endConditions(asker, target)
  // A request that never reached its target does not have it among its hops.
  return db.all<TraceroutePacketRow>(
    `${columns} where p.packet_key in (
        select packet_key from (select distinct h.packet_key from traceroute_hop h
          join packet q on q.packet_key = h.packet_key
          where h.node_id = ? and h.packet_key < ?${ends.sql}
          order by h.packet_key desc limit ?) as on_the_way
        union select packet_key from (select q.packet_key from packet q
          where q.to_node_id = ? and q.to_node_id <> 4294967295 and +q.portnum = ?
            and q.packet_key < ?${ends.sql}
          order by q.packet_key desc limit ?) as asked)
      and +p.portnum = ?
      order by p.packet_key desc limit ?`,
    [
      ...[node_id, before, ...ends.params, limit],
      ...[node_id, PORT.TRACEROUTE, before, ...ends.params, limit],
      ...[PORT.TRACEROUTE, limit],
    ],
  )
}

/** A reply comes from the node that was asked: its ends are the other way round. */
function endConditions(
  asker: number | undefined,
  target: number | undefined,
): { sql: string; params: Param[] } {
  const params: Param[] = []
  const parts = [
    { node_id: asker, request: '+q.from_node_id', reply: '+q.to_node_id' },
    { node_id: target, request: '+q.to_node_id', reply: '+q.from_node_id' },
  ].flatMap(({ node_id, request, reply }) => {
    if (node_id === undefined) return []
    params.push(node_id)
    return [` and (case when q.request_id is null then ${request} else ${reply} end) = ?`]
  })
  return { sql: parts.join(''), params }
}

/** The traceroute packets with these mesh ids: the requests of replies. */
export function findRequests(db: Database, ids: readonly number[]): Promise<TraceroutePacketRow[]> {
  return askAmong(db, 'p.id', ids, ({ sql, list }) =>
    db.all<TraceroutePacketRow>(
      `${columns} where ${sql} and +p.portnum = ?
        order by p.packet_key desc limit ${MOST_OF_IDS}`,
      [list, PORT.TRACEROUTE],
    ),
  )
}

/** The traceroute packets that answer these mesh ids. */
export function findReplies(db: Database, ids: readonly number[]): Promise<TraceroutePacketRow[]> {
  return askAmong(db, 'p.request_id', ids, ({ sql, list }) =>
    db.all<TraceroutePacketRow>(
      `${columns} where ${sql} and p.request_id is not null and +p.portnum = ?
        order by p.packet_key limit ${MOST_OF_IDS}`,
      [list, PORT.TRACEROUTE],
    ),
  )
}

/** The hops of these packets, in the order of each way. */
export function findHops(db: Database, packet_keys: readonly number[]): Promise<HopRow[]> {
  return askAmong(db, 'packet_key', packet_keys, ({ sql, list }) =>
    db.all<HopRow>(
      `select packet_key, direction, hop, node_id, snr4 from traceroute_hop
        where ${sql} order by packet_key, direction, hop`,
      [list],
    ),
  )
}

/** Every gateway's copy of one packet, by arrival (bounded). */
export async function findTracerouteCopies(
  db: Database,
  packet_key: number,
): Promise<TracerouteCopyRow[]> {
  const rows = await db.all<TracerouteCopyRow>(
    `select t.packet_key, u.gateway_id, u.gateway_node_id, g.long_name as gateway_long_name,
        g.short_name as gateway_short_name, t.import_time_us, t.done, t.route
      from traceroute t
      join uplink u on u.uplink_id = t.uplink_id
      left join node g on g.node_id = u.gateway_node_id
      where t.packet_key = ? order by t.import_time_us, t.uplink_id limit 500`,
    [packet_key],
  )
  return rows.map((row) => ({ ...row, done: toBoolean(row.done) }))
}
