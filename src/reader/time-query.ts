import Type from 'typebox'
import type { Moments, Zone } from './zone.js'

/** Fields of a query that bound a time, as `<input type="datetime-local">` writes them. */
export const timeQuery = {
  since: Type.Optional(Type.String({ maxLength: 20 })),
  until: Type.Optional(Type.String({ maxLength: 20 })),
}

/** Exclusive bounds, microseconds UTC. */
export interface TimeBounds {
  since_us?: number
  before_us?: number
}

/** What a visitor's clock times mean where he is; what is no time is as if it had not been sent. */
export function timeBounds(
  { since, until }: { since?: string | undefined; until?: string | undefined },
  zone: Zone,
): TimeBounds {
  const from = clockTime(since, zone)
  const to = clockTime(until, zone)
  return {
    // The first moment is part of the period, and all of the last minute. What the clocks told
    // twice is in it both times.
    ...(from === null ? {} : { since_us: from.first * 1_000_000 - 1 }),
    ...(to === null ? {} : { before_us: (to.last + 60) * 1_000_000 }),
  }
}

/** `2026-11-27T08:00`, or a date alone, by the clocks of the zone; null for anything else. */
function clockTime(text: string | undefined, zone: Zone): Moments | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::\d{2})?)?$/.exec(text ?? '')
  if (match === null) return null
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0))
  const local_ms = Date.UTC(year, month - 1, day, hour, minute)
  const isReal = new Date(local_ms).toISOString().startsWith(`${match[1]}-${match[2]}-${match[3]}`)
  return isReal && hour < 24 && minute < 60 ? zone.fromLocal(local_ms / 1000) : null
}
