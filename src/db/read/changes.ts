import type { QueryRunner } from 'typeorm'
import type { Database } from '../open.js'

/** How often SQLite is asked, in milliseconds. The question costs microseconds and no I/O. */
const SQLITE_POLL_MS = 25
/** PostgreSQL tells by itself; the poll is for a notification lost with its connection. */
const POSTGRES_POLL_MS = 1000

/**
 * Calls `changed` soon after another process has committed something, perhaps once too often,
 * until the returned function is called.
 */
export function watchChanges(db: Database, changed: () => void): () => void {
  return db.engine === 'sqlite' ? watchSqlite(db, changed) : watchPostgres(db, changed)
}

/**
 * Another text after every commit of others, the same as long as there is none: what was read
 * between two equal ones is still so. (PostgreSQL counts the transactions of its whole server.)
 */
export async function databaseVersion(db: Database): Promise<string> {
  const sql =
    db.engine === 'sqlite'
      ? 'pragma data_version'
      : 'select txid_current_snapshot()::text as snapshot'
  const row = await db.get<Record<string, number | string>>(sql)
  return Object.values(row ?? {}).join()
}

/** `data_version` changes when another connection commits; it must be asked on the one that reads. */
function watchSqlite(db: Database, changed: () => void): () => void {
  // No version at first: what was committed before the first question counts as a change.
  let last: number | undefined
  let asking = false
  const timer = setInterval(async () => {
    if (asking) return
    asking = true
    try {
      const row = await db.get<{ data_version: number }>('pragma data_version')
      if (row?.data_version !== last) changed()
      last = row?.data_version
    } catch {
      // The database was closed or is being replaced: whoever reads next is told so.
    } finally {
      asking = false
    }
  }, SQLITE_POLL_MS)
  return () => clearInterval(timer)
}

/** What is used of the driver's connection behind a query runner. */
interface Listener {
  query(sql: string): Promise<unknown>
  on(event: 'notification' | 'error' | 'end', listener: () => void): unknown
  off(event: 'notification' | 'error' | 'end', listener: () => void): unknown
}

/** Whether the pool that the connection comes from is being closed. */
function isClosing({ dataSource }: QueryRunner): boolean {
  const { master } = dataSource.driver as { master?: { ending?: boolean } }
  return master?.ending === true
}

function watchPostgres(db: Database, changed: () => void): () => void {
  let stopped = false
  let release: (() => void) | null = null
  const timer = setInterval(() => {
    changed()
    if (release === null) void listen()
  }, POSTGRES_POLL_MS)
  let connecting = false
  void listen()

  async function listen(): Promise<void> {
    if (connecting || stopped) return
    connecting = true
    const runner = await db.queryRunner()
    try {
      const connection = (await runner.connect()) as Listener
      // Whoever closes the database meanwhile waits for every connection that was given out.
      if (isClosing(runner)) return void runner.release().catch(() => {})
      const end = () => {
        release = null
        connection.off('notification', changed)
        connection.off('error', end)
        connection.off('end', end)
        runner.release().catch(() => {})
      }
      connection.on('notification', changed)
      connection.on('error', end)
      connection.on('end', end)
      await connection.query('listen meshview_packets')
      release = () => {
        // Back in the pool the connection must not go on listening.
        connection.query('unlisten *').then(end, end)
      }
      if (stopped) return stop()
      // What was committed before it listened, it was not told of.
      changed()
    } catch {
      runner.release().catch(() => {})
    } finally {
      connecting = false
    }
  }

  function stop(): void {
    stopped = true
    clearInterval(timer)
    release?.()
    release = null
  }
  return stop
}
