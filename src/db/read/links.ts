import { LINK_DIRECT, LINK_NEIGHBOR, LINK_TRACEROUTE } from '../entities/link.js'
import type { Database } from '../open.js'

/** `to_node_id` heard `from_node_id` by radio. */
export interface LinkRow {
  from_node_id: number
  to_node_id: number
  /** LINK_DIRECT, LINK_NEIGHBOR or LINK_TRACEROUTE. */
  kind: number
  count: number
  first_seen_us: number
  last_seen_us: number
  /** dB; null where never measured. */
  snr_last: number | null
  snr_min: number | null
  snr_max: number | null
  snr_mean: number | null
  /** dBm. */
  rssi_last: number | null
  rssi_mean: number | null
}

export interface LinkFilter {
  kind: number
  /** Proved later than this. */
  since_us: number
  /** Either end. */
  node_id?: number
  limit: number
}

const columns = `from_node_id, to_node_id, kind, count, first_seen_us, last_seen_us, snr_count,
  snr4_sum, snr4_last, snr4_min, snr4_max, rssi_count, rssi_sum, rssi_last`

/** Links of one kind, the most recently proved first. */
export async function findLinks(db: Database, filter: LinkFilter): Promise<LinkRow[]> {
  const { kind, since_us, node_id, limit } = filter
  const rows =
    node_id === undefined
      ? await db.all<LinkSums>(
          `select ${columns} from link where kind = ? and last_seen_us > ?
            order by last_seen_us desc limit ?`,
          [kind, since_us, limit],
        )
      : await linksOfNode(db, node_id, kind, since_us, limit)
  return rows.map(linkRow)
}

/** What a map draws of a link. */
export interface DrawnLink {
  from_node_id: number
  to_node_id: number
  /** dB × 4; null where never measured. */
  snr4_last: number | null
  last_seen_us: number
}

/** The same for a map, which shows some ten thousand: of whole rows the reading takes twice as long. */
export function findDrawnLinks(
  db: Database,
  { kind, since_us, limit }: Omit<LinkFilter, 'node_id'>,
): Promise<DrawnLink[]> {
  return db.all<DrawnLink>(
    `select from_node_id, to_node_id, snr4_last, last_seen_us from link
      where kind = ? and last_seen_us > ? order by last_seen_us desc limit ?`,
    [kind, since_us, limit],
  )
}

/** Each end by its own index; ordered here, as there is no order between the two. */
async function linksOfNode(
  db: Database,
  node_id: number,
  kind: number,
  since_us: number,
  limit: number,
): Promise<LinkSums[]> {
  const rows = await db.all<LinkSums>(
    `select ${columns} from link
      where kind = ? and from_node_id = ? and last_seen_us > ?
      union all
      select ${columns} from link
      where to_node_id = ? and kind = ? and last_seen_us > ? and from_node_id <> to_node_id`,
    [kind, node_id, since_us, node_id, kind, since_us],
  )
  return rows.sort((a, b) => b.last_seen_us - a.last_seen_us).slice(0, limit)
}

interface LinkSums extends Omit<LinkRow, 'snr_last' | 'snr_min' | 'snr_max' | 'snr_mean'> {
  snr_count: number
  snr4_sum: number
  snr4_last: number | null
  snr4_min: number | null
  snr4_max: number | null
  rssi_count: number
  rssi_sum: number
}

/** Quotients are taken here: PostgreSQL would answer them as texts of exact decimals. */
function linkRow(row: LinkSums): LinkRow {
  const quarter = (snr4: number | null) => (snr4 === null ? null : snr4 / 4)
  return {
    from_node_id: row.from_node_id,
    to_node_id: row.to_node_id,
    kind: row.kind,
    count: row.count,
    first_seen_us: row.first_seen_us,
    last_seen_us: row.last_seen_us,
    snr_last: quarter(row.snr4_last),
    snr_min: quarter(row.snr4_min),
    snr_max: quarter(row.snr4_max),
    snr_mean: row.snr_count === 0 ? null : row.snr4_sum / row.snr_count / 4,
    rssi_last: row.rssi_last,
    rssi_mean: row.rssi_count === 0 ? null : row.rssi_sum / row.rssi_count,
  }
}

/** The kinds by the names that the API gives them. */
export const LINK_KINDS: ReadonlyMap<string, number> = new Map([
  ['traceroute', LINK_TRACEROUTE],
  ['neighbor', LINK_NEIGHBOR],
  ['direct', LINK_DIRECT],
])
