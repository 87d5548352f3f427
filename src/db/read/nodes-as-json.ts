import { type JsonMembers, jsonArraySql, nodeIdSql, rowsAsJson } from '../json.js'
import { oneOf } from '../lists.js'
import type { Database } from '../open.js'
import { toBoolean } from '../values.js'
import { breathe } from './breathe.js'
import { fromNodes, type NodeFilter } from './node-conditions.js'
import type { NodeRow } from './nodes.js'

/** `{"nodes":[…]}`, the nodes that fit as the API has them. */
export function findNodesAsJson(db: Database, filter: NodeFilter): Promise<Buffer> {
  const { sql, params } = fromNodes(db, filter)
  return rowsAsJson(db, 'nodes', apiMembers(db), sql, params)
}

/** A node as one text, and what changes with each of its packets. */
export interface NodeText {
  /** For `factsOf`; the same as long as all that is said there is the same. */
  facts: string
  last_seen_us: number
}

export interface NodeFacts
  extends Pick<
    NodeRow,
    | 'node_id'
    | 'long_name'
    | 'short_name'
    | 'hw_model'
    | 'firmware'
    | 'role'
    | 'channel'
    | 'last_lat'
    | 'last_long'
    | 'altitude'
    | 'first_seen_us'
  > {
  is_gateway: boolean
}

const factColumns = [
  ...['node_id', 'long_name', 'short_name', 'hw_model', 'firmware', 'role', 'channel'],
  ...['last_lat', 'last_long', 'altitude', 'first_seen_us', 'gateway_seen_us is not null'],
]

/** The nodes that fit, for whoever keeps what was made of each as long as its text is the same. */
export function findNodeTexts(db: Database, filter: NodeFilter): Promise<NodeText[]> {
  const { sql, params } = fromNodes(db, filter)
  const facts = jsonArraySql(db.engine, factColumns)
  return db.all<NodeText>(`select ${facts} as facts, last_seen_us ${sql}`, params)
}

/** Nodes of which one statement makes texts: some ten milliseconds, which others wait for. */
export const NODES_AT_ONCE = 4000

/** The same a part at a time, in one order over all parts, for lists of any length. */
export async function* nodeTextsInParts(
  db: Database,
  filter: NodeFilter,
): AsyncGenerator<NodeText[]> {
  // An order that no index has is found for all at once: of the keys alone it takes a third.
  const { sql, params } = fromNodes(db, filter)
  const ids = await db.all<{ node_id: number }>(`select node_id ${sql}`, params)
  const columns = `node_id, ${jsonArraySql(db.engine, factColumns)} as facts, last_seen_us`
  for (let first = 0; first < ids.length; first += NODES_AT_ONCE) {
    const part = ids.slice(first, first + NODES_AT_ONCE).map(({ node_id }) => node_id)
    const among = oneOf(db, 'node_id', part)
    const rows = await db.all<NodeText & { node_id: number }>(
      `select ${columns} from node where ${among.sql}`,
      [among.list],
    )
    const byId = new Map(rows.map((row) => [row.node_id, row]))
    // One that was deleted meanwhile is left out.
    yield part.flatMap((node_id) => byId.get(node_id) ?? [])
    await breathe()
  }
}

/** What the text of a node says. */
export function factsOf({ facts }: NodeText): NodeFacts {
  const row = JSON.parse(facts)
  const [node_id, long_name, short_name, hw_model, firmware, role, channel] = row
  const [last_lat, last_long, altitude, first_seen_us, is_gateway] = row.slice(7)
  return {
    ...{ node_id, long_name, short_name, hw_model, firmware, role, channel },
    ...{ last_lat, last_long, altitude, first_seen_us },
    // SQLite has no booleans.
    is_gateway: toBoolean(is_gateway),
  }
}

/** `id` is the `!hex` form, `is_mqtt_gateway` true or null. */
function apiMembers({ engine }: Database): JsonMembers {
  return {
    id: { sql: nodeIdSql(engine, 'node_id') },
    node_id: { sql: 'node_id' },
    long_name: { sql: 'long_name' },
    short_name: { sql: 'short_name' },
    hw_model: { sql: 'hw_model' },
    firmware: { sql: 'firmware' },
    role: { sql: 'role' },
    last_lat: { sql: 'last_lat' },
    last_long: { sql: 'last_long' },
    channel: { sql: 'channel' },
    is_mqtt_gateway: {
      sql: 'case when gateway_seen_us is not null then true end',
      isBoolean: true,
    },
    first_seen_us: { sql: 'first_seen_us' },
    last_seen_us: { sql: 'last_seen_us' },
    altitude: { sql: 'altitude' },
    precision_bits: { sql: 'precision_bits' },
    position_us: { sql: 'position_us' },
    is_licensed: { sql: 'is_licensed', isBoolean: true },
    is_unmessagable: { sql: 'is_unmessagable', isBoolean: true },
    public_key: { sql: 'public_key' },
    region: { sql: 'region' },
    modem_preset: { sql: 'modem_preset' },
    gateway_seen_us: { sql: 'gateway_seen_us' },
  }
}
