export { distanceMetres, type Units } from '../mesh/distance.js'
export { formatEnum, hueOf, portHue, roleHue } from '../mesh/palette.js'

/** ISO 8601 in UTC to the second, for `datetime` and for readers without script. */
export function isoTime(time_us: number): string {
  return `${new Date(time_us / 1000).toISOString().slice(0, 19)}Z`
}

/** `2026-11-20 12:04:31 UTC`. */
export function utcTime(time_us: number): string {
  const iso = new Date(time_us / 1000).toISOString()
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`
}

/** Degrees with five places: about a metre. */
export function formatDegrees(value_i: number): string {
  return (value_i / 1e7).toFixed(5)
}
