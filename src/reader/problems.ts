import { stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Database } from '../db/database.js'
import {
  countersOf,
  findCounters,
  findLastPacketTime,
  findWriter,
  type WriterRow,
} from '../db/read/status.js'
import type { ReaderContext } from './context.js'
import { remember } from './remember.js'
import { usualSilence } from './usual-silence.js'

export const PROBLEMS = [
  'writer_missing',
  'writer_silent',
  'broker_away',
  'nothing_arrives',
  'spool_grows',
  'disk_nearly_full',
] as const

/** Something that makes MeshView unhealthy; `reason` says it to a person. */
export interface Problem {
  code: (typeof PROBLEMS)[number]
  reason: string
}

/** A writer that has not been heard of for longer is not well. It tells every few seconds. */
export const WRITER_SILENCE_US = 30_000_000
/** A broker that is restarted is back before. */
const BROKER_AWAY_US = 120_000_000
/** Some seven thousand packets: more than wait while a database is locked for a moment. */
const SPOOL_BYTES = 1024 * 1024
/** Nearly full: less than a twentieth of the disk, but what is enough for months is enough. */
const FREE_SHARE = 1 / 20
const FREE_BYTES = 1024 ** 3
const LEARNT_US = 600_000_000
const LOOK_US = 5_000_000

/** All that is wrong now; empty when nothing is. */
export async function findProblems(context: ReaderContext): Promise<Problem[]> {
  const { db, nowUs } = context
  const now = nowUs()
  const writer = await findWriter(db)
  if (writer === null) {
    return [{ code: 'writer_missing', reason: 'No writer has started on this database yet.' }]
  }
  const told = countersOf(await findCounters(db), 'state.')
  const seen = await remember(db, 'disk', now, LOOK_US, () => look(db))
  const silence = now - writer.heartbeat_us
  const isSilent = silence > WRITER_SILENCE_US
  const spool = Math.max(seen?.spool_bytes ?? 0, told.spool_bytes ?? 0)
  const room = seen ?? { free: told.disk_free_bytes, total: told.disk_bytes }
  return [
    ...(isSilent ? [writerSilent(silence, seen?.spool_bytes ?? 0)] : []),
    ...(isSilent ? [] : brokerAway(writer, told.disconnected_us, now)),
    ...(isSilent || !writer.connected ? [] : await nothingArrives(db, writer, now)),
    ...(spool > SPOOL_BYTES ? [spoolGrows(spool)] : []),
    ...diskNearlyFull(room.free, room.total),
  ]
}

function writerSilent(silence_us: number, spool_bytes: number): Problem {
  const wait = spool_bytes > 0 ? ` ${megabytes(spool_bytes)} of packets wait on the disk.` : ''
  const seconds = Math.round(silence_us / 1e6)
  return {
    code: 'writer_silent',
    reason: `The writer has given no sign of life for ${seconds} s.${wait}`,
  }
}

function brokerAway(writer: WriterRow, since_us: number | undefined, now_us: number): Problem[] {
  if (writer.connected || !since_us || now_us - since_us < BROKER_AWAY_US) return []
  const why = writer.error === null ? '.' : `: ${writer.error}`
  const reason = `The writer has not been connected to ${writer.broker} for ${span(now_us - since_us)}${why}`
  return [{ code: 'broker_away', reason }]
}

async function nothingArrives(db: Database, writer: WriterRow, now_us: number): Promise<Problem[]> {
  const last_us = await findLastPacketTime(db)
  const usual = await remember(db, 'usual silence', now_us, LEARNT_US, () =>
    usualSilence(db, now_us),
  )
  if (last_us === null || usual === null) return []
  // What came before the writer was started says nothing about what comes now.
  const silence = now_us - Math.max(last_us, writer.started_us)
  if (silence <= usual) return []
  const reason = `No packet has come for ${span(silence)}; in the last week ${span(usual)} would have been unusual. Do the gateways still publish, and to a topic that is subscribed to?`
  return [{ code: 'nothing_arrives', reason }]
}

function spoolGrows(bytes: number): Problem {
  const reason = `${megabytes(bytes)} of packets wait on the disk: the database cannot take them, or not as fast as they come.`
  return { code: 'spool_grows', reason }
}

function diskNearlyFull(free: number | undefined, total: number | undefined): Problem[] {
  if (free === undefined || !total) return []
  if (free >= Math.min(FREE_BYTES, total * FREE_SHARE)) return []
  const reason = `The disk is nearly full: ${megabytes(free)} of ${megabytes(total)} are free. Free some space, or keep less ([retention]).`
  return [{ code: 'disk_nearly_full', reason }]
}

interface Look {
  spool_bytes: number
  free: number
  total: number
}

/**
 * What can be seen of an SQLite database from here: a writer that cannot write to it, because it is
 * locked or the disk is full, cannot say so in it.
 */
async function look(db: Database): Promise<Look | null> {
  if (db.engine !== 'sqlite') return null
  try {
    const { bavail, blocks, bsize } = await statfs(dirname(db.address))
    const spool = await stat(`${db.address}-spool`).catch(() => null)
    return { spool_bytes: spool?.size ?? 0, free: bavail * bsize, total: blocks * bsize }
  } catch {
    return null
  }
}

function megabytes(bytes: number): string {
  const value = bytes / 1e6
  return `${value >= 100 ? Math.round(value) : value.toFixed(1)} MB`
}

function span(us: number): string {
  const minutes = Math.round(us / 60_000_000)
  if (minutes < 120) return `${minutes} min`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`
}
