export { distanceMetres, type Units } from '../mesh/distance.js'
export { formatEnum, hueOf, portHue, roleHue } from '../mesh/palette.js'

/** ISO 8601 in UTC to the second, for `datetime` and for readers without script. */
export function isoTime(time_us: number): string {
  return `${dateOf(time_us)}T${clockOf(time_us)}Z`
}

/** The same with milliseconds, for programs. */
export function exactTime(time_us: number): string {
  const ms = Math.floor(time_us / 1000) - Math.floor(time_us / 1e6) * 1000
  return `${dateOf(time_us)}T${clockOf(time_us)}.${String(ms).padStart(3, '0')}Z`
}

/** `2026-11-20 12:04:31 UTC`. */
export function utcTime(time_us: number): string {
  return `${dateOf(time_us)} ${clockOf(time_us)} UTC`
}

const DAY_S = 86_400
/** A page shows times of few days, and Date takes five times as long for each. */
const MOST_DATES = 400
const dates = new Map<number, string>()

function dateOf(time_us: number): string {
  const day = Math.floor(time_us / 1e6 / DAY_S)
  const known = dates.get(day)
  if (known !== undefined) return known
  if (dates.size >= MOST_DATES) dates.clear()
  const date = new Date(day * DAY_S * 1000).toISOString().slice(0, 10)
  dates.set(day, date)
  return date
}

const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'))

function clockOf(time_us: number): string {
  const second = Math.floor(time_us / 1e6)
  const minute = Math.floor(second / 60)
  const hour = Math.floor(minute / 60)
  const days = Math.floor(hour / 24)
  const two = TWO_DIGITS
  return `${two[hour - days * 24]}:${two[minute - hour * 60]}:${two[second - minute * 60]}`
}

/** Degrees with five places: about a metre. */
export function formatDegrees(value_i: number): string {
  return (value_i / 1e7).toFixed(5)
}
