import {
  existsSync,
  linkSync,
  lstatSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type BetterSqlite3 from 'better-sqlite3'
import { isBusy } from '../db/file-away.js'
import { openDatabase, sqliteFile } from '../db/open.js'
import { makeWithRightsOf } from '../db/same-rights.js'
import { connectSqlite } from '../db/sqlite-driver.js'
import { migrationState } from '../migrate/index.js'
import { decompress } from './compress.js'
import { BackupError, newerBackup } from './fault.js'
import { freeName, partOf, putInPlace, requireSpace, stamp, syncFolder } from './files.js'
import { kindOf } from './magic.js'
import type { Restored, RestoreOptions } from './restore.js'
import { type CopyFacts, checkSqlite, copySqlite } from './sqlite-copy.js'

/** Puts a backup in the place of an SQLite file that nobody has open. */
export async function restoreSqlite(
  url: string,
  backup: string,
  { say, signal }: RestoreOptions,
): Promise<Restored> {
  const file = throughLinks(sqliteFile(url) ?? '')
  removeRemains(file)
  const part = partOf(`${file}.restore`)
  try {
    if (existsSync(file)) makeWithRightsOf(file, part)
    const facts = await unpack(backup, part, signal)
    await requireMeshview(backup, part, facts)
    say(`${backup} is sound: ${describe(facts)}`)
    settle(file)
    signal?.throwIfAborted()
    const aside = keepAside(file)
    putInPlace(part, file)
    return {
      aside,
      content: describe(facts),
      undo: aside && `stop MeshView, then: mv '${aside}' '${file}'`,
    }
  } finally {
    for (const ending of ['', '-journal', '-wal', '-shm']) rmSync(part + ending, { force: true })
  }
}

/**
 * The file itself, where its name is a link to another disk: put in the place of the link, the
 * database would lie on this one.
 */
function throughLinks(file: string): string {
  if (existsSync(file)) return realpathSync(file)
  const isLink = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true
  return isLink ? resolve(dirname(file), readlinkSync(file)) : file
}

/** What a restore that was killed had unpacked; no other one runs, since the writer's lock is held. */
function removeRemains(file: string): void {
  const folder = dirname(file)
  if (!existsSync(folder)) return
  const prefix = `${basename(file)}.restore.`
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(prefix) || !/^\d+\.part(-\w+)?$/.test(name.slice(prefix.length))) continue
    rmSync(join(folder, name), { force: true })
  }
}

async function unpack(backup: string, part: string, signal?: AbortSignal): Promise<CopyFacts> {
  // A plain file is copied by SQLite, so that a log that lies beside it is not left behind.
  if (kindOf(backup) === 'sqlite') return copySqlite(backup, part, { signal })
  // Compressed it is never larger than it was; how much larger it was, only unpacking tells.
  requireSpace(dirname(part), statSync(backup).size, `Unpacking ${backup}`)
  await decompress(backup, part, signal)
  if (kindOf(part) !== 'sqlite') {
    throw new BackupError(`${backup} holds no SQLite database.`)
  }
  return checkSqlite(part)
}

async function requireMeshview(backup: string, part: string, facts: CopyFacts): Promise<void> {
  if (facts.rows.packet === undefined || facts.rows.node === undefined) {
    throw new BackupError(`${backup} is a database, but not one of MeshView.`)
  }
  const db = await openDatabase(`sqlite:///${part}`, 'read')
  try {
    const state = await migrationState(db)
    if (state.kind !== 'newer') return
    throw newerBackup(backup, state.unknown)
  } finally {
    await db.close()
  }
}

/**
 * Takes the write-ahead log of the present database into its file, which SQLite does only when
 * nobody else has it open: a reader that still runs is found out by that.
 */
function settle(file: string): void {
  if (!existsSync(file)) return
  let connection: BetterSqlite3.Database | null = null
  try {
    connection = connectSqlite(file, { timeout: 1000 })
    connection.pragma('journal_mode = delete')
  } catch (error) {
    if (isBusy(error)) {
      throw new BackupError(
        `Another process has ${file} open, perhaps MeshView's reader.`,
        'Stop MeshView first; nothing was changed.',
      )
    }
    // A damaged database is a reason to restore: it is put aside as it is.
  } finally {
    connection?.close()
  }
}

/** The present database under another name beside it. It is never away: that would be empty. */
function keepAside(file: string): string | null {
  if (!existsSync(file)) return null
  const aside = freeName(`${file}.before-restore-${stamp(new Date())}`)
  try {
    linkSync(file, aside)
  } catch {
    // A file system without links (exFAT): then it is away for a moment.
    renameSync(file, aside)
  }
  // Left only of a damaged database; beside another file the log would damage that as well.
  for (const ending of ['-wal', '-shm', '-journal']) {
    if (existsSync(file + ending)) renameSync(file + ending, aside + ending)
  }
  syncFolder(dirname(file))
  return aside
}

function describe({ rows, revisions }: CopyFacts): string {
  const receptions = rows.reception === undefined ? '' : `, ${rows.reception} receptions`
  const revision = revisions.at(-1)
  return `${rows.packet} packets${receptions}, ${rows.node} nodes, ${revision ? `revision ${revision}` : 'of MeshView 3.x'}`
}
