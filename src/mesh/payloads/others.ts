import type { PlainMessage } from '../plain.js'
import { PORT } from '../portnums.js'
import { messagePayload } from './type.js'

// Payload types that are seen seldom: decoded and shown, with no type of their own in the code.

/** Pins read and set from afar. */
export const remoteHardware = messagePayload<PlainMessage>({
  portnum: PORT.REMOTE_HARDWARE,
  message: 'HardwareMessage',
  read: (plain) => plain,
  summary: (value) => String(value.type),
})

/** Two people comparing numbers to trust each other's key. */
export const keyVerification = messagePayload<PlainMessage>({
  portnum: PORT.KEY_VERIFICATION,
  message: 'KeyVerification',
  read: (plain) => plain,
  summary: (_value, say) => say.keyVerification,
})

export const storeForwardPlusPlus = messagePayload<PlainMessage>({
  portnum: PORT.STORE_FORWARD_PLUSPLUS,
  message: 'StoreForwardPlusPlus',
  read: (plain) => plain,
  summary: (value) => String(value.sfpp_message_type),
})

/** A line about itself that a node shows to others. */
export const nodeStatus = messagePayload<PlainMessage>({
  portnum: PORT.NODE_STATUS,
  message: 'StatusMessage',
  read: (plain) => plain,
  summary: (value) => String(value.status),
})

/** Commands of the firmware's power measurements. */
export const powerStress = messagePayload<PlainMessage>({
  portnum: PORT.POWERSTRESS,
  message: 'PowerStressMessage',
  read: (plain) => plain,
  summary: (value) => String(value.cmd),
})
