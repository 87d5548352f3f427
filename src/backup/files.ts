import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { sqliteFile } from '../db/open.js'
import { BackupError } from './fault.js'

const MIB = 1024 * 1024
const DAY_MS = 86_400_000
/** A part that nobody has written to for this long belongs to a process that was killed. */
const STALE_PART_MS = 3_600_000

/** The file of a backup made now: `packets-20261120-013000.db.gz`, local time; `.dump` of PostgreSQL. */
export function backupFile(folder: string, url: string, time = new Date()): string {
  const ending = sqliteFile(url) === null ? '.dump' : '.db.gz'
  return join(folder, `${stem(url)}-${stamp(time)}${ending}`)
}

/** `20261120-013000` */
export function stamp(time: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${time.getFullYear()}${two(time.getMonth() + 1)}${two(time.getDate())}`
  return `${day}-${two(time.getHours())}${two(time.getMinutes())}${two(time.getSeconds())}`
}

/** `path`, or `path-2`, …: a name that no file has yet. */
export function freeName(path: string): string {
  let name = path
  for (let number = 2; existsSync(name); number++) name = `${path}-${number}`
  return name
}

/** A name beside `target` that is used until the file is complete. */
export function partOf(target: string): string {
  return `${target}.${process.pid}.part`
}

/** The complete file under its name, also after a power cut: file first, then name, then folder. */
export function putInPlace(part: string, target: string): void {
  sync(part)
  renameSync(part, target)
  syncFolder(dirname(target))
}

export function syncFolder(folder: string): void {
  // Windows knows no descriptors of folders.
  if (process.platform !== 'win32') sync(folder)
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Throws with the size that is needed when `folder` has less than `bytes` free. */
export function requireSpace(folder: string, bytes: number, what: string): void {
  const disk = statfsSync(folder)
  const free = disk.bavail * disk.bsize
  if (free >= bytes) return
  throw new BackupError(
    `${what} needs ${Math.ceil(bytes / MIB)} MB in ${folder}, but only ${Math.floor(free / MIB)} MB are free.`,
    'Nothing was changed. Make room, or name another folder.',
  )
}

/** A backup of this database in `folder`, with the time that its name says. */
export interface ListedBackup {
  file: string
  time_ms: number
}

/** The daily backups of this database, newest first. */
export function listBackups(folder: string, url: string): ListedBackup[] {
  const prefix = `${stem(url)}-`
  const found: ListedBackup[] = []
  for (const name of namesIn(folder)) {
    if (!name.startsWith(prefix)) continue
    const time_ms = timeOf(name.slice(prefix.length))
    if (time_ms !== null) found.push({ file: join(folder, name), time_ms })
  }
  return found.sort((a, b) => b.time_ms - a.time_ms)
}

/**
 * The newest daily backup of this database, if there is one. What was named by a clock that was
 * ahead is no newer than others; within a day it may be the time of another zone.
 */
export function newestBackup(
  folder: string,
  url: string,
  now = Date.now(),
): ListedBackup | undefined {
  return listBackups(folder, url).find(({ time_ms }) => time_ms <= now + DAY_MS)
}

/** Removes daily backups older than `keepDays` (0 = none); the newest always stays. */
export function pruneBackups(folder: string, url: string, keepDays: number, now = Date.now()) {
  if (keepDays === 0) return []
  const newest = newestBackup(folder, url, now)
  const old = listBackups(folder, url).filter(
    ({ file, time_ms }) => file !== newest?.file && time_ms < now - keepDays * DAY_MS,
  )
  for (const { file } of old) rmSync(file, { force: true })
  return old.map(({ file }) => file)
}

/** Removes what killed processes left half done of this backup, and of daily ones beside it. */
export function removeStaleParts(target: string, url: string): void {
  const folder = dirname(target)
  const prefixes = [`${stem(url)}-`, `${basename(target).replace(/\.gz$/, '')}.`]
  for (const name of namesIn(folder)) {
    if (!prefixes.some((prefix) => name.startsWith(prefix))) continue
    if (!/\.\d+\.part(-journal)?$/.test(name)) continue
    const file = join(folder, name)
    // Gone meanwhile: another backup has just ended.
    const written_ms = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
    if (written_ms < Date.now() - STALE_PART_MS) rmSync(file, { force: true })
  }
}

/** What the backups of a database are called: its file without the ending, or its name. */
function stem(url: string): string {
  const file = sqliteFile(url)
  if (file !== null) return basename(file).replace(/\.(db|sqlite3?)$/, '')
  return decodeURIComponent(new URL(url).pathname.slice(1)) || 'meshview'
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** The local time of `YYYYMMDD-HHMMSS` and an ending of ours; null for any other name. */
function timeOf(rest: string): number | null {
  const match = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)\.(db|db\.gz|dump)$/.exec(rest)
  if (match === null) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map(Number)
  return new Date(year, month - 1, day, hour, minute, second).getTime()
}
