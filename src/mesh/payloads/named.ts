import { PORT, portnumName } from '../portnums.js'
import { boundPayload, type PayloadType } from './type.js'

/** A payload that is known by name only: the value is its bytes. */
function namedPayload(portnum: number): PayloadType<Buffer> {
  return {
    portnum,
    name: portnumName(portnum),
    type: null,
    decode: boundPayload,
    summary: (bytes, say) => (bytes.length === 0 ? '' : say.bytes(bytes.length)),
    fields: (bytes) => [{ name: 'payload', value: bytes.toString('hex') }],
  }
}

/** Remote administration: keys and passwords travel in it, so it is never opened. */
export const admin = namedPayload(PORT.ADMIN)
/** Unishox2, which only some firmware ever sent. */
export const compressedText = namedPayload(PORT.TEXT_MESSAGE_COMPRESSED)
/** Codec2 speech. */
export const audio = namedPayload(PORT.AUDIO)
