import { hostname } from 'node:os'
import type { Client } from 'pg'
import { KEEP_ALIVE } from './connection-lost.js'
import { besideDatabase, takeFileLock } from './file-lock.js'
import { requireFolder } from './folder.js'
import { sqliteFile } from './open.js'
import { connectSqlite } from './sqlite-driver.js'
import { nowUs } from './values.js'

/**
 * The right to store packets in a database, which one process has at a time. The operating
 * system (SQLite) or the database server (PostgreSQL) frees it when that process ends.
 */
export interface WriterLock {
  /** Tries to take it; false when another process has it. Throws when the database is away. */
  attempt(): Promise<boolean>
  /** Which process has it (`host:pid`), where that can be found out. */
  holder(): Promise<string | null>
  release(): Promise<void>
}

/** The two halves of PostgreSQL's advisory lock key; such locks belong to one database. */
const POSTGRES_LOCK = [0x4d657368, 0x77726974] as const
/** A writer gives a sign of life every few seconds. */
const HEARTBEAT_AGE_US = 60_000_000
const APPLICATION = 'meshview writer lock '

/**
 * The lock of the database that `url` names, not taken yet. `onLost` is called when a lock that
 * was held is gone because the connection to PostgreSQL was cut: another process may have it now.
 */
export function writerLock(url: string, onLost: () => void = () => {}): WriterLock {
  const file = sqliteFile(url)
  return file === null ? postgresLock(url, onLost) : sqliteLock(file)
}

function sqliteLock(file: string): WriterLock {
  let free: (() => void) | null = null
  return {
    async attempt() {
      requireFolder(file)
      free ??= takeFileLock(besideDatabase(file, '-writer'), file)
      return free !== null
    },
    async holder() {
      // The database itself has the answer, unless it is being restored: then the sign of life is
      // that of a process which has ended.
      try {
        const connection = connectSqlite(file, { readonly: true, timeout: 100 })
        try {
          const row = connection
            .prepare<[number], { owner: string }>(
              'select owner from writer_status where heartbeat_us > ?',
            )
            .get(nowUs() - HEARTBEAT_AGE_US)
          return row?.owner ?? null
        } finally {
          connection.close()
        }
      } catch {
        return null
      }
    },
    async release() {
      free?.()
      free = null
    },
  }
}

/** A session of its own, since an advisory lock ends with the session that took it. */
function postgresLock(url: string, onLost: () => void): WriterLock {
  let client: Client | null = null
  let held = false

  async function connect(): Promise<Client> {
    // Who has SQLite does without the driver, which takes 10 MB under Node 20.
    const { default: pg } = await import('pg')
    const fresh = new pg.Client({
      connectionString: url,
      application_name: `${APPLICATION}${hostname().slice(0, 30)}:${process.pid}`,
      connectionTimeoutMillis: 5000,
      ...KEEP_ALIVE,
    })
    const lost = () => {
      if (client !== fresh) return
      client = null
      const wasHeld = held
      held = false
      if (wasHeld) onLost()
    }
    fresh.on('error', lost)
    fresh.on('end', lost)
    await fresh.connect()
    // A process that vanished with its machine shall not keep the lock for two hours. Not every
    // kind of connection has these settings.
    for (const setting of ['idle = 15', 'interval = 5', 'count = 3']) {
      await fresh.query(`set tcp_keepalives_${setting}`).catch(() => {})
    }
    return fresh
  }

  return {
    async attempt() {
      if (held) return true
      client ??= await connect()
      try {
        const answer = await client.query<{ locked: boolean }>(
          'select pg_try_advisory_lock($1::int, $2::int) as locked',
          [...POSTGRES_LOCK],
        )
        held = answer.rows[0]?.locked === true
        return held
      } catch (error) {
        // One that ended while it was made does not say so again: the next attempt takes another.
        client?.end().catch(() => {})
        client = null
        throw error
      }
    },
    async holder() {
      const answer = await client?.query<{ name: string }>(
        `select application_name as name from pg_locks join pg_stat_activity using (pid)
         where locktype = 'advisory' and granted and classid::bigint = $1 and objid::bigint = $2
           and database = (select oid from pg_database where datname = current_database())`,
        [...POSTGRES_LOCK],
      )
      const name = answer?.rows[0]?.name
      return name?.startsWith(APPLICATION) ? name.slice(APPLICATION.length) : null
    },
    async release() {
      const ending = client
      client = null
      held = false
      await ending?.end().catch(() => {})
    },
  }
}
