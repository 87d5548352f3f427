import { existsSync } from 'node:fs'
import { sqliteFile } from '../db/open.js'
import { type WriterLock, writerLock } from '../db/writer-lock.js'
import { BackupError, explained } from './fault.js'
import { kindOf } from './magic.js'
import { restoreDump } from './restore-postgres.js'
import { restoreSqlite } from './restore-sqlite.js'

/** What a restore left behind. */
export interface Restored {
  /** Where the database of before is kept; null when there was none. */
  aside: string | null
  /** What is in the database now, in words. */
  content: string
  /** How to get the database of before back. */
  undo: string | null
}

export interface RestoreOptions {
  /** Folder for the copy of the present database, where it is a dump (PostgreSQL). */
  folder: string
  signal?: AbortSignal
  say(line: string): void
}

/**
 * Puts a backup in the place of the database: checked first, never while MeshView runs on it,
 * and the present database is kept beside it. Either all of it is done or nothing.
 * Throws {@link BackupError}.
 */
export async function restoreBackup(
  url: string,
  backup: string,
  options: RestoreOptions,
): Promise<Restored> {
  const doing = `${backup} was not restored`
  let lock: WriterLock | null = null
  try {
    if (!existsSync(backup)) throw new BackupError(`There is no file ${backup}.`)
    requireKind(url, backup)
    lock = await takeLock(url)
    return sqliteFile(url) === null
      ? await restoreDump(url, backup, options)
      : await restoreSqlite(url, backup, options)
  } catch (error) {
    throw explained(error, doing)
  } finally {
    await lock?.release()
  }
}

function requireKind(url: string, backup: string): void {
  const kind = kindOf(backup)
  const isDump = kind === 'dump'
  if (kind === 'unknown' || kind === 'empty') {
    throw new BackupError(
      `${backup} is no backup of MeshView: neither an SQLite database (also with gzip) nor a dump of PostgreSQL.`,
    )
  }
  if (isDump && sqliteFile(url) !== null) {
    throw new BackupError(
      `${backup} is a dump of PostgreSQL, but [database] connection_string names an SQLite file.`,
    )
  }
  if (!isDump && sqliteFile(url) === null) {
    throw new BackupError(
      `${backup} is a backup of SQLite, but [database] connection_string names a PostgreSQL database.`,
    )
  }
}

async function takeLock(url: string): Promise<WriterLock> {
  const lock = writerLock(url)
  if (await lock.attempt()) return lock
  const holder = await lock.holder()
  await lock.release()
  throw new BackupError(
    `MeshView is running on this database${holder ? ` (writer ${holder})` : ''}.`,
    'Stop MeshView first; nothing was changed.',
  )
}
