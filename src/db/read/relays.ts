import { LINK_DIRECT } from '../entities/link.js'
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
const MOST_GATEWAYS = 40

/**
 * Who may have passed a packet on to these gateways: a header names only the last byte of the
 * relay's id, but a relay is a node that the gateway hears itself. The last heard come first.
 */
export async function findRelayCandidates(
  db: Database,
  gateways: readonly number[],
  lastBytes: readonly number[],
  since_us: number,
): Promise<RelayCandidate[]> {
  if (gateways.length === 0 || lastBytes.length === 0) return []
  const asked = gateways.slice(0, MOST_GATEWAYS)
  const places = (list: readonly number[]) => list.map(() => '?').join(', ')
  const rows = await db.all<RelayCandidate>(
    `select l.to_node_id as gateway_node_id, l.from_node_id as node_id, n.long_name, n.short_name,
        l.last_seen_us
      from link l left join node n on n.node_id = l.from_node_id
      where l.to_node_id in (${places(asked)}) and l.kind = ?
        and (l.from_node_id & 255) in (${places(lastBytes)}) and l.last_seen_us > ?
        and l.from_node_id <> l.to_node_id`,
    [...asked, LINK_DIRECT, ...lastBytes, since_us],
  )
  // Here, as each gateway is found by an index of its own: there is no order between them.
  return rows.sort((a, b) => b.last_seen_us - a.last_seen_us)
}
