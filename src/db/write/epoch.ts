import type { Database } from '../database.js'
import { addCounters } from './bookkeeping.js'

/**
 * A writer remembers packets, channels and uplinks of the database. Whoever takes away some of
 * those beside it begins a new epoch in the same transaction, and the writer reads all of it anew.
 */
const EPOCH = 'state.epoch'
/** The two halves of PostgreSQL's advisory lock key. */
const POSTGRES_LOCK = [0x4d657368, 0x65706f63] as const

/** The epoch; within a transaction it stays the same until that ends. */
export async function findEpoch(tx: Database): Promise<number> {
  // SQLite has one writing transaction at a time anyway.
  if (tx.engine === 'postgres') {
    await tx.all('select pg_advisory_xact_lock_shared(?::int, ?::int)', POSTGRES_LOCK)
  }
  const row = await tx.get<{ value: number }>('select value from counter where name = ?', [EPOCH])
  return row?.value ?? 0
}

/** Begins a new epoch, first thing in a transaction: batches of writers wait for its end. */
export async function beginEpoch(tx: Database): Promise<void> {
  if (tx.engine === 'postgres') {
    await tx.all('select pg_advisory_xact_lock(?::int, ?::int)', POSTGRES_LOCK)
  }
  await addCounters(tx, new Map([[EPOCH, 1]]))
}
