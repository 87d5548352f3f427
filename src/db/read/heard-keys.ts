import type { Database } from '../open.js'

/** Receptions of one uplink that a statement looks at. */
const SLICE = 1000
const MOST_UPLINKS = 50

export interface Uplink {
  uplink_id: number
}

/** Receptions of a gateway that one step of {@link keysBefore} goes back. */
export const KEYS_AT_ONCE = SLICE

/** The ways by which a gateway's packets come here, the newest first. */
export function gatewayUplinks(db: Database, gateway_node_id: number): Promise<Uplink[]> {
  return db.all<Uplink>(
    'select uplink_id from uplink where gateway_node_id = ? order by uplink_id desc limit ?',
    [gateway_node_id, MOST_UPLINKS],
  )
}

/** Keys of the newest receptions before one, newest first: as many as every uplink has told of. */
export async function keysBefore(
  db: Database,
  uplinks: readonly Uplink[],
  before_key: number,
): Promise<number[]> {
  const keys = new Set<number>()
  for (const { uplink_id } of uplinks) {
    const rows = await db.all<{ packet_key: number }>(
      `select packet_key from reception where uplink_id = ? and packet_key < ?
        order by packet_key desc limit ?`,
      [uplink_id, before_key, SLICE],
    )
    for (const { packet_key } of rows) keys.add(packet_key)
  }
  return [...keys].sort((one, other) => other - one).slice(0, SLICE)
}
