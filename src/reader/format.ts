import type { Units } from '../mesh/distance.js'

export { distanceMetres, formatDistance, type Units } from '../mesh/distance.js'
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

/** A period: `45 s`, `12 min`, `3 h 5 min`, `2 d 4 h`. */
export function formatDuration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`
  if (seconds < 86_400) {
    return withRest(Math.floor(seconds / 3600), 'h', Math.floor((seconds % 3600) / 60), 'min')
  }
  return withRest(Math.floor(seconds / 86_400), 'd', Math.floor((seconds % 86_400) / 3600), 'h')
}

function withRest(whole: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${restUnit}`
}

/** Thousands apart: `1,234,567`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US')
}

const sizes = ['B', 'kB', 'MB', 'GB', 'TB']

/** `734 B`, `4.2 MB`; a kilobyte has 1000 bytes. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let step = 0
  while (value >= 999.5 && step < sizes.length - 1) {
    value /= 1000
    step += 1
  }
  return `${step === 0 || value >= 99.5 ? Math.round(value) : value.toFixed(1)} ${sizes[step]}`
}

/** A measured number with no more digits than it deserves; `–` for what is no number. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '–'
  if (Number.isInteger(value)) return String(value)
  const digits = Math.abs(value) >= 100 ? 1 : Math.abs(value) >= 1 ? 2 : 4
  return String(Number(value.toFixed(digits)))
}

/** dB, with the sign that tells at a glance: `+6.25`, `−12`. */
export function formatSnr(snr: number): string {
  return snr > 0 ? `+${snr}` : String(snr).replace('-', '−')
}

/** dBm: `−112 dBm`. */
export function formatRssi(rssi: number): string {
  return `${String(rssi).replace('-', '−')} dBm`
}

/** Metres of height: `230 m` or `755 ft`. */
export function formatHeight(metres: number, units: Units): string {
  return units === 'metric' ? `${Math.round(metres)} m` : `${Math.round(metres / 0.3048)} ft`
}

/** Degrees with five places: about a metre. */
export function formatDegrees(value_i: number): string {
  return (value_i / 1e7).toFixed(5)
}
