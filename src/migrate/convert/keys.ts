import { insertAll } from '../../db/insert.js'
import type { Database } from '../../db/open.js'
import type { Source } from './source.js'
import { nodePublicKey } from './tables.js'
import { microseconds, nodeNumber } from './values.js'

interface OldKey {
  id: number
  node_id: number
  public_key: string
  first_seen_us: number | null
  last_seen_us: number | null
}

const widenKey = insertAll(
  nodePublicKey,
  `on conflict (node_id, public_key) do update set
     first_seen_us = case when excluded.first_seen_us < node_public_key.first_seen_us
       then excluded.first_seen_us else node_public_key.first_seen_us end,
     last_seen_us = case when excluded.last_seen_us > node_public_key.last_seen_us
       then excluded.last_seen_us else node_public_key.last_seen_us end`,
)

/**
 * Converts the public keys, after the packets: a key lasts from when either knew it first to when
 * either saw it last. A key without times takes those of its node. Returns how many rows it took.
 */
export async function convertKeys(
  db: Database,
  source: Source,
  oldest_us: number,
): Promise<number> {
  if (!source.tables.has('node_public_key')) return 0
  return db.transaction(async (tx) => {
    const rows = await tx.all<OldKey>(
      `select id, node_id, public_key, first_seen_us, last_seen_us from v3_node_public_key
       order by id`,
    )
    for (const row of rows) {
      if (nodeNumber(row.node_id) === null) continue
      const node = await tx.get<{ first_seen_us: number; last_seen_us: number }>(
        'select first_seen_us, last_seen_us from node where node_id = ?',
        [row.node_id],
      )
      const first = microseconds(row.first_seen_us) ?? node?.first_seen_us ?? oldest_us
      const last = microseconds(row.last_seen_us) ?? node?.last_seen_us ?? first
      await tx.insertMany(widenKey, [[row.node_id, row.public_key, first, last]])
      await tx.run('delete from v3_node_public_key where id = ?', [row.id])
    }
    await nameCurrentKeys(tx)
    return rows.length
  })
}

/** A node whose NodeInfo packets are gone keeps the key that it was last seen with. */
async function nameCurrentKeys(tx: Database): Promise<void> {
  await tx.run(
    `update node set public_key = (
       select k.public_key from node_public_key k
       where k.node_id = node.node_id and length(k.public_key) = 64
       order by k.last_seen_us desc, k.public_key limit 1)
     where public_key is null`,
  )
}

/** Converts the daily snapshots. Returns how many rows it took. */
export async function convertSnapshots(db: Database, source: Source): Promise<number> {
  if (!source.tables.has('daily_snapshot')) return 0
  return db.transaction(async (tx) => {
    await tx.run(
      `insert into daily_snapshot
         (snapshot_date, node_count, packet_count, gateway_count, captured_at_us)
       select cast(snapshot_date as text), coalesce(node_count, 0), coalesce(packet_count, 0),
              coalesce(gateway_count, 0), coalesce(captured_at_us, 0)
       from v3_daily_snapshot where true on conflict do nothing`,
    )
    return tx.run('delete from v3_daily_snapshot')
  })
}
