import { PORT } from '../portnums.js'
import { cleanName } from '../text.js'
import { messagePayload } from './type.js'

/** A message of the ATAK plugin (`TAKPacket` in atak.proto); its text may be compressed. */
export interface TakPacket {
  is_compressed: boolean
  contact: { callsign: string; device_callsign: string } | null
  group: { role: string; team: string } | null
  status: { battery: number } | null
  pli: {
    latitude_i: number
    longitude_i: number
    altitude: number
    speed: number
    course: number
  } | null
  chat: { message: string; to: string | null; to_callsign: string | null } | null
  detail: Buffer | null
}

export const atak = messagePayload<TakPacket>({
  portnum: PORT.ATAK_PLUGIN,
  message: 'TAKPacket',
  read: (plain) => plain as unknown as TakPacket,
  summary(value, say) {
    if (value.is_compressed) return say.compressed
    const who = cleanName(value.contact?.callsign ?? '')
    const what = value.chat?.message ?? (value.pli === null ? '' : say.position)
    return [who, what].filter(Boolean).join(': ')
  },
})
