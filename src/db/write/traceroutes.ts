import type { Database, Param } from '../database.js'
import { traceroute, tracerouteHop } from '../entities/traceroute.js'
import { insertAll } from '../insert.js'

// A gateway's second copy replaces its first: the route only grows.
const upsertRoute = insertAll(
  traceroute,
  'on conflict (packet_key, uplink_id) do update set route = excluded.route',
)
const upsertHop = insertAll(
  tracerouteHop,
  `on conflict (packet_key, direction, hop) do update
     set node_id = excluded.node_id, snr4 = excluded.snr4`,
)

/** Rows in the order of the columns of `traceroute`; each pair of packet and uplink once. */
export function upsertRoutes(tx: Database, rows: Param[][]): Promise<void> {
  return tx.insertMany(upsertRoute, rows)
}

/** Rows in the order of the columns of `traceroute_hop`: a better copy writes over another. */
export function upsertHops(tx: Database, rows: Param[][]): Promise<void> {
  return tx.insertMany(upsertHop, rows)
}

/** Takes away a way's hops from a place on: packet_key, direction, hop. Seldom more than one. */
export async function cutHops(
  tx: Database,
  cuts: readonly (readonly [number, number, number])[],
): Promise<void> {
  for (const cut of cuts) {
    await tx.run(
      'delete from traceroute_hop where packet_key = ? and direction = ? and hop >= ?',
      cut,
    )
  }
}
