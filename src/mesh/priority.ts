import { once } from './once.js'
import { enumName, enumType } from './proto.js'

const priorities = once(() => enumType('MeshPacket.Priority'))

/** How soon radios send a packet, by its name and number: `HIGH (100)`; a number without name as it is. */
export function priorityName(priority: number): string {
  const name = enumName(priorities(), priority)
  return name === String(priority) ? name : `${name} (${priority})`
}
