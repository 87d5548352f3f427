import { existsSync, realpathSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { sqliteFile } from '../db/open.js'
import { makeWithRightsOf } from '../db/same-rights.js'
import { compress } from './compress.js'
import { BackupError, explained } from './fault.js'
import { partOf, putInPlace, removeStaleParts } from './files.js'
import { makeFolder } from './folder.js'
import { kindOf } from './magic.js'
import { dumpPostgres, tablesOfDump } from './postgres-tools.js'
import { type CopyFacts, copySqlite } from './sqlite-copy.js'

/** A backup that is in place. */
export interface Backup {
  file: string
  /** Size of the file. */
  bytes: number
  seconds: number
  /** What was in it when it was checked; null for PostgreSQL, whose programs say less. */
  facts: CopyFacts | null
}

/** Compressed beside the plain copy: what has to be free, in sizes of the database. */
const ROOM_COMPRESSED = 1.6

/**
 * Makes a consistent, checked copy of the database, in use or not, at `target`, replacing an
 * older backup there. SQLite: compressed when the name ends with `.gz`, else a database file.
 * PostgreSQL: `pg_dump`'s custom format. The name is there only when the backup is complete.
 * Throws {@link BackupError}.
 */
export async function makeBackup(
  url: string,
  target: string,
  signal?: AbortSignal,
): Promise<Backup> {
  const started = performance.now()
  const file = sqliteFile(url)
  const parts: string[] = []
  const part = (name: string) => {
    const path = partOf(name)
    parts.push(path, `${path}-journal`)
    return path
  }
  try {
    makeFolder(dirname(target))
    refuseToOverwrite(file, target)
    removeStaleParts(target, url)
    const facts =
      file === null ? await dump(url, target, part, signal) : await copy(file, target, part, signal)
    const seconds = (performance.now() - started) / 1000
    return { file: target, bytes: statSync(target).size, seconds, facts }
  } catch (error) {
    throw explained(error, `No backup was made at ${target}`)
  } finally {
    for (const path of parts) rmSync(path, { force: true })
  }
}

async function copy(
  file: string,
  target: string,
  part: (name: string) => string,
  signal?: AbortSignal,
): Promise<CopyFacts> {
  if (!existsSync(file)) throw new BackupError(`There is no database at ${file} yet.`)
  const isCompressed = target.endsWith('.gz')
  const plain = part(isCompressed ? target.slice(0, -'.gz'.length) : target)
  makeWithRightsOf(file, plain)
  const facts = await copySqlite(file, plain, {
    signal,
    room: isCompressed ? ROOM_COMPRESSED : 1,
  })
  if (!isCompressed) {
    putInPlace(plain, target)
    return facts
  }
  const packed = part(target)
  makeWithRightsOf(file, packed)
  await compress(plain, packed, signal)
  putInPlace(packed, target)
  return facts
}

async function dump(
  url: string,
  target: string,
  part: (name: string) => string,
  signal?: AbortSignal,
): Promise<null> {
  const file = part(target)
  await dumpPostgres(url, file, target, signal)
  const tables = await tablesOfDump(url, file)
  if (!tables.some(({ name }) => name === 'packet')) {
    throw new BackupError(`The dump of ${basename(target)} holds no packets.`)
  }
  putInPlace(file, target)
  return null
}

/** A slip of the finger shall not cost the database, nor the configuration. */
function refuseToOverwrite(database: string | null, target: string): void {
  if (!existsSync(target)) return
  const real = realpathSync(target)
  if (database !== null && existsSync(database)) {
    const own = realpathSync(database)
    const beside = ['', '-wal', '-shm', '-journal', '-writer', '-migrate']
    if (beside.some((ending) => real === join(dirname(own), `${basename(own)}${ending}`))) {
      throw new BackupError(`${target} belongs to the database itself; name another file.`)
    }
  }
  if (kindOf(real) === 'unknown') {
    throw new BackupError(`${target} exists and is no backup; name another file.`)
  }
}

/** One line that says what was made. */
export function describeBackup(backup: Backup): string {
  const size = `${(backup.bytes / (1024 * 1024)).toFixed(1)} MB`
  const time = `${backup.seconds.toFixed(1)} s`
  if (backup.facts === null) return `${backup.file}: ${size}, ${time}`
  const { rows, revisions } = backup.facts
  const count = (table: string, what: string) =>
    rows[table] === undefined ? [] : [`${rows[table]} ${what}`]
  const counts = [
    ...count('packet', 'packets'),
    ...count('reception', 'receptions'),
    ...count('node', 'nodes'),
  ]
  const revision = revisions.at(-1) ?? 'of MeshView 3.x'
  return `${backup.file}: ${size}, checked: ${counts.join(', ')}, revision ${revision}; ${time}`
}
