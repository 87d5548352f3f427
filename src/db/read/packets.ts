import { BROADCAST } from '../../mesh/node-id.js'
import { oneOf } from '../lists.js'
import type { Database } from '../open.js'
import type { TokenFields } from '../text-tokens.js'
import { toBoolean } from '../values.js'
import {
  keyRange,
  type PacketFilter,
  type PacketOrder,
  packetConditions,
  packetKeys,
} from './packet-keys.js'
import { textsWith } from './words.js'

export type { PacketFilter, PacketOrder } from './packet-keys.js'

/** A packet with its channel's name, the names of both ends and how many gateways heard it. */
export interface PacketRow {
  packet_key: number
  /** The mesh's packet id, unique per sender only. */
  id: number
  from_node_id: number
  to_node_id: number
  /** 0 where `encrypted`. */
  portnum: number
  encrypted: boolean
  channel: string
  channel_hash: number
  import_time_us: number
  priority: number
  want_ack: boolean
  pki_encrypted: boolean
  request_id: number | null
  reply_id: number | null
  /** Bytes of the `Data` message, or the ciphertext where `encrypted`. */
  data: Buffer
  long_name: string | null
  short_name: string | null
  to_long_name: string | null
  to_short_name: string | null
  gateway_count: number
}

/** The names around packets `p`. */
const withNames = `from packet p
  left join channel c on c.channel_id = p.channel_id
  left join node f on f.node_id = p.from_node_id
  left join node t on t.node_id = p.to_node_id`

const gatewayCount = `(select count(distinct u.gateway_id) from reception r
  join uplink u on u.uplink_id = r.uplink_id
  where r.packet_key = p.packet_key) as gateway_count`

/** The statement that makes {@link PacketRow}s of packets `p`; {@link packetOf} finishes them. */
export const packetColumns = `
  select p.packet_key, p.id, p.from_node_id, p.to_node_id, p.portnum, p.encrypted,
    c.name as channel, p.channel_hash, p.import_time_us, p.priority, p.want_ack,
    p.pki_encrypted, p.request_id, p.reply_id, p.data,
    f.long_name, f.short_name, t.long_name as to_long_name, t.short_name as to_short_name,
    ${gatewayCount}
  ${withNames}`

/**
 * What the API lists of a packet. Its bytes are in hexadecimal digits, by which most payloads are
 * known already: a thousand buffers take as long as all the other values.
 */
export type ListedPacket = Omit<
  PacketRow,
  'channel_hash' | 'priority' | 'want_ack' | 'pki_encrypted' | 'data'
> & { data_hex: string }

function listedColumns({ engine }: Database): string {
  const hex = engine === 'sqlite' ? 'hex(p.data)' : "encode(p.data, 'hex')"
  return `
    select p.packet_key, p.id, p.from_node_id, p.to_node_id, p.portnum, p.encrypted,
      c.name as channel, p.import_time_us, p.request_id, p.reply_id, ${hex} as data_hex,
      f.long_name, f.short_name, t.long_name as to_long_name, t.short_name as to_short_name,
      ${gatewayCount}
    ${withNames}`
}

/** What is read of packets, and what is still to be done with it. */
interface Reading<T> {
  columns: string
  finish(row: T): T
}

const whole: Reading<PacketRow> = { columns: packetColumns, finish: packetOf }

/**
 * Packets in the order of their arrival, by an index for every filter: the cost depends on
 * `limit`, not on the age of the database. Page on with the last row's `packet_key`.
 */
export function findPackets(
  db: Database,
  filter: PacketFilter,
  order: PacketOrder,
): Promise<PacketRow[]> {
  return find(db, whole, filter, order)
}

/** The same for the API. */
export function findListedPackets(
  db: Database,
  filter: PacketFilter,
  order: PacketOrder,
): Promise<ListedPacket[]> {
  return find(db, { columns: listedColumns(db), finish: listedOf }, filter, order)
}

function find<T>(
  db: Database,
  reading: Reading<T>,
  filter: PacketFilter,
  order: PacketOrder,
): Promise<T[]> {
  const { contains } = filter
  return contains === undefined
    ? findBetween(db, reading, filter, order)
    : findContaining(db, reading, contains, filter, order)
}

/** The texts that contain the words, and of their packets those that fit. */
async function findContaining<T>(
  db: Database,
  { columns, finish }: Reading<T>,
  words: string,
  filter: PacketFilter,
  order: PacketOrder,
): Promise<T[]> {
  const range = await keyRange(db, filter)
  const conditions = packetConditions(filter)
  if (range === null || conditions === null) return []
  const fields = await textFields(db, filter)
  if (fields === null) return []
  const where = conditions.map(({ sql }) => ` and ${sql}`).join('')
  const params = conditions.flatMap((each) => each.params)
  const direction = order === 'newest' ? 'desc' : 'asc'
  const bounds = { ...range, ...fields }
  const found: T[] = []
  for await (const keys of textsWith(db, words, bounds, order, filter.limit)) {
    const chosen = oneOf(db, 'p.packet_key', keys)
    const rows = await db.all<T>(
      `${columns} where ${chosen.sql}${where} order by p.packet_key ${direction} limit ?`,
      [chosen.list, ...params, filter.limit - found.length],
    )
    found.push(...rows.map(finish))
    if (found.length >= filter.limit) break
  }
  return found
}

/**
 * What is known of the text of a packet that fits. Texts that can be found are to everybody, so a
 * node that is one of the ends is the sender. Null: no text can be one.
 */
async function textFields(db: Database, filter: PacketFilter): Promise<TokenFields | null> {
  const { channel, from_node_id, node_id, portnums, portnum = portnums?.[0] } = filter
  const fields: TokenFields = { from_node_id }
  if (node_id !== undefined && node_id !== BROADCAST) fields.from_node_id ??= node_id
  if ((portnums?.length ?? 1) === 1) fields.portnum = portnum
  if (channel === undefined) return fields
  const row = await db.get<{ channel_id: number }>(
    'select channel_id from channel where name = ?',
    [channel],
  )
  return row === undefined ? null : { ...fields, channel_id: row.channel_id }
}

async function findBetween<T>(
  db: Database,
  { columns, finish }: Reading<T>,
  filter: PacketFilter,
  order: PacketOrder,
): Promise<T[]> {
  const keys = await packetKeys(db, filter, order)
  if (keys === null) return []
  const direction = order === 'newest' ? 'desc' : 'asc'
  const rows = await db.all<T>(
    `${columns} where p.packet_key in (${keys.sql}) order by p.packet_key ${direction} limit ?`,
    [...keys.params, filter.limit],
  )
  return rows.map(finish)
}

/** Every packet with this mesh id, newest first: several senders may have used it. */
export async function findPacketsById(db: Database, id: number): Promise<PacketRow[]> {
  const rows = await db.all<PacketRow>(
    `${packetColumns} where p.id = ? order by p.packet_key desc limit 50`,
    [id],
  )
  return rows.map(packetOf)
}

/** The packet with this internal key. */
export async function findPacketByKey(
  db: Database,
  packet_key: number,
): Promise<PacketRow | undefined> {
  const row = await db.get<PacketRow>(`${packetColumns} where p.packet_key = ?`, [packet_key])
  return row && packetOf(row)
}

/** Packets that answer the packet `id` (`request_id`) or reply to it (`reply_id`), oldest first. */
export async function findAnswers(db: Database, id: number, limit: number): Promise<PacketRow[]> {
  // First by the indices alone: most packets have none, and then the whole statement is dear.
  const found = await db.all<{ packet_key: number }>(
    `select packet_key from packet where request_id = ? and request_id is not null
      union select packet_key from packet where reply_id = ? and reply_id is not null
      order by packet_key limit ?`,
    [id, id, limit],
  )
  if (found.length === 0) return []
  const chosen = oneOf(
    db,
    'p.packet_key',
    found.map(({ packet_key }) => packet_key),
  )
  const rows = await db.all<PacketRow>(
    `${packetColumns} where ${chosen.sql} order by p.packet_key`,
    [chosen.list],
  )
  return rows.map(packetOf)
}

/** The newest packet: its key and its arrival, microseconds UTC; undefined in an empty database. */
export function findNewestPacket(
  db: Database,
): Promise<{ packet_key: number; import_time_us: number } | undefined> {
  return db.get('select packet_key, import_time_us from packet order by packet_key desc limit 1')
}

/** The key of the newest packet, 0 in an empty database: where a live listener begins. */
export async function newestPacketKey(db: Database): Promise<number> {
  return (await findNewestPacket(db))?.packet_key ?? 0
}

export function packetOf(row: PacketRow): PacketRow {
  row.encrypted = toBoolean(row.encrypted)
  row.want_ack = toBoolean(row.want_ack)
  row.pki_encrypted = toBoolean(row.pki_encrypted)
  // A channel row may be missing in a database that was repaired by hand.
  row.channel ??= ''
  return row
}

function listedOf(row: ListedPacket): ListedPacket {
  row.encrypted = toBoolean(row.encrypted)
  row.channel ??= ''
  return row
}
