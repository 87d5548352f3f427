import { PORT } from '../portnums.js'
import { messagePayload } from './type.js'

/** A position (`Position` in mesh.proto). `null` = not sent. */
export interface Position {
  /** 1e-7 degrees */
  latitude_i: number | null
  longitude_i: number | null
  /** Metres above mean sea level. */
  altitude: number | null
  /** Unix seconds of sending by the sender's clock; 0 when it has none. */
  time: number
  location_source: string
  altitude_source: string
  /** Unix seconds of the fix. */
  timestamp: number
  timestamp_millis_adjust: number
  altitude_hae: number | null
  altitude_geoidal_separation: number | null
  /** Dilutions of precision × 100. */
  PDOP: number | null
  HDOP: number | null
  VDOP: number | null
  gps_accuracy: number | null
  /** km/h, whatever older comments of mesh.proto say: see ../units.ts. */
  ground_speed: number | null
  /** 1/100 degrees from true north. */
  ground_track: number | null
  fix_quality: number | null
  fix_type: number | null
  sats_in_view: number | null
  sensor_id: number
  next_update: number
  seq_number: number
  /** How many leading bits of the coordinates are true; 32 = exact, `null` = not said. */
  precision_bits: number | null
}

// Fields without presence whose 0 says nothing: firmware leaves them out when it knows none.
const UNKNOWN_WHEN_ZERO = [
  'PDOP',
  'HDOP',
  'VDOP',
  'gps_accuracy',
  'fix_quality',
  'fix_type',
  'sats_in_view',
  'precision_bits',
] as const

export const position = messagePayload<Position>({
  portnum: PORT.POSITION,
  message: 'Position',
  read(plain) {
    for (const name of UNKNOWN_WHEN_ZERO) if (plain[name] === 0) plain[name] = null
    return plain as unknown as Position
  },
  summary(value, say) {
    const fix = validPosition(value.latitude_i, value.longitude_i)
    if (fix === null) return say.noFix
    const place = `${fix.latitude.toFixed(5)}, ${fix.longitude.toFixed(5)}`
    return value.altitude === null ? place : `${place}, ${say.height(value.altitude)}`
  },
})

/** @throws MeshFault */
export function decodePosition(payload: Uint8Array): Position {
  return position.decode(payload)
}

const INT32_MIN = -0x80000000

/**
 * The place in degrees that two coordinates of 1e-7 degrees mean, or `null` when they are no place
 * on Earth: missing, both 0 (what devices without a fix send), int32 minimum (the same from older
 * firmware), beyond ±90 or ±180 degrees.
 */
export function validPosition(
  latitude_i: number | null | undefined,
  longitude_i: number | null | undefined,
): { latitude: number; longitude: number } | null {
  if (typeof latitude_i !== 'number' || typeof longitude_i !== 'number') return null
  if (latitude_i === 0 && longitude_i === 0) return null
  if (latitude_i === INT32_MIN || longitude_i === INT32_MIN) return null
  const latitude = latitude_i / 1e7
  const longitude = longitude_i / 1e7
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return null
  return { latitude, longitude }
}

/** The Earth's circumference over the poles, in metres. */
const CIRCUMFERENCE = 40_007_863

/**
 * How far the true place may be from one whose coordinates were cut to `precision_bits` of 32
 * leading bits (the sender puts the result in the middle of the square that is left), in metres.
 * `null` when the precision is unknown (0 or absent) or full (32).
 */
export function precisionRadius(precision_bits: number | null | undefined): number | null {
  if (typeof precision_bits !== 'number' || precision_bits <= 0 || precision_bits >= 32) return null
  // One unit is 1e-7 degrees; cutting n bits leaves squares of 2^(32 − n) units.
  const side = (2 ** (32 - precision_bits) * 1e-7 * CIRCUMFERENCE) / 360
  return side / 2
}
