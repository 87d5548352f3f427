import type { Database } from '../database.js'
import { rxTimeSql } from '../entities/reception.js'
import { hasTable } from '../has-table.js'
import { oneOf } from '../lists.js'
import { toBoolean } from '../values.js'
import { addCounters } from './bookkeeping.js'

/** What a slice took away. */
export interface Deleted {
  packets: number
  receptions: number
}

/** Packets that a slice takes away, and a place in the order of arrival from which the next goes on. */
export interface OldPackets {
  keys: number[]
  /** Arrival of the last of them (µs). */
  last_us: number
  /** Whether nothing older is left. */
  areLast: boolean
}

/** Packets that a slice looks at: more would be counted in vain where each has many receptions. */
export const MOST_PACKETS = 500

/**
 * Packets that arrived before `before_us`, oldest first, from `since_us` on: as many as have
 * `limit` rows with their receptions, of which one packet may have a thousand. The lower bound
 * spares PostgreSQL the entries of the index that earlier slices left behind.
 */
export async function findOldPackets(
  db: Database,
  since_us: number,
  before_us: number,
  limit: number,
): Promise<OldPackets> {
  const most = Math.min(limit, MOST_PACKETS)
  const found = await db.all<{ packet_key: number; import_time_us: number; receptions: number }>(
    `select p.packet_key, p.import_time_us,
        (select count(*) from reception r where r.packet_key = p.packet_key) as receptions
      from packet p where p.import_time_us >= ? and p.import_time_us < ?
      order by p.import_time_us limit ?`,
    [since_us, before_us, most],
  )
  const taken = asManyAs(found, limit)
  return {
    keys: taken.map((row) => row.packet_key).sort((a, b) => a - b),
    last_us: taken.at(-1)?.import_time_us ?? since_us,
    areLast: taken.length === found.length && found.length < most,
  }
}

/** The first packets that have `limit` rows together with their receptions; at least one. */
export function asManyAs<T extends { receptions: number }>(
  packets: readonly T[],
  limit: number,
): T[] {
  let rows = 0
  return packets.filter(({ receptions }, index) => {
    rows += 1 + receptions
    return rows <= limit || index === 0
  })
}

/** The revision that makes MeshView 3.x's rows ours. */
const ADOPTION = '8c1f4e60b27d'

/**
 * When this database was taken over from MeshView 3.x (µs), null when it was not: the Python
 * program's own version table, which stays, tells them apart.
 */
export async function findAdoption(db: Database): Promise<number | null> {
  if (!(await hasTable(db, 'alembic_version'))) return null
  const adopted = await db.get<{ applied_us: number | null }>(
    'select applied_us from migrations where revision = ?',
    [ADOPTION],
  )
  return adopted?.applied_us ?? null
}

/** What hangs on a packet and goes with it; positions and telemetry have a life of their own. */
const WITH_PACKET = ['text_message', 'traceroute', 'traceroute_hop']

/** Deletes packets with all that belongs to them, in one transaction, and keeps the totals right. */
export function deletePackets(db: Database, keys: readonly number[]): Promise<Deleted> {
  const { sql: chosen, list } = oneOf(db, 'packet_key', keys)
  return db.transaction(async (tx) => {
    const receptions = await tx.run(`delete from reception where ${chosen}`, [list])
    await forgetTokens(tx, chosen, list)
    for (const table of WITH_PACKET) await tx.run(`delete from ${table} where ${chosen}`, [list])
    const packets = await tx.run(`delete from packet where ${chosen}`, [list])
    // Last: on PostgreSQL the writer's batches wait for these two rows until the commit.
    await addCounters(
      tx,
      new Map([
        ['total.packets', -packets],
        ['total.receptions', -receptions],
      ]),
    )
    return { packets, receptions }
  })
}

/** Texts that are gone are found no more. */
function forgetTokens(tx: Database, chosen: string, list: string): Promise<number> {
  return tx.engine === 'sqlite'
    ? tx.run(
        `delete from text_search where rowid in (
           select packet_key from text_message where ${chosen} and not direct)`,
        [list],
      )
    : tx.run(`delete from text_search where ${chosen}`, [list])
}

/** Deletes up to `limit` positions or telemetry reports older than `before_us`; how many. */
export function deleteOldReports(
  db: Database,
  table: 'position' | 'telemetry',
  before_us: number,
  limit: number,
): Promise<number> {
  return db.run(
    `delete from ${table} where packet_key in (
       select packet_key from ${table} where import_time_us < ? order by import_time_us limit ?)`,
    [before_us, limit],
  )
}

/** Deletes up to `limit` nodes that nothing was heard of since `before_us`. */
export function deleteOldNodes(db: Database, before_us: number, limit: number): Promise<number> {
  return db.run(
    `delete from node where node_id in (
       select node_id from node where last_seen_us < ? order by last_seen_us limit ?
       ${skipLocked(db)})`,
    [before_us, limit],
  )
}

/** Values of a primary key: a place in the order of its table. */
export type Place = readonly (string | number)[]

/** Tables of which no index knows when their rows were last seen: primary key, and what lies before it. */
const WALKED = {
  link: { key: ['kind', 'from_node_id', 'to_node_id'], start: [0, -1, -1] },
  node_public_key: { key: ['node_id', 'public_key'], start: [-1, ''] },
} as const

export type Walked = keyof typeof WALKED

/** The place before the first row. */
export function startOf(table: Walked): Place {
  return WALKED[table].start
}

/**
 * Looks at the next `limit` rows of `table` after `place` and deletes those that were not seen
 * since `before_us`. Gives the place to go on from, null at the end.
 */
export async function deleteUnseen(
  db: Database,
  table: Walked,
  place: Place,
  before_us: number,
  limit: number,
): Promise<{ next: Place | null; deleted: number }> {
  const { key } = WALKED[table]
  const columns = key.join(', ')
  const values = `(${key.map(() => '?').join(', ')})`
  const last = await db.get<Record<string, string | number>>(
    `select ${columns} from ${table} where (${columns}) > ${values}
     order by ${columns} limit 1 offset ?`,
    [...place, limit - 1],
  )
  const next = last === undefined ? null : key.map((column) => last[column] ?? '')
  const deleted = await db.run(
    `delete from ${table} where (${columns}) in (
       select ${columns} from ${table} where (${columns}) > ${values}
       ${next === null ? '' : `and (${columns}) <= ${values}`}
       and last_seen_us < ? ${skipLocked(db)})`,
    [...place, ...(next ?? []), before_us],
  )
  return { next, deleted }
}

/**
 * Of the next `limit` uplinks after `after` those by which nothing came that is still kept, and the
 * place to go on from, null at the end.
 */
export async function findUnusedUplinks(
  db: Database,
  after: number,
  limit: number,
): Promise<{ unused: number[]; next: number | null }> {
  const rows = await db.all<{ uplink_id: number; used: unknown }>(
    `select uplink_id,
        exists (select 1 from reception r where r.uplink_id = u.uplink_id) as used
      from uplink u where uplink_id > ? order by uplink_id limit ?`,
    [after, limit],
  )
  return {
    unused: rows.filter((row) => !toBoolean(row.used)).map((row) => row.uplink_id),
    next: rows.length < limit ? null : (rows.at(-1)?.uplink_id ?? null),
  }
}

/** Deletes those of some uplinks by which still nothing came; how many. Within a new epoch. */
export function deleteUnusedUplinks(tx: Database, uplinks: readonly number[]): Promise<number> {
  const { sql, list } = oneOf(tx, 'uplink_id', uplinks)
  return tx.run(
    `delete from uplink where ${sql}
       and not exists (select 1 from reception r where r.uplink_id = uplink.uplink_id)`,
    [list],
  )
}

/**
 * What the clocks of the gateways say (µs): nine of ten of the last receptions were heard before
 * it. Null when no gateway has a clock that was ever set.
 */
export async function findGatewayClock(db: Database): Promise<number | null> {
  const rows = await db.all<{ rx_time: number }>(
    `select rx_time from (
       select ${rxTimeSql} as rx_time
       from reception r join packet p on p.packet_key = r.packet_key
       where r.packet_key > (select max(packet_key) from packet) - 200) as heard
     where rx_time > 1577836800 limit 2000`,
  )
  const times = rows.map((row) => row.rx_time).sort((a, b) => a - b)
  const nearlyLast = times[Math.floor(times.length * 0.9)]
  return nearlyLast === undefined ? null : nearlyLast * 1_000_000
}

/**
 * Rows that a batch of the writer holds stay for the next time: two transactions that each wait
 * for the other's rows would end in a deadlock.
 */
function skipLocked(db: Database): string {
  return db.engine === 'postgres' ? 'for update skip locked' : ''
}
