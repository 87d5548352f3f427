import type { Database } from '../database.js'
import { saveState } from './bookkeeping.js'

/**
 * While the clock was behind, things were noted under times from `from_us` on; all of it was heard
 * shortly before `until_us`, when the clock was put right (µs).
 */
export interface SlowClock {
  from_us: number
  until_us: number
}

const PREFIX = 'state.slow_clock.'
/** A clock that was put on, and back since: what lies this far ahead (µs) was never the right time. */
const AHEAD_US = 86_400_000_000

export function noteSlowClock(db: Database, { from_us, until_us }: SlowClock): Promise<void> {
  return saveState(db, { [`slow_clock.${Math.floor(from_us)}`]: Math.floor(until_us) })
}

/** The times at which the clock was behind; forgets those of more than `longest_us` ago. */
export async function findSlowClocks(
  db: Database,
  now_us: number,
  longest_us: number,
): Promise<SlowClock[]> {
  const rows = await db.all<{ name: string; value: number }>(
    'select name, value from counter where name like ?',
    [`${PREFIX}%`],
  )
  const matters = (until_us: number) =>
    until_us > now_us - longest_us && until_us < now_us + AHEAD_US
  for (const { name, value } of rows) {
    if (!matters(value)) await db.run('delete from counter where name = ?', [name])
  }
  return rows
    .filter(({ value }) => matters(value))
    .map(({ name, value }) => ({ from_us: Number(name.slice(PREFIX.length)), until_us: value }))
}

/**
 * Before which time things are old (µs): `before_us`, or the beginning of a time at which the clock
 * was behind, as long as what was heard in it is not old yet.
 */
export function oldBefore(before_us: number, slow: readonly SlowClock[]): number {
  const held = slow.filter(({ from_us, until_us }) => from_us < before_us && before_us < until_us)
  return Math.min(before_us, ...held.map(({ from_us }) => from_us))
}
