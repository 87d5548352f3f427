import { hourOf } from '../../db/values.js'

export type PeriodType = 'hour' | 'day'

/** Ten years: longer than any database, short enough for arithmetic. */
const MOST_HOURS = 10 * 366 * 24

/**
 * The first hour (hours since 1970 UTC) of the last `length` hours or days. Counts are kept per
 * hour: the hour in which a period begins counts whole.
 */
export function firstHour(now_us: number, period: PeriodType, length: number): number {
  const hours = Math.min(Math.max(length, 0) * (period === 'day' ? 24 : 1), MOST_HOURS)
  return hourOf(now_us) - hours
}

/** Like `firstHour`, but a period of days begins with the day, so that no bar is cut. */
export function firstHourOfDay(now_us: number, period: PeriodType, length: number): number {
  const hour = firstHour(now_us, period, length)
  return period === 'day' ? Math.floor(hour / 24) * 24 : hour
}

/** `2026-11-20 13:00` or `2026-11-20`, UTC. */
export function periodName(hour: number, period: PeriodType): string {
  const iso = new Date(hour * 3_600_000).toISOString()
  return period === 'day' ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 13)}:00`
}
