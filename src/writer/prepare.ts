import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../config/config.js'
import type { Log } from '../config/log.js'
import { MissingFolderError } from '../db/folder.js'
import { type Database, openDatabase, sqliteFile } from '../db/open.js'
import { MigrationError, migrateInWorker } from '../migrate/index.js'
import type { SoleWriter } from './sole-writer.js'

const LAST_RETRY_MS = 30_000

/** The database cannot be used with this configuration; the message names the key to change. */
export class DatabaseRefused extends Error {}

/**
 * Waits until no other process writes to the database, brings the schema up to date, in a thread
 * of its own so that messages are taken meanwhile, and opens the database. The right to write
 * comes first: an older program that still stores packets shall not have its tables changed.
 * A server that is away, or goes away while it migrates, is tried again until `signal`.
 * Rejects with {@link DatabaseRefused}, MigrationError or MigrationAborted.
 */
export async function prepareDatabase(
  config: Config,
  log: Log,
  sole: SoleWriter,
  signal: AbortSignal,
): Promise<Database> {
  const url = config.database.connectionString
  for (let pause = 1000; ; pause = Math.min(pause * 2, LAST_RETRY_MS)) {
    try {
      await sole.take()
      await migrateInWorker(url, {
        log: (line) => log.info(line),
        signal,
        backup: config.migrations.backup,
        keep: config.migrations.backupsToKeep,
      })
      return await openDatabase(url, 'write')
    } catch (error) {
      if (signal.aborted) throw error
      if (error instanceof MigrationError) {
        if (!error.isConnectionLost) throw error
        log.error(`${error.message} The connection to the database was lost; trying again`)
      } else {
        const refusal = refusalOf(error, url)
        if (refusal !== null) throw new DatabaseRefused(refusal)
        log.error(`the database cannot be reached: ${(error as Error).message}; trying again`)
      }
      await sleep(pause, undefined, { signal })
    }
  }
}

/** What to change when trying again would not help. */
function refusalOf(error: unknown, url: string): string | null {
  const { code, message } = error as { code?: unknown; message: string }
  if (error instanceof MissingFolderError) return `The database cannot be opened: ${message}.`
  if (/unable to open database file|SQLITE_CANTOPEN/.test(`${code} ${message}`)) {
    return 'The database file cannot be opened: may this user write to its folder? Change [database] connection_string, or the rights of the folder.'
  }
  if (/readonly database|SQLITE_READONLY|EACCES|EROFS|ENOENT|EPERM/.test(`${code} ${message}`)) {
    return `The database cannot be written (${message}): may this user write to the file and its folder? Change the rights, or [database] connection_string.`
  }
  if (/not a database|SQLITE_NOTADB/.test(`${code} ${message}`)) {
    return 'The file that [database] connection_string names is no SQLite database.'
  }
  if (sqliteFile(url) !== null) return null
  if (
    /password authentication failed|28P01|28000|3D000|does not exist/.test(`${code} ${message}`)
  ) {
    return `PostgreSQL refused the connection (${message}): check user, password and database in [database] connection_string.`
  }
  return null
}
