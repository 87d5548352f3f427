import { PORT } from '../portnums.js'
import { cleanText, lossyText } from '../text.js'
import { messagePayload } from './type.js'

/** Talk between a store & forward server and its clients (`StoreAndForward` in storeforward.proto). */
export interface StoreForward {
  /** `ROUTER_HEARTBEAT`, `CLIENT_HISTORY`, … */
  rr: string
  stats: Record<string, number | boolean> | null
  history: { history_messages: number; window: number; last_request: number } | null
  heartbeat: { period: number; secondary: number } | null
  /** A text that is played back; `null` when the message carries none. */
  text: Buffer | null
}

export const storeForward = messagePayload<StoreForward>({
  portnum: PORT.STORE_FORWARD,
  message: 'StoreAndForward',
  read: (plain) => plain as unknown as StoreForward,
  summary(value, say) {
    const what = value.rr
    if (value.text !== null) return `${what}: ${cleanText(lossyText(value.text))}`
    if (value.history !== null) return `${what}: ${say.messages(value.history.history_messages)}`
    if (value.heartbeat !== null) return `${what}, ${say.every(value.heartbeat.period)}`
    return what
  },
})
