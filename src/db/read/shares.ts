import type { Database, Param } from '../open.js'

export type NodeAttribute = 'hw_model' | 'role' | 'channel' | 'firmware'

export interface Share {
  /** Null: the node never said. */
  value: string | null
  count: number
}

/** How many nodes share a value, and how many gateways; the most common ones first. */
export interface Shares {
  nodes: Record<NodeAttribute, Share[]>
  gateways: Record<NodeAttribute, Share[]>
}

interface ShareRow extends Record<NodeAttribute, string | null> {
  last_seen_us: number
  gateway_seen_us: number | null
}

/** More values than anybody reads. */
const MOST_VALUES = 200

/**
 * What the nodes that were heard since a time are, and the gateways that uplinked something since.
 * They are read once and counted here: a statement for each list reads all of them each time.
 */
export async function findShares(
  db: Database,
  { since_us, channel }: { since_us: number; channel?: string },
): Promise<Shares> {
  const ofChannel = channel === undefined ? '' : 'and channel = ?'
  const params: Param[] = channel === undefined ? [] : [channel]
  const rows = await db.all<ShareRow>(
    `select hw_model, role, channel, firmware, last_seen_us, gateway_seen_us from node
      where (last_seen_us > ? or gateway_seen_us > ?) ${ofChannel}`,
    [since_us, since_us, ...params],
  )
  const count = (rows: readonly ShareRow[]) => ({
    hw_model: sharesOf(rows, 'hw_model'),
    role: sharesOf(rows, 'role'),
    channel: sharesOf(rows, 'channel'),
    firmware: sharesOf(rows, 'firmware'),
  })
  return {
    nodes: count(rows.filter((row) => row.last_seen_us > since_us)),
    gateways: count(rows.filter(({ gateway_seen_us: seen }) => seen !== null && seen > since_us)),
  }
}

function sharesOf(rows: readonly ShareRow[], attribute: NodeAttribute): Share[] {
  const counts = new Map<string | null, number>()
  for (const row of rows) counts.set(row[attribute], (counts.get(row[attribute]) ?? 0) + 1)
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || ((a.value ?? '') < (b.value ?? '') ? -1 : 1))
    .slice(0, MOST_VALUES)
}
