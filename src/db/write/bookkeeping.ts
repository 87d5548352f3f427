import type { Database, Param } from '../database.js'
import { counter, malformed } from '../entities/bookkeeping.js'
import { insertAll } from '../insert.js'

const addCounter = insertAll(
  counter,
  'on conflict (name) do update set value = counter.value + excluded.value',
)
const newMalformed = insertAll(malformed, 'on conflict do nothing')

/** How many malformed messages are kept to be looked at. */
const MALFORMED_KEPT = 100

/** Adds to counters, making those that are new. */
export function addCounters(tx: Database, deltas: Map<string, number>): Promise<void> {
  return tx.insertMany(addCounter, [...deltas])
}

/** Rows in the order of the columns of `malformed`; the oldest beyond a hundred go. */
export async function insertMalformed(tx: Database, rows: Param[][]): Promise<void> {
  if (rows.length === 0) return
  await tx.insertMany(newMalformed, rows)
  await tx.run('delete from malformed where malformed_id <= ?', [
    Number(rows.at(-1)?.[0]) - MALFORMED_KEPT,
  ])
}

/** The number of the last malformed message that was set aside. */
export async function lastMalformedId(db: Database): Promise<number> {
  const row = await db.get<{ last: number | null }>(
    'select max(malformed_id) as last from malformed',
  )
  return row?.last ?? 0
}

/** The writer's sign of life. */
export interface WriterStatus {
  owner: string
  version: string
  started_us: number
  heartbeat_us: number
  connected: boolean
  broker: string
  connected_us: number | null
  error: string | null
  last_message_us: number | null
  last_packet_key: number
}

/** Replaces the one row of `writer_status`; the last message's time is kept over restarts. */
export async function saveWriterStatus(db: Database, status: WriterStatus): Promise<void> {
  await db.run(
    `insert into writer_status (id, owner, version, started_us, heartbeat_us, connected, broker,
       connected_us, error, last_message_us, last_packet_key)
     values (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (id) do update set
       owner = excluded.owner, version = excluded.version, started_us = excluded.started_us,
       heartbeat_us = excluded.heartbeat_us, connected = excluded.connected,
       broker = excluded.broker, error = excluded.error,
       connected_us = coalesce(excluded.connected_us, writer_status.connected_us),
       last_message_us = coalesce(excluded.last_message_us, writer_status.last_message_us),
       last_packet_key = excluded.last_packet_key`,
    [
      status.owner,
      status.version,
      status.started_us,
      status.heartbeat_us,
      status.connected,
      status.broker,
      status.connected_us,
      status.error,
      status.last_message_us,
      status.last_packet_key,
    ],
  )
}

const setState = insertAll(counter, 'on conflict (name) do update set value = excluded.value')

/** Notes figures of the writer (`spool_bytes`), whole numbers, as `state.…` beside the counters. */
export function saveState(db: Database, figures: Record<string, number>): Promise<void> {
  const rows = Object.entries(figures).map(([name, value]) => [`state.${name}`, value])
  return db.insertMany(setState, rows)
}

/** Tells readers on PostgreSQL that packets were committed; SQLite readers see it by themselves. */
export async function notifyReaders(tx: Database, packet_key: number): Promise<void> {
  if (tx.engine === 'postgres') {
    await tx.all("select pg_notify('meshview_packets', ?)", [String(packet_key)])
  }
}
