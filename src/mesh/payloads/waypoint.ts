import { PORT } from '../portnums.js'
import { cleanName, cleanText, emojiOf } from '../text.js'
import { validPosition } from './position.js'
import { messagePayload } from './type.js'

/** A place that somebody marked for the others (`Waypoint` in mesh.proto). */
export interface Waypoint {
  id: number
  latitude_i: number | null
  longitude_i: number | null
  /** Unix seconds; 0 = never, in the past = deleted. */
  expire: number
  /** The only node that may change it; 0 = anybody. */
  locked_to: number
  name: string
  description: string
  /** Code point of the emoji that stands for it; 0 = none. */
  icon: number
}

export const waypoint = messagePayload<Waypoint>({
  portnum: PORT.WAYPOINT,
  message: 'Waypoint',
  read(plain) {
    const value = plain as unknown as Waypoint
    value.name = cleanName(value.name)
    value.description = cleanText(value.description, 200)
    return value
  },
  summary(value) {
    const fix = validPosition(value.latitude_i, value.longitude_i)
    const place = fix === null ? '' : `${fix.latitude.toFixed(5)}, ${fix.longitude.toFixed(5)}`
    return [`${emojiOf(value.icon)} ${value.name}`.trim(), place].filter(Boolean).join(', ')
  },
})

/** @throws MeshFault */
export function decodeWaypoint(payload: Uint8Array): Waypoint {
  return waypoint.decode(payload)
}
