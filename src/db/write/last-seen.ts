/**
 * A time that is kept and lies further ahead of the present one than this (µs) is of a clock that
 * was set back since. Messages that are stored out of their order are seconds apart, not a day.
 */
export const SET_BACK_US = 86_400_000_000

/**
 * What an upsert makes of `last_seen_us`: the later one of what is kept and what comes, and what
 * comes where the clock was set back; else nothing would be news until that time came again.
 */
export function latestSeen(table: string): string {
  const kept = `${table}.last_seen_us`
  return `last_seen_us = case
    when excluded.last_seen_us > ${kept} or ${kept} > excluded.last_seen_us + ${SET_BACK_US}
    then excluded.last_seen_us else ${kept} end`
}
