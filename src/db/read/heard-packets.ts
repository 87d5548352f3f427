import { oneOf } from '../lists.js'
import type { Database, Param } from '../open.js'
import { breathe } from './history.js'
import { keyRange } from './packet-keys.js'
import { type PacketFilter, type PacketRow, packetColumns, packetOf } from './packets.js'

/** Receptions of one uplink that a statement looks at. */
const SLICE = 1000
/** Slices that are looked through for packets that are rare: a bound on the time it takes. */
const MOST_SLICES = 60
const MOST_UPLINKS = 50

/** Receptions of a gateway that one search looks through. */
export const MOST_RECEPTIONS = SLICE * MOST_SLICES

type HeardFilter = Pick<
  PacketFilter,
  'portnum' | 'channel' | 'node_id' | 'since_us' | 'before_us' | 'before_key' | 'limit'
>

export interface HeardPackets {
  packets: PacketRow[]
  /**
   * Key before which nothing was looked at, because the search has its bound: go on from here.
   * Null when there is nothing older, or the limit was reached first.
   */
  stopped_at: number | null
}

/**
 * Packets that a gateway heard, directly or relayed, newest first. Its receptions are walked in
 * slices, so that no statement takes long however rare those are that fit.
 */
export async function findPacketsHeardBy(
  db: Database,
  gateway_node_id: number,
  filter: HeardFilter,
): Promise<HeardPackets> {
  const range = await keyRange(db, filter)
  if (range === null) return { packets: [], stopped_at: null }
  const uplinks = await db.all<{ uplink_id: number }>(
    'select uplink_id from uplink where gateway_node_id = ? order by uplink_id desc limit ?',
    [gateway_node_id, MOST_UPLINKS],
  )
  const packets: PacketRow[] = []
  let { before_key } = range
  for (let slice = 0; slice < MOST_SLICES && uplinks.length > 0; slice++) {
    const keys = await keysBefore(db, uplinks, before_key)
    const last = keys.at(-1)
    if (last === undefined) return { packets, stopped_at: null }
    packets.push(...(await fitting(db, keys, { ...filter, limit: filter.limit - packets.length })))
    if (packets.length >= filter.limit || last <= range.after_key) {
      return { packets, stopped_at: null }
    }
    before_key = last
    await breathe()
  }
  return { packets, stopped_at: uplinks.length > 0 ? before_key : null }
}

/** Keys of the newest receptions before one, newest first: as many as every uplink has told of. */
async function keysBefore(
  db: Database,
  uplinks: readonly { uplink_id: number }[],
  before_key: number,
): Promise<number[]> {
  const keys = new Set<number>()
  for (const { uplink_id } of uplinks) {
    const rows = await db.all<{ packet_key: number }>(
      `select packet_key from reception where uplink_id = ? and packet_key < ?
        order by packet_key desc limit ?`,
      [uplink_id, before_key, SLICE],
    )
    for (const { packet_key } of rows) keys.add(packet_key)
  }
  return [...keys].sort((one, other) => other - one).slice(0, SLICE)
}

async function fitting(
  db: Database,
  keys: readonly number[],
  { portnum, channel, node_id, since_us, before_us, limit }: HeardFilter,
): Promise<PacketRow[]> {
  const among = oneOf(db, 'p.packet_key', keys)
  const conditions = [among.sql]
  const params: Param[] = [among.list]
  if (portnum !== undefined) {
    conditions.push('+p.portnum = ?')
    params.push(portnum)
  }
  if (channel !== undefined) {
    conditions.push('c.name = ?')
    params.push(channel)
  }
  if (node_id !== undefined) {
    conditions.push('(+p.from_node_id = ? or +p.to_node_id = ?)')
    params.push(node_id, node_id)
  }
  if (since_us !== undefined) {
    conditions.push('+p.import_time_us > ?')
    params.push(since_us)
  }
  if (before_us !== undefined) {
    conditions.push('+p.import_time_us < ?')
    params.push(before_us)
  }
  const rows = await db.all<PacketRow>(
    `${packetColumns} where ${conditions.join(' and ')} order by p.packet_key desc limit ?`,
    [...params, limit],
  )
  return rows.map(packetOf)
}
