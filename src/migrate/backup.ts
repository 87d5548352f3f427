import {
  existsSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Database } from '../db/open.js'
import { makeWithRightsOf } from '../db/same-rights.js'
import { shownAddress } from '../db/shown-address.js'
import { connectSqlite } from '../db/sqlite-driver.js'
import { MigrationError } from './errors.js'
import { fingerprint, hasData } from './fingerprint.js'
import type { Status } from './status.js'

export interface BackupOptions {
  /** The revision(s) that the database has now; part of the file's name. */
  from: string
  /** Disk that the revisions need while they work, in times the size of the database. */
  workspace: number
  directory?: string
  keep: number
  log(line: string): void
}

const MIB = 1024 * 1024
/** Pages copied between two looks at the event loop: 4 MB, some 20 ms. */
const PAGES_PER_STEP = 1000

/**
 * Copies an SQLite database that holds data, verifies the copy and returns its path. Null where
 * there is nothing to copy, and for PostgreSQL, whose own tool's command is logged instead.
 * A copy of the very same state is not made twice. Throws `MigrationError` when the disk is too
 * small, before anything was touched.
 */
export async function backupBefore(db: Database, options: BackupOptions): Promise<string | null> {
  if (db.engine === 'postgres') {
    if (await hasData(db))
      options.log(`no backup is made of PostgreSQL; to make one: ${dumpCommand(db)}`)
    return null
  }
  const database = db.address
  if (database === ':memory:' || !(await hasData(db))) return null
  const file = realpathSync(database)
  const directory = options.directory ?? dirname(file)
  removeRemains(file, directory)
  const existing = reusable(file, directory, options)
  if (existing !== null) {
    options.log(`backup of this state exists already: ${existing}`)
    return existing
  }
  requireSpace(file, directory, options.workspace)
  const started = performance.now()
  const target = join(directory, backupName(file, options.from))
  await copy(db, target)
  options.log(
    `backup ${target} (${Math.ceil(statSync(target).size / MIB)} MB, ${((performance.now() - started) / 1000).toFixed(1)} s)`,
  )
  prune(file, directory, options.keep, target)
  return target
}

async function copy(db: Database, target: string): Promise<void> {
  const part = `${target}.part`
  const connection = db.sqlite
  if (connection === null) throw new Error('only SQLite is copied here')
  try {
    makeWithRightsOf(db.address, part)
    // The backup API, not a copy of the file: it takes the write-ahead log in, and opening and
    // closing the file here would drop every lock that this process has on it.
    await connection.backup(part, { progress: () => PAGES_PER_STEP })
    verify(part)
    renameSync(part, target)
  } catch (error) {
    rmSync(part, { force: true })
    if (error instanceof MigrationError) throw error
    throw new MigrationError(`The backup to ${target} failed: ${(error as Error).message}.`, {
      hint: 'Nothing was changed. Make room or name another folder for backups, then start again.',
    })
  }
}

function verify(file: string): void {
  const copied = connectSqlite(file)
  try {
    // One file, without a log beside it, that can be carried anywhere.
    copied.pragma('journal_mode = delete')
    const answer = copied.pragma('quick_check(1)', { simple: true })
    if (answer !== 'ok') {
      throw new MigrationError(`The backup ${file} is not sound: ${answer}.`, {
        hint: 'Nothing was changed. The database itself may be damaged: check disk and memory.',
      })
    }
  } finally {
    copied.close()
  }
}

/** The copy and the work after it have to fit; known before anything is touched. */
function requireSpace(file: string, directory: string, workspace: number): void {
  const wal = `${file}-wal`
  const size = statSync(file).size + (existsSync(wal) ? statSync(wal).size : 0)
  const copied = Math.ceil(size * 1.1) + 16 * MIB
  const worked = Math.ceil(size * workspace)
  const isOneDisk = existsSync(directory) && statSync(directory).dev === statSync(dirname(file)).dev
  if (!isOneDisk && worked > 0) requireFree(dirname(file), worked, 'The upgrade needs')
  const what = worked > 0 && isOneDisk ? 'The upgrade and its backup need' : 'The backup needs'
  requireFree(directory, copied + (isOneDisk ? worked : 0), what)
}

function requireFree(directory: string, needed: number, what: string): void {
  let free: number
  try {
    const disk = statfsSync(directory)
    free = disk.bavail * disk.bsize
  } catch (error) {
    throw new MigrationError(
      `The folder for backups, ${directory}, cannot be used: ${(error as Error).message}.`,
      { hint: 'Nothing was changed. Make the folder, or name another one.' },
    )
  }
  if (free >= needed) return
  throw new MigrationError(
    `${what} ${Math.ceil(needed / MIB)} MB in ${directory}, but only ${Math.floor(free / MIB)} MB are free.`,
    { hint: 'Nothing was changed. Make room (older *.bak files?) and start again.' },
  )
}

/**
 * The copy that an interrupted run was begun with: it, and not one of the half-way state that the
 * run left, is the way back. The same for a run that failed `inTheMiddle` of a revision without a
 * transaction. Null where the last run came to its end.
 */
export function backupOfUnfinished(last: Status | null, inTheMiddle: boolean): string | null {
  if (last === null || last.step === null || last.step === 0) return null
  if (!last.in_progress && !(last.phase === 'failed' && inTheMiddle)) return null
  return last.backup_path !== null && existsSync(last.backup_path) ? last.backup_path : null
}

/** A copy of this very state from an earlier attempt. */
function reusable(file: string, directory: string, options: BackupOptions): string | null {
  const [newest] = backupsOf(file, directory)
  if (newest === undefined || !newest.endsWith(`.${options.from}.bak`)) return null
  return fingerprint(newest) === fingerprint(file) ? newest : null
}

/** Copies of this database, newest first. */
function backupsOf(file: string, directory: string): string[] {
  if (!existsSync(directory)) return []
  const prefix = `${basename(file)}.`
  return readdirSync(directory)
    .filter(
      (name) =>
        name.startsWith(prefix) && /^\d{8}T\d{9}Z\..+\.bak$/.test(name.slice(prefix.length)),
    )
    .sort()
    .reverse()
    .map((name) => join(directory, name))
}

/** What a killed process had copied so far; nobody else copies, since the lock is held. */
function removeRemains(file: string, directory: string): void {
  if (!existsSync(directory)) return
  for (const name of readdirSync(directory)) {
    if (name.startsWith(`${basename(file)}.`) && /\.bak\.part(-\w+)?$/.test(name)) {
      rmSync(join(directory, name), { force: true })
    }
  }
}

function prune(file: string, directory: string, keep: number, made: string): void {
  for (const old of backupsOf(file, directory).slice(Math.max(1, keep))) {
    // The copy from before our first revision is the database of MeshView 3.x: the way back.
    if (old !== made && !old.endsWith('.base.bak')) rmSync(old, { force: true })
  }
}

/** `packets.db.20261120T081500123Z.23dad03d2e42.bak` */
function backupName(file: string, from: string): string {
  const time = new Date().toISOString().replace(/[-:.]/g, '')
  return `${basename(file)}.${time}.${from}.bak`
}

/** The command that copies a PostgreSQL database, without its password. */
function dumpCommand(db: Database): string {
  return `pg_dump -Fc -f meshview.dump "${shownAddress(db.address)}"`
}
