/** A time zone: where days begin for the visitor. */
export interface Zone {
  /** IANA's name, such as `Europe/Berlin`. */
  name: string
  /** Unix seconds at which the local day of a time begins. */
  startOfDay(unix_s: number): number
  /** The local date of a time, `YYYY-MM-DD`. */
  dateOf(unix_s: number): string
  /**
   * Unix seconds of a local time that is given as if it were UTC. In the night when the clocks go
   * back there are two of it, an hour apart; in the one when they go on there is none, and these are
   * the hour around it.
   */
  fromLocal(local_s: number): Moments
}

export interface Moments {
  first: number
  last: number
}

const DAY = 86_400
const zones = new Map<string, Zone>()

/** The zone that the script of an earlier page noted in the cookie `timezone`; UTC without one. */
export function zoneOf(cookies: string | undefined): Zone {
  const name = /(?:^|; )timezone=([^;]{1,60})/.exec(cookies ?? '')?.[1]
  return (name === undefined ? undefined : makeZone(unescaped(name))) ?? utc
}

/** A malformed escape names no zone. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

/** Undefined when there is no such zone. Zones are few, so each is made once. */
export function makeZone(name: string): Zone | undefined {
  const known = zones.get(name)
  if (known !== undefined) return known
  // Offsets such as +01:00 are zones to Intl as well, and without number; names are finite.
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/.test(name)) return undefined
  const clock = clockOf(name)
  if (clock === undefined) return undefined
  const zone = zoneWith(name, clock)
  // However a name is written, Intl takes it: `europe/BERLIN` must not fill the memory.
  if (zones.size < 1000) zones.set(name, zone)
  return zone
}

function clockOf(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    return undefined
  }
}

function zoneWith(name: string, clock: Intl.DateTimeFormat): Zone {
  /** The local time as if it were UTC, unix seconds. */
  const local = (unix_s: number): number => {
    const parts: Record<string, number> = {}
    for (const { type, value } of clock.formatToParts(unix_s * 1000)) parts[type] = Number(value)
    const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
    return Date.UTC(year, month - 1, day, hour, minute, second) / 1000
  }
  return {
    name,
    startOfDay(unix_s) {
      const midnight = Math.floor(local(unix_s) / DAY) * DAY
      const guess = midnight - (local(unix_s) - unix_s)
      // The clocks may have been changed between midnight and now.
      const begin = midnight - (local(guess) - guess)
      const before = begin - 3 * 3600
      // Where they go back from one o'clock (America/Havana), it is midnight twice: this is the first.
      const first = midnight - (local(before) - before)
      return first < begin && local(first) >= midnight ? first : begin
    },
    dateOf: (unix_s) => new Date(local(unix_s) * 1000).toISOString().slice(0, 10),
    fromLocal(local_s) {
      // By the clocks of the day before and of the day after.
      const both = [local_s - DAY, local_s + DAY].map((near) => local_s - (local(near) - near))
      const told = both.filter((unix_s) => local(unix_s) === local_s)
      const moments = told.length > 0 ? told : both
      return { first: Math.min(...moments), last: Math.max(...moments) }
    },
  }
}

/** The zone of whoever has not told another. */
export const utc: Zone = {
  name: 'UTC',
  startOfDay: (unix_s) => Math.floor(unix_s / DAY) * DAY,
  dateOf: (unix_s) => new Date(unix_s * 1000).toISOString().slice(0, 10),
  fromLocal: (local_s) => ({ first: local_s, last: local_s }),
}

/** The beginnings of the local days from the one of `from` up to, without, `to`. */
export function daysBetween(zone: Zone, from: number, to: number): number[] {
  const days: number[] = []
  let day = zone.startOfDay(from)
  while (day < to) {
    days.push(day)
    day = nextDay(zone, day)
  }
  return days
}

/** The beginning of the local day after the one that begins at `day`. */
export function nextDay(zone: Zone, day: number): number {
  // Days have 23 to 25 hours, in Antarctica/Troll 22 to 26: this is about its noon.
  return zone.startOfDay(day + 1.5 * DAY)
}

/** The Monday on which the local week of a time begins, unix seconds. */
export function startOfWeek(zone: Zone, unix_s: number): number {
  const date = new Date(`${zone.dateOf(unix_s)}T00:00:00Z`)
  const sinceMonday = (date.getUTCDay() + 6) % 7
  // Noon of that Monday lies in it whatever the clocks did.
  return zone.startOfDay(zone.startOfDay(unix_s) - sinceMonday * DAY + DAY / 2)
}
