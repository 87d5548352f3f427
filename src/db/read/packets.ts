import type { Database, Param } from '../open.js'
import { toBoolean } from '../values.js'

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

/** Every condition holds at once. Keys are exclusive bounds, and so is `since_us`. */
export interface PacketFilter {
  portnum?: number
  portnums?: readonly number[]
  /** Exact name. */
  channel?: string
  /** Sender or destination. */
  node_id?: number
  from_node_id?: number
  to_node_id?: number
  since_us?: number
  before_us?: number
  after_key?: number
  before_key?: number
  /** In the words of a text message that is not direct; letter case does not matter. */
  contains?: string
  limit: number
}

export type PacketOrder = 'newest' | 'oldest'

const BROADCAST = 0xffffffff

const columns = `
  select p.packet_key, p.id, p.from_node_id, p.to_node_id, p.portnum, p.encrypted,
    c.name as channel, p.channel_hash, p.import_time_us, p.priority, p.want_ack,
    p.pki_encrypted, p.request_id, p.reply_id, p.data,
    f.long_name, f.short_name, t.long_name as to_long_name, t.short_name as to_short_name,
    (select count(distinct u.gateway_id) from reception r
      join uplink u on u.uplink_id = r.uplink_id
      where r.packet_key = p.packet_key) as gateway_count
  from packet p
  left join channel c on c.channel_id = p.channel_id
  left join node f on f.node_id = p.from_node_id
  left join node t on t.node_id = p.to_node_id`

/**
 * Packets in the order of their arrival, by an index for every filter: the cost depends on
 * `limit`, not on the age of the database. Page on with the last row's `packet_key`.
 */
export async function findPackets(
  db: Database,
  filter: PacketFilter,
  order: PacketOrder,
): Promise<PacketRow[]> {
  const bounds = await keyBounds(db, filter)
  if (bounds === null) return []
  const keys = packetKeys(filter, bounds, order)
  if (keys === null) return []
  const direction = order === 'newest' ? 'desc' : 'asc'
  const rows = await db.all<PacketRow>(
    `${columns} where p.packet_key in (${keys.sql}) order by p.packet_key ${direction} limit ?`,
    [...keys.params, filter.limit],
  )
  return rows.map(withBooleans)
}

/** Every packet with this mesh id, newest first: several senders may have used it. */
export async function findPacketsById(db: Database, id: number): Promise<PacketRow[]> {
  const rows = await db.all<PacketRow>(
    `${columns} where p.id = ? order by p.packet_key desc limit 50`,
    [id],
  )
  return rows.map(withBooleans)
}

/** The packet with this internal key. */
export async function findPacketByKey(
  db: Database,
  packet_key: number,
): Promise<PacketRow | undefined> {
  const row = await db.get<PacketRow>(`${columns} where p.packet_key = ?`, [packet_key])
  return row && withBooleans(row)
}

/** Packets that answer the packet `id` (`request_id`) or reply to it (`reply_id`), oldest first. */
export async function findAnswers(db: Database, id: number, limit: number): Promise<PacketRow[]> {
  const rows = await db.all<PacketRow>(
    `${columns} where p.packet_key in (
      select packet_key from packet where request_id = ? and request_id is not null
      union select packet_key from packet where reply_id = ? and reply_id is not null)
    order by p.packet_key limit ?`,
    [id, id, limit],
  )
  return rows.map(withBooleans)
}

/** The key of the newest packet, 0 in an empty database: where a live listener begins. */
export async function newestPacketKey(db: Database): Promise<number> {
  const row = await db.get<{ packet_key: number }>(
    'select packet_key from packet order by packet_key desc limit 1',
  )
  return row?.packet_key ?? 0
}

function withBooleans(row: PacketRow): PacketRow {
  row.encrypted = toBoolean(row.encrypted)
  row.want_ack = toBoolean(row.want_ack)
  row.pki_encrypted = toBoolean(row.pki_encrypted)
  // A channel row may be missing in a database that was repaired by hand.
  row.channel ??= ''
  return row
}

interface Fragment {
  sql: string
  params: Param[]
}

interface KeyBounds {
  after: number | null
  before: number | null
}

/**
 * Keys grow with arrival time, so a time becomes a bound on the key, found by the index on
 * time. The hundred rows beside the time are looked at because a clock that was set back
 * leaves a few of them out of order. Null: nothing lies in the period.
 */
async function keyBounds(db: Database, filter: PacketFilter): Promise<KeyBounds | null> {
  let after = filter.after_key ?? null
  let before = filter.before_key ?? null
  if (filter.since_us !== undefined) {
    const row = await db.get<{ packet_key: number | null }>(
      `select min(packet_key) as packet_key from (select packet_key from packet
        where import_time_us > ? order by import_time_us limit 100) as beside`,
      [filter.since_us],
    )
    if (row === undefined || row.packet_key === null) return null
    after = Math.max(after ?? 0, row.packet_key - 1)
  }
  if (filter.before_us !== undefined) {
    const row = await db.get<{ packet_key: number | null }>(
      `select max(packet_key) as packet_key from (select packet_key from packet
        where import_time_us < ? order by import_time_us desc limit 100) as beside`,
      [filter.before_us],
    )
    if (row === undefined || row.packet_key === null) return null
    before = Math.min(before ?? Number.MAX_SAFE_INTEGER, row.packet_key + 1)
  }
  return { after, before }
}

/** A subquery of at most `limit` keys per source; null when the filter excludes everything. */
function packetKeys(filter: PacketFilter, bounds: KeyBounds, order: PacketOrder): Fragment | null {
  const direction = order === 'newest' ? 'desc' : 'asc'
  const common = commonConditions(filter, bounds)
  const sources = indexedSources(filter)
  if (sources.length === 0) return null
  const parts: string[] = []
  const params: Param[] = []
  for (const source of sources) {
    const conditions = [...source.conditions, ...common.map((condition) => condition.sql)]
    const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`
    // A select around each part: neither engine allows `order by` before `union all`.
    parts.push(
      `select packet_key from (select packet_key from ${source.table} ${where}
        order by packet_key ${direction} limit ?) as part_${parts.length}`,
    )
    params.push(...source.params, ...common.flatMap((condition) => condition.params), filter.limit)
  }
  return { sql: parts.join(' union all '), params }
}

/** Conditions that hold in every source, spelt for the table `packet`. */
function commonConditions(filter: PacketFilter, bounds: KeyBounds): Fragment[] {
  const conditions: Fragment[] = []
  const add = (sql: string, ...params: Param[]) => conditions.push({ sql, params })
  if (bounds.after !== null) add('packet_key > ?', bounds.after)
  if (bounds.before !== null) add('packet_key < ?', bounds.before)
  if (filter.since_us !== undefined) add('import_time_us > ?', filter.since_us)
  if (filter.before_us !== undefined) add('import_time_us < ?', filter.before_us)
  if (filter.channel !== undefined) {
    add('channel_id = (select channel_id from channel where name = ?)', filter.channel)
  }
  if (filter.from_node_id !== undefined) add('from_node_id = ?', filter.from_node_id)
  if (filter.to_node_id === BROADCAST) add('to_node_id = 4294967295')
  else if (filter.to_node_id !== undefined) {
    // The literal condition tells the planner that the partial index holds every such row.
    add('to_node_id = ? and to_node_id <> 4294967295', filter.to_node_id)
  }
  if (filter.contains !== undefined) add(...containing(filter.contains))
  return conditions
}

function containing(words: string): [string, ...Param[]] {
  const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  // SQLite folds the case of ASCII letters only, so the words as typed are tried as well.
  return [
    `packet_key in (select packet_key from text_message where not direct
      and (lower(text) like ? escape '\\' or text like ? escape '\\'))`,
    pattern.toLowerCase(),
    pattern,
  ]
}

interface Source {
  table: 'packet'
  conditions: string[]
  params: Param[]
}

/**
 * One source per index range: a list of ports, or a node at either end, is read as the union
 * of their newest, since no single index is ordered by key across them.
 */
function indexedSources(filter: PacketFilter): Source[] {
  const ports = requestedPorts(filter)
  const byPort: Source[] =
    ports === null
      ? [{ table: 'packet', conditions: [], params: [] }]
      : ports.map((port) => ({ table: 'packet', conditions: ['portnum = ?'], params: [port] }))
  const node_id = filter.node_id
  if (node_id === undefined) return byPort
  return byPort.flatMap((source) => [
    {
      ...source,
      conditions: [...source.conditions, 'from_node_id = ?'],
      params: [...source.params, node_id],
    },
    {
      ...source,
      conditions: [
        ...source.conditions,
        'to_node_id = ? and to_node_id <> 4294967295 and from_node_id <> ?',
      ],
      params: [...source.params, node_id, node_id],
    },
  ])
}

/** Null: any port. `portnum` and `portnums` together mean those in both. */
function requestedPorts(filter: PacketFilter): number[] | null {
  if (filter.portnums === undefined) return filter.portnum === undefined ? null : [filter.portnum]
  const ports = [...new Set(filter.portnums)]
  return filter.portnum === undefined ? ports : ports.filter((port) => port === filter.portnum)
}
