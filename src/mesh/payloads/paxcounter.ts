import { PORT } from '../portnums.js'
import { messagePayload } from './type.js'

/** How many phones a counter sees (`Paxcount` in paxcount.proto). */
export interface Paxcount {
  wifi: number
  ble: number
  /** Seconds. */
  uptime: number
}

export const paxcounter = messagePayload<Paxcount>({
  portnum: PORT.PAXCOUNTER,
  message: 'Paxcount',
  read: (plain) => plain as unknown as Paxcount,
  summary: ({ wifi, ble }, say) => say.pax(wifi, ble),
})
