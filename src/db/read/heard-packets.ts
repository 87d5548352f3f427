import { oneOf } from '../lists.js'
import type { Database, Param } from '../open.js'
import { breathe } from './breathe.js'
import { gatewayUplinks, KEYS_AT_ONCE, keysBefore } from './heard-keys.js'
import { keyRange } from './packet-keys.js'
import { type PacketFilter, type PacketRow, packetColumns, packetOf } from './packets.js'

/** Slices that are looked through for packets that are rare: a bound on the time it takes. */
const MOST_SLICES = 60

/** Receptions of a gateway that one search looks through. */
export const MOST_RECEPTIONS = KEYS_AT_ONCE * MOST_SLICES

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
  const uplinks = await gatewayUplinks(db, gateway_node_id)
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
