import { BROADCAST } from '../../mesh/node-id.js'
import type { Database, Param } from '../open.js'

/** Every condition holds at once. Keys and times are exclusive bounds. */
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

/** A piece of SQL and the values of its placeholders. */
export interface Fragment {
  sql: string
  params: Param[]
}

/**
 * A subquery of the keys of the packets that fit: `limit` of them, or a few times that where
 * several ranges are joined. Null when nothing can fit.
 *
 * Which index is walked is decided here and not by SQLite's planner, which knows no counts: that of
 * a node before that of a port or channel. A plus before the other columns hides them from it.
 */
export async function packetKeys(
  db: Database,
  filter: PacketFilter,
  order: PacketOrder,
): Promise<Fragment | null> {
  const keys = await keyRange(db, filter)
  if (keys === null) return null
  const bounds = boundsOf(filter, keys)
  const ranges = await indexRanges(db, filter)
  if (ranges.length === 0) return null
  const direction = order === 'newest' ? 'desc' : 'asc'
  const parts = ranges.map((range, index): Fragment => {
    const all = [...range, ...bounds]
    const where = all.length === 0 ? '' : `where ${all.map((each) => each.sql).join(' and ')}`
    return {
      // A select around each part: neither engine takes `order by` before `union all`.
      sql: `select packet_key from (select packet_key from packet ${where}
        order by packet_key ${direction} limit ?) as part_${index}`,
      params: [...all.flatMap((each) => each.params), filter.limit],
    }
  })
  const sql = parts.map((part) => part.sql).join(' union all ')
  return {
    // PostgreSQL has counted: it would take what is hidden for rare, and read all that is left.
    sql: db.engine === 'postgres' ? sql.replaceAll('+', '') : sql,
    params: parts.flatMap((part) => part.params),
  }
}

/** Conditions of one walk along one index. */
type Range = Fragment[]

function condition(sql: string, ...params: Param[]): Fragment {
  return { sql, params }
}

/** The walks that together see every packet that fits, each along the index that is best for it. */
async function indexRanges(db: Database, filter: PacketFilter): Promise<Range[]> {
  const ports = requestedPorts(filter)
  if (ports?.length === 0) return []
  const { from_node_id, to_node_id, node_id, channel } = filter
  const nodes = nodeRanges({ from_node_id, to_node_id, node_id })
  const rest = to_node_id === BROADCAST ? [condition('+to_node_id = ?', BROADCAST)] : []
  if (nodes !== null) {
    const others = [...rest, ...portsAside(ports), ...channelAside(channel)]
    return nodes.map((range) => [...range, ...others])
  }
  if (ports !== null && (await portsAreRarer(db, ports, channel))) {
    const others = [...rest, ...channelAside(channel)]
    // No index is ordered by key across several ports: one walk for each.
    return ports.map((port) => [condition('portnum = ?', port), ...others])
  }
  const others = [...rest, ...portsAside(ports)]
  return channel === undefined
    ? [others]
    : [[condition(`channel_id = ${CHANNEL_ID}`, channel), ...others]]
}

const CHANNEL_ID = '(select channel_id from channel where name = ?)'

function channelAside(channel: string | undefined): Fragment[] {
  return channel === undefined ? [] : [condition(`+channel_id = ${CHANNEL_ID}`, channel)]
}

function portsAside(ports: readonly number[] | null): Fragment[] {
  if (ports === null) return []
  return [condition(`+portnum in (${ports.map(() => '?').join(', ')})`, ...ports)]
}

/** Null where no node is asked for; everybody is no node, most packets go there. */
function nodeRanges(
  filter: Pick<PacketFilter, 'from_node_id' | 'to_node_id' | 'node_id'>,
): Range[] | null {
  const { from_node_id, to_node_id, node_id } = filter
  const either =
    node_id === undefined
      ? []
      : [condition('(+from_node_id = ? or +to_node_id = ?)', node_id, node_id)]
  if (from_node_id !== undefined) {
    const to = to_node_id === undefined ? [] : [condition('+to_node_id = ?', to_node_id)]
    return [[condition('from_node_id = ?', from_node_id), ...to, ...either]]
  }
  if (to_node_id !== undefined && to_node_id !== BROADCAST) {
    return [[toNode(to_node_id), ...either]]
  }
  if (node_id === undefined) return null
  return [
    [condition('from_node_id = ?', node_id)],
    [toNode(node_id), condition('+from_node_id <> ?', node_id)],
  ]
}

/** The literal tells the planner that the partial index holds every such packet. */
function toNode(node_id: number): Fragment {
  return condition('to_node_id = ? and to_node_id <> 4294967295', node_id)
}

/**
 * What a packet `p` has to be, keys and words aside: for packets that were found by something else
 * than an index of theirs. Null when none can be.
 */
export function packetConditions(filter: PacketFilter): Fragment[] | null {
  const { from_node_id, to_node_id, node_id, channel, since_us, before_us } = filter
  const ports = requestedPorts(filter)
  if (ports?.length === 0) return null
  const all: Fragment[] = []
  if (from_node_id !== undefined) all.push(condition('p.from_node_id = ?', from_node_id))
  if (to_node_id !== undefined) all.push(condition('p.to_node_id = ?', to_node_id))
  if (node_id !== undefined) {
    all.push(condition('(p.from_node_id = ? or p.to_node_id = ?)', node_id, node_id))
  }
  if (channel !== undefined) all.push(condition(`p.channel_id = ${CHANNEL_ID}`, channel))
  if (ports !== null) {
    all.push(condition(`p.portnum in (${ports.map(() => '?').join(', ')})`, ...ports))
  }
  if (since_us !== undefined) all.push(condition('p.import_time_us > ?', since_us))
  if (before_us !== undefined) all.push(condition('p.import_time_us < ?', before_us))
  return all
}

/** Null: any port. `portnum` and `portnums` together mean those in both. */
function requestedPorts(filter: PacketFilter): number[] | null {
  const { portnum, portnums } = filter
  if (portnums === undefined) return portnum === undefined ? null : [portnum]
  const ports = [...new Set(portnums)]
  return portnum === undefined ? ports : ports.filter((port) => port === portnum)
}

const WEEK_HOURS = 7 * 24

/** Whether the last week had fewer packets of these ports than on this channel. */
async function portsAreRarer(
  db: Database,
  ports: readonly number[],
  channel: string | undefined,
): Promise<boolean> {
  if (channel === undefined) return true
  const isPort = `portnum in (${ports.map(() => '?').join(', ')})`
  const row = await db.get<{ of_ports: number; of_channel: number }>(
    `select coalesce(sum(case when ${isPort} then packets end), 0) as of_ports,
        coalesce(sum(case when channel_id = ${CHANNEL_ID} then packets end), 0) as of_channel
      from traffic_hourly where hour >= (select max(hour) from traffic_hourly) - ${WEEK_HOURS}`,
    [...ports, channel],
  )
  return row === undefined || row.of_ports <= row.of_channel
}

/** Keys between which lies everything that fits, both exclusive. */
export interface KeyRange {
  after_key: number
  before_key: number
}

/**
 * Keys grow with the time of arrival, so a time becomes a bound on the key, found by the index on
 * time; the hundred packets beside it are looked at because a clock that was set back leaves a few
 * of them out of order. Null: nothing lies in the period.
 */
export async function keyRange(
  db: Database,
  filter: Pick<PacketFilter, 'since_us' | 'before_us' | 'after_key' | 'before_key'>,
): Promise<KeyRange | null> {
  const { since_us, before_us } = filter
  let after_key = filter.after_key ?? -1
  let before_key = filter.before_key ?? Number.MAX_SAFE_INTEGER
  if (since_us !== undefined) {
    const row = await db.get<{ first: number | null }>(`select ${beside('min', '>')} as first`, [
      since_us,
    ])
    if (row === undefined || row.first === null) return null
    after_key = Math.max(after_key, row.first - 1)
  }
  if (before_us !== undefined) {
    const row = await db.get<{ last: number | null }>(`select ${beside('max', '<')} as last`, [
      before_us,
    ])
    if (row === undefined || row.last === null) return null
    before_key = Math.min(before_key, row.last + 1)
  }
  return { after_key, before_key }
}

/**
 * A key below everything that arrived since a time (microseconds UTC), for tables that keep their
 * rows longer than packets are kept: −1 where no packet is older, though such a row may be.
 */
export async function keyBelow(db: Database, since_us: number): Promise<number> {
  // On both sides, since a machine without a clock of its own
  // begins in 1970, and its packets of then are older than all and have the newest keys.
  const row = await db.get<{ older: number | null; newer: number | null }>(
    `select ${beside('min', '<')} as older, ${beside('min', '>=')} as newer`,
    [since_us, since_us],
  )
  const older = row?.older ?? null
  return older === null ? -1 : Math.min(older, row?.newer ?? older) - 1
}

/** The least or greatest key of the hundred packets next to a time, on one side of it. */
function beside(which: 'min' | 'max', side: '<' | '>' | '>='): string {
  return `(select ${which}(packet_key) from (select packet_key from packet where import_time_us ${side} ?
    order by import_time_us ${side === '<' ? 'desc' : 'asc'} limit 100) as beside)`
}

/** Bounds on key and time; those on time for the few packets that are out of order. */
function boundsOf({ since_us, before_us }: PacketFilter, range: KeyRange): Fragment[] {
  const bounds: Fragment[] = []
  if (range.after_key >= 0) bounds.push(condition('packet_key > ?', range.after_key))
  if (range.before_key < Number.MAX_SAFE_INTEGER) {
    bounds.push(condition('packet_key < ?', range.before_key))
  }
  if (since_us !== undefined) bounds.push(condition('+import_time_us > ?', since_us))
  if (before_us !== undefined) bounds.push(condition('+import_time_us < ?', before_us))
  return bounds
}
