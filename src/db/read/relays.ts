import { LINK_DIRECT } from '../entities/link.js'
import { oneOf } from '../lists.js'
import type { Database } from '../open.js'

/** A node that a gateway hears without a relay. */
export interface RelayCandidate {
  gateway_node_id: number
  node_id: number
  long_name: string | null
  short_name: string | null
  last_seen_us: number
}

/** More gateways of one packet are not asked about: their rows show the byte alone. */
export const MOST_GATEWAYS = 40
/** More are not asked about either; a mesh of two thousand has eight with the same last byte. */
const MOST_NODES = 100

/**
 * Which of `nodes` these gateways hear themselves, and so may have had a packet from: the last
 * heard come first. Each pair is looked up, since a gateway on a hill hears thousands.
 */
export async function findRelayCandidates(
  db: Database,
  gateways: readonly number[],
  nodes: readonly number[],
): Promise<RelayCandidate[]> {
  if (gateways.length === 0 || nodes.length === 0) return []
  const from = oneOf(db, 'l.from_node_id', nodes.slice(0, MOST_NODES))
  const to = oneOf(db, 'l.to_node_id', gateways.slice(0, MOST_GATEWAYS))
  const rows = await db.all<RelayCandidate>(
    `select l.to_node_id as gateway_node_id, l.from_node_id as node_id, n.long_name, n.short_name,
        l.last_seen_us
      from link l left join node n on n.node_id = l.from_node_id
      where l.kind = ${LINK_DIRECT} and ${from.sql} and ${to.sql}
        and l.from_node_id <> l.to_node_id`,
    [from.list, to.list],
  )
  // Here: the pairs are found by the key of the table, which knows no times.
  return rows.sort((a, b) => b.last_seen_us - a.last_seen_us)
}
