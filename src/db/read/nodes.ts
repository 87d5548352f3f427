import { askAmong } from '../lists.js'
import type { Database } from '../open.js'
import { toBoolean } from '../values.js'
import { fromNodes, type NodeFilter, nodeConditions, POSITIONED } from './node-conditions.js'

export type { NodeFilter, NodeSort } from './node-conditions.js'

/** What is known of a node now; see the entity for units. Null = never said. */
export interface NodeRow {
  node_id: number
  long_name: string | null
  short_name: string | null
  hw_model: string | null
  firmware: string | null
  role: string | null
  channel: string | null
  last_lat: number | null
  last_long: number | null
  altitude: number | null
  precision_bits: number | null
  position_us: number | null
  is_licensed: boolean | null
  is_unmessagable: boolean | null
  public_key: string | null
  region: string | null
  modem_preset: string | null
  first_seen_us: number
  last_seen_us: number
  nodeinfo_us: number | null
  gateway_seen_us: number | null
}

const columns = `node_id, long_name, short_name, hw_model, firmware, role, channel, last_lat,
  last_long, altitude, precision_bits, position_us, is_licensed, is_unmessagable, public_key,
  region, modem_preset, first_seen_us, last_seen_us, nodeinfo_us, gateway_seen_us`

/** What the list of nodes shows of one. */
export type ListedNode = Omit<
  NodeRow,
  | 'precision_bits'
  | 'position_us'
  | 'is_licensed'
  | 'is_unmessagable'
  | 'public_key'
  | 'region'
  | 'modem_preset'
  | 'nodeinfo_us'
>

const listColumns = `node_id, long_name, short_name, hw_model, firmware, role, channel, last_lat,
  last_long, altitude, first_seen_us, last_seen_us, gateway_seen_us`

/** Nodes that fit the filter, by default ordered by short name. */
export async function findNodes(db: Database, filter: NodeFilter): Promise<NodeRow[]> {
  return (await selectNodes<NodeRow>(db, columns, filter)).map(withBooleans)
}

/** The same for the list of nodes: of whole rows the reading takes half as long again. */
export function findListedNodes(db: Database, filter: NodeFilter): Promise<ListedNode[]> {
  return selectNodes<ListedNode>(db, listColumns, filter)
}

/** What a map shows of a node. */
export type MapNodeRow = Pick<
  NodeRow,
  | 'node_id'
  | 'long_name'
  | 'short_name'
  | 'role'
  | 'channel'
  | 'hw_model'
  | 'last_lat'
  | 'last_long'
  | 'precision_bits'
  | 'last_seen_us'
  | 'gateway_seen_us'
>

const mapColumns = `node_id, long_name, short_name, role, channel, hw_model, last_lat, last_long,
  precision_bits, last_seen_us, gateway_seen_us`

/** The same for the map. */
export function findMapNodes(db: Database, filter: NodeFilter): Promise<MapNodeRow[]> {
  return selectNodes<MapNodeRow>(db, mapColumns, filter)
}

function selectNodes<T>(db: Database, selected: string, filter: NodeFilter): Promise<T[]> {
  const { sql, params } = fromNodes(db, filter)
  return db.all<T>(`select ${selected} ${sql}`, params)
}

/** How many nodes fit the filter; `limit` and `after` do not matter. */
export async function countNodes(
  db: Database,
  filter: Omit<NodeFilter, 'limit' | 'after' | 'sort'>,
): Promise<number> {
  const { where, params } = nodeConditions(db, filter)
  const row = await db.get<{ count: number }>(`select count(*) as count from node ${where}`, params)
  return row?.count ?? 0
}

/** How many nodes fit the filter, and how many of them have a position: one reading for both. */
export async function countPositioned(
  db: Database,
  filter: Omit<NodeFilter, 'limit' | 'after' | 'sort'>,
): Promise<{ fitting: number; positioned: number }> {
  const { where, params } = nodeConditions(db, filter)
  const row = await db.get<{ fitting: number; positioned: number }>(
    `select count(*) as fitting,
        count(case when ${POSITIONED} then 1 end) as positioned
      from node ${where}`,
    params,
  )
  return row ?? { fitting: 0, positioned: 0 }
}

export async function findNode(db: Database, node_id: number): Promise<NodeRow | undefined> {
  const row = await db.get<NodeRow>(`select ${columns} from node where node_id = ?`, [node_id])
  return row && withBooleans(row)
}

/** The nodes among `ids` that are known, by id. */
export async function findNodesByIds(
  db: Database,
  ids: Iterable<number>,
): Promise<Map<number, NodeRow>> {
  const nodes = await selectByIds<NodeRow>(db, columns, ids)
  for (const node of nodes.values()) withBooleans(node)
  return nodes
}

export type NodeNames = Pick<NodeRow, 'node_id' | 'long_name' | 'short_name'>

/** The names of the nodes among `ids` that are known, by id: a third of the cost of whole rows. */
export function findNames(db: Database, ids: Iterable<number>): Promise<Map<number, NodeNames>> {
  return selectByIds<NodeNames>(db, 'node_id, long_name, short_name', ids)
}

export type NodeInRanking = Pick<NodeRow, 'node_id' | 'long_name' | 'short_name' | 'channel'>

/** What a ranking shows of the nodes among `ids` that are known, by id. */
export function findForRanking(
  db: Database,
  ids: Iterable<number>,
): Promise<Map<number, NodeInRanking>> {
  return selectByIds<NodeInRanking>(db, 'node_id, long_name, short_name, channel', ids)
}

async function selectByIds<T extends { node_id: number }>(
  db: Database,
  selected: string,
  ids: Iterable<number>,
): Promise<Map<number, T>> {
  const rows = await askAmong(db, 'node_id', ids, ({ sql, list }) =>
    db.all<T>(`select ${selected} from node where ${sql}`, [list]),
  )
  return new Map(rows.map((row) => [row.node_id, row]))
}

/** The gateways by name, no more than `limit`. */
export function findGatewayNames(db: Database, limit: number): Promise<NodeNames[]> {
  const filter: NodeFilter = { gateway: true, sort: 'long_name', limit }
  return selectNodes<NodeNames>(db, 'node_id, long_name, short_name', filter)
}

export type SilentGateway = NodeNames & { gateway_seen_us: number }

/** Gateways that uplinked something in a period and nothing since, the one last heard first. */
export function findSilentGateways(
  db: Database,
  period: { from_us: number; to_us: number },
  limit: number,
): Promise<SilentGateway[]> {
  return db.all<SilentGateway>(
    `select node_id, long_name, short_name, gateway_seen_us from node
      where gateway_seen_us > ? and gateway_seen_us < ? order by gateway_seen_us desc limit ?`,
    [period.from_us, period.to_us, limit],
  )
}

/** Where a node is by its last word: degrees × 1e7. */
export interface PlaceRow {
  node_id: number
  last_lat: number
  last_long: number
}

/** Nodes with a position that were heard since a time, the one heard last first. */
export function findPlaces(db: Database, since_us: number, limit: number): Promise<PlaceRow[]> {
  return db.all<PlaceRow>(
    `select node_id, last_lat, last_long from node
      where last_seen_us > ? and ${POSITIONED}
      order by last_seen_us desc limit ?`,
    [since_us, limit],
  )
}

/** The ids of all nodes that the filter lets through. */
export async function findNodeIds(
  db: Database,
  filter: Pick<NodeFilter, 'channel' | 'since_us'> = {},
): Promise<Set<number>> {
  const { where, params } = nodeConditions(db, filter)
  const rows = await db.all<{ node_id: number }>(`select node_id from node ${where}`, params)
  return new Set(rows.map((row) => row.node_id))
}

/** Columns whose values a filter menu offers. */
export type NodeColumn = 'role' | 'channel' | 'hw_model' | 'firmware'

/** The different values of a column among named nodes, for a filter menu (bounded). */
export async function findNodeValues(db: Database, column: NodeColumn): Promise<string[]> {
  const rows = await db.all<{ value: string }>(
    `select distinct ${column} as value from node where ${column} is not null
      order by value limit 500`,
  )
  return rows.map((row) => row.value)
}

function withBooleans(row: NodeRow): NodeRow {
  if (row.is_licensed !== null) row.is_licensed = toBoolean(row.is_licensed)
  if (row.is_unmessagable !== null) row.is_unmessagable = toBoolean(row.is_unmessagable)
  return row
}
