import type { Database, Param } from '../database.js'
import { node } from '../entities/node.js'
import { nodePublicKey } from '../entities/public-key.js'
import { insertAll } from '../insert.js'
import { valuesMaker } from '../row-maker.js'
import { latestSeen, SET_BACK_US } from './last-seen.js'

/** What one batch learnt of a node; null leaves what is known as it is. */
export interface NodePatch {
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
  /** When the position was heard (µs): an older one moves nothing. Null: no position. */
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

const kept = [
  'long_name',
  'short_name',
  'hw_model',
  'firmware',
  'role',
  'channel',
  'is_licensed',
  'is_unmessagable',
  'public_key',
  'region',
  'modem_preset',
  'nodeinfo_us',
  'gateway_seen_us',
]
const positional = ['last_lat', 'last_long', 'altitude', 'precision_bits', 'position_us']

const newerPosition = `excluded.position_us is not null and (
    excluded.position_us >= coalesce(node.position_us, 0)
    or node.position_us > excluded.last_seen_us + ${SET_BACK_US})`

const upsertNode = insertAll(
  node,
  `on conflict (node_id) do update set
     ${kept.map((name) => `${name} = coalesce(excluded.${name}, node.${name})`).join(', ')},
     ${positional.map((name) => `${name} = case when ${newerPosition} then excluded.${name} else node.${name} end`).join(', ')},
     first_seen_us = case when excluded.first_seen_us < node.first_seen_us then excluded.first_seen_us else node.first_seen_us end,
     ${latestSeen('node')}`,
)

const rowOf = valuesMaker<NodePatch>(Object.keys(node.columns) as (keyof NodePatch)[])

/** One patch per node; a node that is new gets its row. */
export function upsertNodes(tx: Database, patches: Iterable<NodePatch>): Promise<void> {
  const rows: Param[][] = []
  for (const patch of patches) rows.push(rowOf(patch))
  return tx.insertMany(upsertNode, rows)
}

const upsertKey = insertAll(
  nodePublicKey,
  'on conflict (node_id, public_key) do update set last_seen_us = excluded.last_seen_us',
)

/** Rows in the order of the columns of `node_public_key`; each pair of node and key once. */
export function upsertPublicKeys(tx: Database, rows: Param[][]): Promise<void> {
  return tx.insertMany(upsertKey, rows)
}
