import type { Database } from '../database.js'
import { addCounters } from './bookkeeping.js'

/**
 * A writer remembers packets, channels and uplinks of the database. Whoever takes away some of
 * those beside it begins a new epoch in the same transaction, and the writer reads all of it anew.
 */
const EPOCH = 'state.epoch'

/**
 * The epoch, which stays the same until the transaction ends. SQLite has one writing transaction at
 * a time anyway; on PostgreSQL the row is held, and read as it is once nobody else holds it.
 */
export async function holdEpoch(tx: Database): Promise<number> {
  const row = await tx.get<{ value: number }>(
    `select value from counter where name = ? ${tx.engine === 'postgres' ? 'for share' : ''}`,
    [EPOCH],
  )
  return row?.value ?? 0
}

/** Sees to it that there is an epoch to be held. */
export async function makeEpoch(db: Database): Promise<void> {
  await db.run('insert into counter (name, value) values (?, 0) on conflict (name) do nothing', [
    EPOCH,
  ])
}

/** Begins a new epoch, first thing in a transaction: batches of writers wait for its end. */
export function beginEpoch(tx: Database): Promise<void> {
  return addCounters(tx, new Map([[EPOCH, 1]]))
}
