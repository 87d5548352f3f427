import type { Database } from '../db/database.js'
import { findFirstHour, findHourlyPackets } from '../db/read/status.js'

const HOUR_US = 3_600_000_000
/** What is usual is learnt from the last week … */
const WEEK_HOURS = 7 * 24
/** … once there are three days of it: the quiet nights of a small mesh are in that. */
const LEAST_HOURS = 3 * 24
/** Hours that are never quiet: so many times the mean pause of the quietest one are unusual. */
const PAUSES = 20
const LEAST_US = 10 * 60_000_000

/**
 * How long nothing may come (µs) before that is unusual for this mesh; null while too little is
 * known. Judged by the hourly counts of the last week.
 */
export async function usualSilence(db: Database, now_us: number): Promise<number | null> {
  const now = Math.floor(now_us / HOUR_US)
  const first = await findFirstHour(db)
  if (first === null) return null
  const from = Math.max(first + 1, now - WEEK_HOURS)
  if (now - from < LEAST_HOURS) return null
  const counts = new Map<number, number>()
  for (const { hour, packets } of await findHourlyPackets(db, from, now)) counts.set(hour, packets)
  return silenceOf(Array.from({ length: now - from }, (_, index) => counts.get(from + index) ?? 0))
}

/**
 * The same from packets per hour. The longest silence but one is usual, since one long one may have
 * been the failure of a broker; where no hour was empty, a multiple of the mean pause between
 * packets in the quietest hour. The hour of the last packet, which is not full, and the silence
 * after it teach nothing.
 */
export function silenceOf(hours: readonly number[]): number | null {
  const past = hours.slice(
    0,
    Math.max(
      0,
      hours.findLastIndex((packets) => packets > 0),
    ),
  )
  const heard = past.filter((packets) => packets > 0)
  if (heard.length === 0) return null
  const runs: number[] = []
  let run = 0
  for (const packets of [...past, 1]) {
    if (packets === 0) run++
    else if (run > 0) runs.push(run)
    if (packets > 0) run = 0
  }
  const usual = runs.sort((a, b) => b - a)[1] ?? 0
  // Counts of full hours: a run of them may have been two hours longer, less a moment.
  if (usual > 0) return 2 * (usual + 1) * HOUR_US
  return Math.max(LEAST_US, (PAUSES * HOUR_US) / Math.min(...heard))
}
