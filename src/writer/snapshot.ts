import { setImmediate as turn } from 'node:timers/promises'
import type { Database } from '../db/open.js'
import { findSnapshotRange, insertSnapshot } from '../db/write/snapshots.js'

const HOUR_MS = 3_600_000
/** Days that are caught up on at a time. */
const MOST_DAYS = 400

/**
 * Notes the numbers of every day, by this machine's calendar, that is over and not noted yet:
 * also of those at whose hour MeshView was not running, since the hourly counts are kept for
 * ever. Gives the dates.
 */
export async function takeSnapshots(
  db: Database,
  now: Date,
  signal?: AbortSignal,
): Promise<string[]> {
  const now_us = now.getTime() * 1000
  const { last_date, first_hour } = await findSnapshotRange(db, now_us)
  if (first_hour === null) return []
  const taken: string[] = []
  const today = midnight(now)
  let day = midnight(new Date(first_hour * HOUR_MS))
  if (last_date !== null) {
    const after = nextDay(midnight(new Date(`${last_date}T00:00:00`)))
    if (after > day) day = after
  }
  for (; day < today && taken.length < MOST_DAYS; day = nextDay(day)) {
    if (signal?.aborted) break
    const date = dateOf(day)
    const [from, to] = [hourOf(day), hourOf(nextDay(day))]
    await insertSnapshot(db, date, from, to, now_us)
    taken.push(date)
    await turn()
  }
  return taken
}

function midnight(time: Date): Date {
  return new Date(time.getFullYear(), time.getMonth(), time.getDate())
}

function nextDay(day: Date): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1)
}

/** Roll-ups begin at full hours of UTC; where zones are off by half an hour, days are as well. */
function hourOf(day: Date): number {
  return Math.floor(day.getTime() / HOUR_MS)
}

/** `2026-11-20` */
function dateOf(day: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}
