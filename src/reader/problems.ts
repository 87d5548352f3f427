import { stat, statfs } from 'node:fs/promises'
import { isClockSet } from '../db/clock.js'
import type { Database } from '../db/database.js'
import { countersOf, findLastPacketTime, type WriterRow } from '../db/read/status.js'
import type { ReaderContext } from './context.js'
import { remember } from './remember.js'
import type { Tongue } from './terms.js'
import { usualSilence } from './usual-silence.js'

export const PROBLEMS = [
  'clock_unset',
  'writer_missing',
  'writer_silent',
  'broker_away',
  'nothing_arrives',
  'spool_grows',
  'disk_nearly_full',
  'backup_overdue',
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
/** A daily backup that failed is tried again several times in half a day. */
const BACKUP_AGE_US = 1.5 * 86_400_000_000
const LEARNT_US = 600_000_000
const LOOK_US = 5_000_000

/** All that is wrong now, by the writer's row and the counters, in the words of `tongue`; empty when nothing is. */
export async function problemsOf(
  context: ReaderContext,
  writer: WriterRow | null,
  counters: ReadonlyMap<string, number>,
  tongue: Tongue = context.languages.of(),
): Promise<Problem[]> {
  const { db, nowUs, config } = context
  const now = nowUs()
  if (writer === null) {
    return [{ code: 'writer_missing', reason: tongue.words.problems.writerMissing }]
  }
  const unset = clockUnset([now, writer.heartbeat_us], tongue)
  const told = countersOf(counters, 'state.')
  const seen = await remember(db, 'disk', now, LOOK_US, () => look(db))
  const silence = now - writer.heartbeat_us
  // Of the clocks of two machines one is set: nothing can be said by the other.
  const isSilent = silence > WRITER_SILENCE_US && unset.length === 0
  const spool = Math.max(seen?.spool_bytes ?? 0, told.spool_bytes ?? 0)
  const room = seen ?? { free: told.disk_free_bytes, total: told.disk_bytes }
  return [
    ...unset,
    ...(isSilent ? [writerSilent(silence, seen?.spool_bytes ?? 0, tongue)] : []),
    ...(isSilent ? [] : brokerAway(writer, told.disconnected_us, now, tongue)),
    ...(isSilent || !writer.connected ? [] : await nothingArrives(db, writer, now, tongue)),
    ...(spool > SPOOL_BYTES ? [spoolGrows(spool, tongue)] : []),
    ...diskNearlyFull(room.free, room.total, tongue),
    ...(config.backup.enabled ? backupOverdue(told.backup_us, writer, now, tongue) : []),
  ]
}

function clockUnset(times_us: number[], { words }: Tongue): Problem[] {
  const wrong_us = times_us.find((time_us) => !isClockSet(time_us))
  if (wrong_us === undefined) return []
  const date = new Date(wrong_us / 1000).toISOString().slice(0, 10)
  return [{ code: 'clock_unset', reason: words.problems.clockUnset({ date }) }]
}

function writerSilent(silence_us: number, spool_bytes: number, { words, local }: Tongue): Problem {
  const { writerSilent, packetsWait } = words.problems
  const silent = writerSilent({ seconds: Math.round(silence_us / 1e6) })
  const wait = spool_bytes > 0 ? ` ${packetsWait({ size: local.bytes(spool_bytes) })}` : ''
  return { code: 'writer_silent', reason: silent + wait }
}

function brokerAway(
  { connected, broker, error }: WriterRow,
  since_us: number | undefined,
  now_us: number,
  { words, local }: Tongue,
): Problem[] {
  if (connected || !since_us || now_us - since_us < BROKER_AWAY_US) return []
  const { brokerAway, brokerAwayBecause } = words.problems
  const away = { broker, period: local.duration((now_us - since_us) / 1e6) }
  const reason = error === null ? brokerAway(away) : brokerAwayBecause({ ...away, error })
  return [{ code: 'broker_away', reason }]
}

async function nothingArrives(
  db: Database,
  writer: WriterRow,
  now_us: number,
  { words, local }: Tongue,
): Promise<Problem[]> {
  const last_us = await findLastPacketTime(db)
  const usual = await remember(db, 'usual silence', now_us, LEARNT_US, () =>
    usualSilence(db, now_us),
  )
  if (last_us === null || usual === null) return []
  // What came before the writer was started says nothing about what comes now.
  const silence = now_us - Math.max(last_us, writer.started_us)
  if (silence <= usual) return []
  const reason = words.problems.nothingArrives({
    silence: local.duration(silence / 1e6),
    usual: local.duration(usual / 1e6),
  })
  return [{ code: 'nothing_arrives', reason }]
}

function spoolGrows(bytes: number, { words, local }: Tongue): Problem {
  return {
    code: 'spool_grows',
    reason: words.problems.spoolGrows({ size: local.bytes(bytes) }),
  }
}

function diskNearlyFull(
  free: number | undefined,
  total: number | undefined,
  { words, local }: Tongue,
): Problem[] {
  if (free === undefined || !total) return []
  if (free >= Math.min(FREE_BYTES, total * FREE_SHARE)) return []
  const room = { free: local.bytes(free), total: local.bytes(total) }
  return [{ code: 'disk_nearly_full', reason: words.problems.diskNearlyFull(room) }]
}

function backupOverdue(
  newest_us: number | undefined,
  writer: WriterRow,
  now_us: number,
  { words, local }: Tongue,
): Problem[] {
  // A writer that has just been started makes up for the days when it did not run.
  const since_us = Math.max(newest_us ?? 0, writer.started_us)
  if (newest_us === undefined || now_us - since_us < BACKUP_AGE_US) return []
  const { backupMissing, backupOverdue } = words.problems
  const age = local.duration((now_us - newest_us) / 1e6)
  return [
    { code: 'backup_overdue', reason: newest_us === 0 ? backupMissing : backupOverdue({ age }) },
  ]
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
    const { bavail, blocks, bsize } = await statfs(db.address)
    const spool = await stat(`${db.address}-spool`).catch(() => null)
    return { spool_bytes: spool?.size ?? 0, free: bavail * bsize, total: blocks * bsize }
  } catch {
    return null
  }
}
