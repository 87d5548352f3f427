/** One MQTT message as it arrived; `time_us` is its arrival, the only clock that is trusted. */
export interface Message {
  topic: string
  payload: Buffer
  time_us: number
  /** Called once when the message is committed: only then is it acknowledged (QoS 1 and 2). */
  settled?: () => void
}

/** Hands a message over. `settled` is called when it is safe to tell the sender so. */
export type Take = (topic: string, payload: Buffer, settled?: () => void) => void

/** The one thing that became of a message. Every message is counted under exactly one. */
export type Outcome = 'stored' | 'duplicate' | 'encrypted' | 'filtered' | 'malformed'

/** Thrown while a message is judged: it is not kept, by a rule that the operator can name. */
export class Filtered extends Error {
  readonly rule: string

  constructor(rule: string) {
    super(rule)
    this.rule = rule
  }
}
