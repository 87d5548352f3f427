import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { QueryRunner } from 'typeorm'
import { isBusy } from '../db/file-away.js'
import { besideDatabase, takeFileLock } from '../db/file-lock.js'
import type { Database } from '../db/open.js'
import { connectSqlite } from '../db/sqlite-driver.js'
import { MigrationAborted, MigrationError } from './errors.js'
import { engineOf, sql } from './sql.js'

/**
 * Two halves of PostgreSQL's advisory lock key. Advisory locks belong to one database of the
 * server, so several MeshViews on one server do not meet.
 */
const POSTGRES_LOCK = [0x4d657368, 0x76696577] as const
const POLL_MS = 200

/** The right to change the schema, freed by the operating system or the database at death. */
export interface Lock {
  release(): Promise<void>
}

export interface LockOptions {
  signal?: AbortSignal
  /** Called once when somebody else holds the lock. */
  onWait?(): void
}

/**
 * Waits until nobody else migrates this database, then keeps them all out.
 *
 * SQLite: an exclusive transaction on a file beside the database; the kernel ends it with the
 * process. PostgreSQL: an advisory lock of the very session that migrates, so a statement that
 * outlives its client still holds it. Polled, never waited for inside the database: a waiting
 * `pg_advisory_lock` and CREATE INDEX CONCURRENTLY block each other.
 */
export async function acquireLock(
  queryRunner: QueryRunner,
  options: LockOptions = {},
): Promise<Lock> {
  const attempt = engineOf(queryRunner) === 'postgres' ? tryPostgres : trySqlite
  let lock = await attempt(queryRunner)
  if (lock === null) options.onWait?.()
  while (lock === null) {
    if (options.signal?.aborted) throw new MigrationAborted()
    await sleep(POLL_MS)
    lock = await attempt(queryRunner)
  }
  return lock
}

/** Whether any process migrates this database now. */
export async function lockHeld(db: Database): Promise<boolean> {
  if (db.engine === 'postgres') {
    const row = await db.get(
      `select 1 from pg_locks where locktype = 'advisory' and classid::bigint = ? and objid::bigint = ?
       and database = (select oid from pg_database where datname = current_database()) and granted`,
      [...POSTGRES_LOCK],
    )
    return row !== undefined
  }
  const file = lockFile(db.address)
  if (file === null || !existsSync(file)) return false
  const connection = connectSqlite(file, { readonly: true, timeout: 0 })
  try {
    connection.prepare('select count(*) from sqlite_master').get()
    return false
  } catch (error) {
    if (isBusy(error)) return true
    throw error
  } finally {
    connection.close()
  }
}

async function tryPostgres(queryRunner: QueryRunner): Promise<Lock | null> {
  const [row] = await sql<{ locked: boolean }>(
    queryRunner,
    'select pg_try_advisory_lock(?::int, ?::int) as locked',
    [...POSTGRES_LOCK],
  )
  if (!row?.locked) return null
  return {
    release: async () => {
      await sql(queryRunner, 'select pg_advisory_unlock(?::int, ?::int)', [...POSTGRES_LOCK])
    },
  }
}

async function trySqlite(queryRunner: QueryRunner): Promise<Lock | null> {
  const database = String(queryRunner.dataSource.options.database)
  const file = lockFile(database)
  if (file === null) return { release: async () => {} }
  try {
    const free = takeFileLock(file, database)
    return free === null ? null : { release: async () => free() }
  } catch (error) {
    throw new MigrationError(
      `The lock file ${file} cannot be taken: ${(error as Error).message}.`,
      { hint: 'The folder of the database must be writable for the user that runs the writer.' },
    )
  }
}

function lockFile(database: string): string | null {
  return database === ':memory:' || database === '' ? null : besideDatabase(database, '-migrate')
}
