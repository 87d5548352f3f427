import { parseNodeId } from '../../mesh/node-id.js'
import { LINK_DIRECT } from '../entities/link.js'
import { oneOf } from '../lists.js'
import type { Database, Param } from '../open.js'

export type NodeSort =
  /** Code point by code point, as programs compare. */
  | 'short_name_exact'
  | 'short_name'
  | 'long_name'
  | 'hw_model'
  | 'firmware'
  | 'role'
  | 'channel'
  | 'node_id'
  | 'first_seen_us'
  | 'last_seen_us'

/** Every condition holds at once. */
export interface NodeFilter {
  node_id?: number
  /** Exact, upper case. */
  role?: string
  channel?: string
  /** One of these; none = any. */
  channels?: readonly string[]
  hw_model?: string
  firmware?: string
  /** Last seen later than this, microseconds UTC. */
  since_us?: number
  /** True: only nodes that have told a name. */
  named?: boolean
  gateway?: boolean
  /** Only nodes that this gateway has heard without a relay, within the same time. */
  heard_by?: number
  /** Only these. */
  ids?: readonly number[]
  /** True: only nodes that have told where they are. */
  positioned?: boolean
  /** In a name or in the `!hex` id; letter case does not matter. */
  text?: string
  /** Names sort by letters whatever their case, nodes without the value come last. */
  sort?: NodeSort
  descending?: boolean
  limit: number
  /** Rows to leave out: the list of nodes is short and its order is not that of a key. */
  after?: number
}

/** SQL of each order: a table, so that no text of a visitor becomes SQL. */
const sortExpressions: Record<Exclude<NodeSort, 'short_name_exact'>, string> = {
  short_name: 'lower(short_name)',
  long_name: 'lower(long_name)',
  hw_model: 'hw_model',
  firmware: 'firmware',
  role: 'role',
  channel: 'lower(channel)',
  node_id: 'node_id',
  first_seen_us: 'first_seen_us',
  last_seen_us: 'last_seen_us',
}

const NEVER_NULL: ReadonlySet<string> = new Set(['node_id', 'first_seen_us', 'last_seen_us'])

/** The statement for the nodes that fit, in order, from its `from` on. */
export function fromNodes(db: Database, filter: NodeFilter): { sql: string; params: Param[] } {
  const { where, params } = nodeConditions(db, filter)
  const sort = sortExpression(db, filter.sort ?? 'short_name')
  const direction = filter.descending ? 'desc' : 'asc'
  // In SQL's own words, so that an index can give the order; nothing where a column is never null.
  const nulls = NEVER_NULL.has(sort) ? '' : ' nulls last'
  return {
    sql: `from node ${where} order by ${sort} ${direction}${nulls}, node_id limit ? offset ?`,
    params: [...params, filter.limit, filter.after ?? 0],
  }
}

function sortExpression(db: Database, sort: NodeSort): string {
  if (sort !== 'short_name_exact') return sortExpressions[sort]
  return db.engine === 'postgres' ? 'short_name collate "C"' : 'short_name'
}

/** Nodes that have told where they are. */
export const POSITIONED = 'last_lat is not null and last_long is not null'

/** The `where` of a filter, empty where it lets every node through. */
export function nodeConditions(
  db: Database,
  filter: Omit<NodeFilter, 'limit'>,
): { where: string; params: Param[] } {
  const parts: string[] = []
  const params: Param[] = []
  const add = (sql: string, ...values: Param[]) => {
    parts.push(sql)
    params.push(...values)
  }
  if (filter.node_id !== undefined) add('node_id = ?', filter.node_id)
  if (filter.role !== undefined) add('role = ?', filter.role)
  if (filter.channel !== undefined) add('channel = ?', filter.channel)
  if (filter.channels !== undefined && filter.channels.length > 0) {
    add(`channel in (${filter.channels.map(() => '?').join(', ')})`, ...filter.channels)
  }
  if (filter.hw_model !== undefined) add('hw_model = ?', filter.hw_model)
  if (filter.firmware !== undefined) add('firmware = ?', filter.firmware)
  if (filter.since_us !== undefined) add('last_seen_us > ?', filter.since_us)
  if (filter.named) add('(long_name is not null or short_name is not null)')
  if (filter.positioned) add(POSITIONED)
  if (filter.gateway !== undefined) {
    add(filter.gateway ? 'gateway_seen_us is not null' : 'gateway_seen_us is null')
  }
  if (filter.heard_by !== undefined) {
    add(
      `node_id in (select from_node_id from link
        where to_node_id = ? and kind = ${LINK_DIRECT} and last_seen_us > ?)`,
      filter.heard_by,
      filter.since_us ?? 0,
    )
  }
  if (filter.ids !== undefined) {
    const among = oneOf(db, 'node_id', filter.ids)
    add(among.sql, among.list)
  }
  if (filter.text !== undefined) addText(filter.text, add)
  return { where: parts.length === 0 ? '' : `where ${parts.join(' and ')}`, params }
}

function addText(text: string, add: (sql: string, ...values: Param[]) => void) {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  const lower = pattern.toLowerCase()
  const ids = nodeIdRange(text)
  // SQLite folds the case of ASCII letters only, so the text as typed is tried as well.
  add(
    `(lower(long_name) like ? escape '\\' or lower(short_name) like ? escape '\\'
      or long_name like ? escape '\\' or short_name like ? escape '\\'
      or node_id between ? and ?)`,
    lower,
    lower,
    pattern,
    pattern,
    ids?.[0] ?? -1,
    ids?.[1] ?? -1,
  )
}

/** Ids that begin with the hex digits of `!…`, or the one that a decimal or full hex id names. */
function nodeIdRange(text: string): [number, number] | null {
  const prefix = /^!([0-9a-f]{1,8})$/i.exec(text)?.[1]
  if (prefix !== undefined) {
    const low = Number.parseInt(prefix.padEnd(8, '0'), 16)
    return [low, Number.parseInt(prefix.padEnd(8, 'f'), 16)]
  }
  const exact = parseNodeId(text)
  return exact === null ? null : [exact, exact]
}
