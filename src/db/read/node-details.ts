import { LINK_DIRECT, LINK_NEIGHBOR } from '../entities/link.js'
import type { Database } from '../open.js'
import { hourOf } from '../values.js'

/** A public key that a node announced, in hexadecimal. */
export interface PublicKeyRow {
  public_key: string
  first_seen_us: number
  last_seen_us: number
}

/** Every public key of a node, the one announced last first. */
export function findPublicKeys(db: Database, node_id: number): Promise<PublicKeyRow[]> {
  return db.all<PublicKeyRow>(
    `select public_key, first_seen_us, last_seen_us from node_public_key
      where node_id = ? order by last_seen_us desc limit 20`,
    [node_id],
  )
}

/**
 * A node at the other end of a direct radio link, SNR in dB × 4 and RSSI in dBm; its place in
 * degrees × 1e7, null while it told none.
 */
export interface NeighborRow {
  node_id: number
  long_name: string | null
  short_name: string | null
  last_lat: number | null
  last_long: number | null
  count: number
  last_seen_us: number
  snr_count: number
  snr4_sum: number
  snr4_last: number | null
  rssi_count: number
  rssi_sum: number
  rssi_last: number | null
}

const linkColumns = `count, last_seen_us, snr_count, snr4_sum, snr4_last, rssi_count, rssi_sum,
  rssi_last`

/** Gateways that heard this node without a relay, the one heard last first. */
export function findHeardBy(db: Database, node_id: number, limit: number): Promise<NeighborRow[]> {
  return findNeighbors(db, LINK_DIRECT, { end: 'from_node_id', node_id, limit })
}

/** Nodes that this gateway heard without a relay, the one heard last first. */
export function findHears(db: Database, node_id: number, limit: number): Promise<NeighborRow[]> {
  return findNeighbors(db, LINK_DIRECT, { end: 'to_node_id', node_id, limit })
}

/** Nodes that this one says it hears, in its NeighborInfo; the one reported last first. */
export function findReported(db: Database, node_id: number, limit: number): Promise<NeighborRow[]> {
  return findNeighbors(db, LINK_NEIGHBOR, { end: 'to_node_id', node_id, limit })
}

/** A gateway on a hill hears thousands: names are looked up for those only that are shown. */
function findNeighbors(
  db: Database,
  kind: number,
  of: { end: 'from_node_id' | 'to_node_id'; node_id: number; limit: number },
): Promise<NeighborRow[]> {
  const other = of.end === 'from_node_id' ? 'to_node_id' : 'from_node_id'
  return db.all<NeighborRow>(
    `select l.node_id, n.long_name, n.short_name, n.last_lat, n.last_long, l.count, l.last_seen_us, l.snr_count,
        l.snr4_sum, l.snr4_last, l.rssi_count, l.rssi_sum, l.rssi_last
      from (select ${other} as node_id, ${linkColumns} from link
        where ${of.end} = ? and kind = ? order by last_seen_us desc limit ?) as l
      left join node n on n.node_id = l.node_id
      order by l.last_seen_us desc`,
    [of.node_id, kind, of.limit],
  )
}

/** What a node sent and how often it was heard since an hour, and what it heard as a gateway. */
export interface NodeActivity {
  sent: number
  seen: number
  received: number
}

export async function findActivity(
  db: Database,
  node_id: number,
  since_us: number,
): Promise<NodeActivity> {
  const hour = hourOf(since_us)
  const sent = await db.get<{ sent: number | null; seen: number | null }>(
    'select sum(sent) as sent, sum(seen) as seen from node_hourly where node_id = ? and hour >= ?',
    [node_id, hour],
  )
  const received = await db.get<{ received: number | null }>(
    `select sum(receptions) as received from gateway_hourly
      where gateway_node_id = ? and hour >= ?`,
    [node_id, hour],
  )
  return {
    sent: Number(sent?.sent ?? 0),
    seen: Number(sent?.seen ?? 0),
    received: Number(received?.received ?? 0),
  }
}
