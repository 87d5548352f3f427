import { PORT, portnumName } from '../portnums.js'
import { cleanText, lossyText } from '../text.js'
import { boundPayload, type PayloadType } from './type.js'

/**
 * Text as people typed it: UTF-8, what is none replaced by U+FFFD, cut to 1000 code points.
 *
 * @throws MeshFault `payload-too-long`
 */
export function decodeText(payload: Uint8Array): string {
  return cleanText(lossyText(boundPayload(payload)))
}

/** A payload that is text and nothing else. */
function textPayload(portnum: number): PayloadType<string> {
  return {
    portnum,
    name: portnumName(portnum),
    type: null,
    decode: decodeText,
    summary: (text) => text,
    fields: (text) => [{ name: 'text', value: text }],
  }
}

export const textMessage = textPayload(PORT.TEXT_MESSAGE)
/** Sent by the detection sensor module: `Motion detected`. */
export const detectionSensor = textPayload(PORT.DETECTION_SENSOR)
export const alert = textPayload(PORT.ALERT)
export const reply = textPayload(PORT.REPLY)
/** `seq 12`, a counter that receivers log with their position. */
export const rangeTest = textPayload(PORT.RANGE_TEST)
