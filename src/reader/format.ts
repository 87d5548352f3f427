import { portnumColor } from '../mesh/portnums.js'

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

export type Units = 'metric' | 'imperial'

/** Metres as people say them: `840 m`, `3.4 km`, `112 km`; or `900 ft`, `2.1 mi`. */
export function formatDistance(metres: number, units: Units): string {
  const [small, perSmall, large, perLarge] =
    units === 'metric' ? (['m', 1, 'km', 1000] as const) : (['ft', 0.3048, 'mi', 1609.344] as const)
  if (metres < 0.995 * Math.min(perLarge, 1000)) return `${Math.round(metres / perSmall)} ${small}`
  const far = metres / perLarge
  return `${far < 99.5 ? far.toFixed(1) : Math.round(far)} ${large}`
}

/** Metres of height: `230 m` or `755 ft`. */
export function formatHeight(metres: number, units: Units): string {
  return units === 'metric' ? `${Math.round(metres)} m` : `${Math.round(metres / 0.3048)} ft`
}

/** Degrees with five places: about a metre. */
export function formatDegrees(value_i: number): string {
  return (value_i / 1e7).toFixed(5)
}

/** `CLIENT_MUTE` → `Client mute`. */
export function formatEnum(value: string): string {
  const words = value.toLowerCase().replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** How many hues the palette has (public/css/tokens.css); the last one is grey. */
const HUES = 9

/** A hue that stays with a channel or a node on every page: FNV-1a, then the palette. */
export function hueOf(key: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < key.length; i++) {
    hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193)
  }
  // The low bits of FNV alone are uneven for keys that differ in one letter.
  return `h${((hash ^ (hash >>> 15)) >>> 0) % HUES}`
}

const portHues: Record<string, number> = {
  text: 0,
  position: 2,
  nodeinfo: 5,
  routing: 9,
  telemetry: 4,
  traceroute: 3,
  neighbor: 7,
  map: 8,
  waypoint: 6,
  alert: 1,
  admin: 7,
  sensor: 5,
  store: 0,
  atak: 8,
  test: 6,
}

/** The hue of a port: the common ones apart from each other, the rest grey. */
export function portHue(portnum: number): string {
  return `h${portHues[portnumColor(portnum)] ?? 9}`
}

const EARTH_RADIUS_M = 6_371_008.8

/** Great-circle distance in metres between two places given in degrees × 1e7. */
export function distanceMetres(lat1: number, lon1: number, lat2: number, lon2: number): number {
  const radians = Math.PI / 180 / 1e7
  const sinLat = Math.sin(((lat2 - lat1) * radians) / 2)
  const sinLon = Math.sin(((lon2 - lon1) * radians) / 2)
  const a = sinLat ** 2 + Math.cos(lat1 * radians) * Math.cos(lat2 * radians) * sinLon ** 2
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(a)))
}
