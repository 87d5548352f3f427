import { formatNodeId } from '../../mesh/node-id.js'
import type { Database, Param } from '../database.js'
import { hasTable } from '../has-table.js'
import { oneOf } from '../lists.js'
import { addCounters } from './bookkeeping.js'
import { asManyAs, deletePackets, MOST_PACKETS } from './retention.js'

// What one node has left behind, found to be counted and deleted.

/** Rows that are about a node, and where they are. */
interface Trace {
  table: string
  key: readonly string[]
  /** A condition with one place for the node, which an index answers. */
  where: string
}

const ofKinds = 'kind in (1, 2, 3)'

/** By what they are called in a report. Packets, receptions and uplinks hang together and follow apart. */
const traces = {
  positions: [{ table: 'position', key: ['packet_key'], where: 'node_id = ?' }],
  telemetry: [{ table: 'telemetry', key: ['packet_key'], where: 'node_id = ?' }],
  links: [
    {
      table: 'link',
      key: ['kind', 'from_node_id', 'to_node_id'],
      where: `${ofKinds} and from_node_id = ?`,
    },
    {
      table: 'link',
      key: ['kind', 'from_node_id', 'to_node_id'],
      where: `to_node_id = ? and ${ofKinds}`,
    },
  ],
  publicKeys: [{ table: 'node_public_key', key: ['node_id', 'public_key'], where: 'node_id = ?' }],
  hours: [
    { table: 'node_hourly', key: ['hour', 'node_id', 'portnum'], where: 'node_id = ?' },
    {
      table: 'gateway_hourly',
      key: ['hour', 'gateway_node_id'],
      where: 'gateway_node_id = ?',
    },
  ],
  nodes: [{ table: 'node', key: ['node_id'], where: 'node_id = ?' }],
} satisfies Record<string, readonly Trace[]>

export type TraceName = keyof typeof traces
export const traceNames = Object.keys(traces) as TraceName[]

/** How many rows there are of this. */
export async function countTrace(db: Database, name: TraceName, node_id: number): Promise<number> {
  let sum = 0
  for (const { table, where } of traces[name]) {
    sum += await numberOf(db, `select count(*) as number from ${table} where ${where}`, [node_id])
  }
  return sum
}

/** Deletes up to `limit` rows of this; how many. */
export async function deleteTrace(
  tx: Database,
  name: TraceName,
  node_id: number,
  limit: number,
): Promise<number> {
  let sum = 0
  for (const { table, key, where } of traces[name]) {
    const columns = key.join(', ')
    sum += await tx.run(
      `delete from ${table} where (${columns}) in (
         select ${columns} from ${table} where ${where} limit ?)`,
      [node_id, limit - sum],
    )
    if (sum >= limit) break
  }
  return sum
}

/** Packets that a node sent, that others sent to it (up to a key), or of others by their keys. */
export type PacketsOf =
  | { from: number; last: number }
  | { to: number; last: number }
  | { keys: readonly number[]; of: number }

function chosen(db: Database, of: PacketsOf): { sql: string; params: Param[] } {
  if ('from' in of) {
    return { sql: 'from_node_id = ? and packet_key <= ?', params: [of.from, of.last] }
  }
  if ('to' in of) {
    // The condition of the index as well.
    const others = 'to_node_id <> 4294967295 and from_node_id <> to_node_id'
    return { sql: `to_node_id = ? and packet_key <= ? and ${others}`, params: [of.to, of.last] }
  }
  const { sql, list } = oneOf(db, 'packet_key', of.keys)
  return { sql: `${sql} and from_node_id <> ? and to_node_id <> ?`, params: [list, of.of, of.of] }
}

/** How many packets these are, and how often they were heard. */
export async function countPackets(
  db: Database,
  of: PacketsOf,
): Promise<{ packets: number; receptions: number }> {
  const { sql, params } = chosen(db, of)
  return {
    packets: await numberOf(db, `select count(*) as number from packet where ${sql}`, params),
    receptions: await numberOf(
      db,
      `select count(*) as number from reception
       where packet_key in (select packet_key from packet where ${sql})`,
      params,
    ),
  }
}

/** Deletes as many of these packets as have `limit` rows with their receptions, and all that hangs on them. */
export async function deletePacketsOf(
  tx: Database,
  of: PacketsOf,
  limit: number,
): Promise<{ packets: number; receptions: number }> {
  const { sql, params } = chosen(tx, of)
  const found = await tx.all<{ packet_key: number; receptions: number }>(
    `select packet_key, (select count(*) from reception r
        where r.packet_key = packet.packet_key) as receptions
     from packet where ${sql} order by packet_key limit ?`,
    [...params, Math.min(limit, MOST_PACKETS)],
  )
  if (found.length === 0) return { packets: 0, receptions: 0 }
  return deletePackets(
    tx,
    asManyAs(found, limit).map((row) => row.packet_key),
  )
}

/** The uplinks of a gateway. */
export async function findUplinksOf(db: Database, node_id: number): Promise<number[]> {
  const rows = await db.all<{ uplink_id: number }>(
    'select uplink_id from uplink where gateway_node_id = ? order by uplink_id',
    [node_id],
  )
  return rows.map((row) => row.uplink_id)
}

/** How many receptions came by these uplinks, of all packets or of some. */
export function countHeard(
  db: Database,
  uplinks: readonly number[],
  of?: PacketsOf,
): Promise<number> {
  const { sql, list } = oneOf(db, 'uplink_id', uplinks)
  const heard = `select count(*) as number from reception where ${sql}`
  if (of === undefined) return numberOf(db, heard, [list])
  const packets = chosen(db, of)
  return numberOf(
    db,
    `${heard} and packet_key in (select packet_key from packet where ${packets.sql})`,
    [list, ...packets.params],
  )
}

/**
 * Deletes about `limit` receptions of an uplink, of packets up to a key, with its copies of
 * traceroutes among them; how many.
 */
export async function deleteHeard(
  tx: Database,
  uplink_id: number,
  last: number,
  limit: number,
): Promise<number> {
  const rows = await tx.all<{ packet_key: number }>(
    `select packet_key from reception where uplink_id = ? and packet_key <= ?
     order by packet_key limit ?`,
    [uplink_id, last, limit],
  )
  const end = rows.at(-1)
  if (end === undefined) return 0
  const keys = oneOf(
    tx,
    'packet_key',
    rows.map((row) => row.packet_key),
  )
  await tx.run(`delete from traceroute where ${keys.sql} and uplink_id = ?`, [keys.list, uplink_id])
  const receptions = await tx.run('delete from reception where uplink_id = ? and packet_key <= ?', [
    uplink_id,
    end.packet_key,
  ])
  await addCounters(tx, new Map([['total.receptions', -receptions]]))
  return receptions
}

/** Deletes an uplink, with what has come by it since the last slice. */
export async function deleteUplink(tx: Database, uplink_id: number): Promise<number> {
  const everything = Number.MAX_SAFE_INTEGER
  while ((await deleteHeard(tx, uplink_id, everything, MOST_PACKETS)) > 0);
  return tx.run('delete from uplink where uplink_id = ?', [uplink_id])
}

/**
 * The malformed messages that come from the node or its gateway, as far as their topic or their
 * bytes tell: there is no more than a hundred of them.
 */
export async function findMalformedOf(db: Database, node_id: number): Promise<number[]> {
  const rows = await db.all<{ malformed_id: number; topic: string; payload: Buffer }>(
    'select malformed_id, topic, payload from malformed',
  )
  const id = formatNodeId(node_id)
  // `from` and `to` of a MeshPacket are fixed32.
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(node_id)
  return rows
    .filter(
      ({ topic, payload }) =>
        topic.toLowerCase().includes(id) || payload.includes(id) || payload.includes(bytes),
    )
    .map((row) => row.malformed_id)
}

export function deleteMalformed(tx: Database, ids: readonly number[]): Promise<number> {
  const { sql, list } = oneOf(tx, 'malformed_id', ids)
  return tx.run(`delete from malformed where ${sql}`, [list])
}

/** What the adoption of a database of MeshView 3.x may have left, and where it names nodes. */
const leftovers = [
  ['v3_packet_seen', 'node_id'],
  ['v3_traceroute', 'gateway_node_id'],
  ['v3_packet', 'from_node_id'],
  ['v3_packet', 'to_node_id'],
  ['v3_node', 'node_id'],
  ['v3_node_public_key', 'node_id'],
] as const

/** Counts the rows of MeshView 3.x that belong to nothing else and name the node, or deletes them. */
export async function leftoversOf(
  db: Database,
  node_id: number,
  what: 'count' | 'delete',
): Promise<number> {
  let sum = 0
  for (const [table, column] of leftovers) {
    if (!(await hasTable(db, table))) continue
    const rows = `from ${table} where ${column} = ?`
    sum +=
      what === 'count'
        ? await numberOf(db, `select count(*) as number ${rows}`, [node_id])
        : await db.run(`delete ${rows}`, [node_id])
  }
  return sum
}

async function numberOf(db: Database, sql: string, params: readonly Param[]): Promise<number> {
  return Number((await db.get<{ number: number }>(sql, params))?.number ?? 0)
}
