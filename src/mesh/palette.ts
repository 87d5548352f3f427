// Words and colours of things, the same on every page and in the browser. Browser safe.
import { portnumColor } from './portnums.js'

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

const roleHues: Record<string, number> = {
  ROUTER: 6,
  ROUTER_LATE: 4,
  ROUTER_CLIENT: 6,
  REPEATER: 1,
  CLIENT: 0,
  CLIENT_BASE: 5,
  CLIENT_MUTE: 7,
  CLIENT_HIDDEN: 9,
  TRACKER: 2,
  TAK: 3,
  TAK_TRACKER: 3,
  SENSOR: 8,
  LOST_AND_FOUND: 1,
}

/** The hue of a node's role; what relays for others is warm. */
export function roleHue(role: string | null): string {
  return `h${roleHues[role ?? ''] ?? 9}`
}
