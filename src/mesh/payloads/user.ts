import { PORT } from '../portnums.js'
import { cleanName } from '../text.js'
import { messagePayload } from './type.js'

/** Who a node says it is (`User` in mesh.proto). */
export interface User {
  /** What the node believes its id to be; the sender of the packet is the truth. */
  id: string
  long_name: string
  short_name: string
  macaddr: Buffer
  /** Name in `HardwareModel`, or a number that is newer than these descriptors. */
  hw_model: string
  is_licensed: boolean
  role: string
  /** 32 bytes (X25519), or empty. */
  public_key: Buffer
  /** `null` from firmware older than the field. */
  is_unmessagable: boolean | null
}

export const nodeInfo = messagePayload<User>({
  portnum: PORT.NODEINFO,
  message: 'User',
  read(plain) {
    const user = plain as unknown as User
    user.id = cleanName(user.id)
    user.long_name = cleanName(user.long_name)
    user.short_name = cleanName(user.short_name)
    return user
  },
  summary(user) {
    const names = [user.long_name, user.short_name && `(${user.short_name})`]
    return [...names, user.hw_model, user.role].filter(Boolean).join(' ')
  },
})

/** @throws MeshFault */
export function decodeUser(payload: Uint8Array): User {
  return nodeInfo.decode(payload)
}
