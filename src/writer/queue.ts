import type { Message } from './message.js'

/**
 * Longer payloads are cut, and judged malformed: an envelope of the mesh has less than 600 bytes,
 * and a broker passes on up to 256 MB.
 */
export const MAX_PAYLOAD = 16_384
/**
 * Longer topics are cut, and filtered: firmware's have less than 100 characters, and a broker may
 * pass on 64 KB, which are more than the spool takes where they are no UTF-8.
 */
export const MAX_TOPIC = 256

export interface QueueOptions {
  /** A batch closes at this many messages … */
  batchSize: number
  /** … or this long (ms) after its first one, whichever comes first. */
  batchMs: number
  /** Messages that may wait; beyond it the newest are refused (and counted). */
  max: number
}

/**
 * Bytes of payload for each message that may wait, all together: an envelope of the mesh has a third
 * of it. Without a bound a flood of payloads of 16 KB took 3 GB before `max` of them waited.
 */
const BYTES_EACH = 600
/** However few messages may wait, so many bytes may. */
const LEAST_BYTES = 16 * 1024 * 1024

/**
 * What has arrived and is not stored yet. Takes messages from the first second on, whatever
 * the database is doing, and gives them out in batches, in their order.
 */
export class Queue {
  readonly #options: QueueOptions
  #waiting: Message[] = []
  /** Of the payloads that wait. */
  #bytes = 0
  #dropped = 0
  #lastTime_us = 0
  #wake: (() => void) | null = null
  #closed = false

  constructor(options: QueueOptions) {
    this.#options = options
  }

  get length(): number {
    return this.#waiting.length
  }

  /** When the last message arrived (µs), 0 for never. */
  get lastMessage_us(): number {
    return this.#lastTime_us
  }

  /** Messages refused since the last call, because too many were waiting. */
  takeDropped(): number {
    const dropped = this.#dropped
    this.#dropped = 0
    return dropped
  }

  /** Puts back what could not be counted now. */
  giveBackDropped(dropped: number): void {
    this.#dropped += dropped
  }

  push(topic: string, payload: Buffer, settled?: () => void): void {
    // Distinct times, so that `since` can tell two messages of one millisecond apart. A clock
    // that was set back by more than that is followed, not fought.
    let time_us = Date.now() * 1000
    if (time_us <= this.#lastTime_us && this.#lastTime_us - time_us < 1_000_000) {
      time_us = this.#lastTime_us + 1
    }
    this.#lastTime_us = time_us
    if (payload.length > MAX_PAYLOAD) payload = Buffer.from(payload.subarray(0, MAX_PAYLOAD + 1))
    if (topic.length > MAX_TOPIC) topic = Buffer.from(topic.slice(0, MAX_TOPIC + 1)).toString()
    if (this.#isFull) {
      this.#dropped++
      // It is lost and counted; keeping its sender waiting would stop the whole connection.
      settled?.()
      return
    }
    this.#bytes += payload.length
    this.#waiting.push({ topic, payload, time_us, settled })
    if (this.#waiting.length === 1 || this.#waiting.length === this.#options.batchSize) {
      this.#wake?.()
    }
  }

  /** No message comes any more: `next` gives out what is left, then null. */
  close(): void {
    this.#closed = true
    this.#wake?.()
  }

  /** Gives back what could neither be stored nor put on the disk; the newest beyond `max` go. */
  unshift(batch: readonly Message[]): void {
    this.#waiting = [...batch, ...this.#waiting]
    this.#bytes += bytesOf(batch)
    const surplus = this.#waiting.splice(this.#options.max)
    this.#bytes -= bytesOf(surplus)
    this.#dropped += surplus.length
    for (const message of surplus) message.settled?.()
  }

  /**
   * The next batch, as soon as it is full or old enough; null when closed and empty. An empty
   * batch when none has come for `patienceMs`.
   */
  async next(patienceMs?: number): Promise<Message[] | null> {
    if (this.#waiting.length === 0 && !this.#closed) await this.#woken(patienceMs)
    if (this.#waiting.length === 0) return this.#closed ? null : []
    if (this.#waiting.length < this.#options.batchSize && !this.#closed) {
      await this.#woken(this.#options.batchMs)
    }
    const batch = this.#waiting.splice(0, this.#options.batchSize)
    this.#bytes -= bytesOf(batch)
    return batch
  }

  get #isFull(): boolean {
    const { max } = this.#options
    return this.#waiting.length >= max || this.#bytes >= Math.max(max * BYTES_EACH, LEAST_BYTES)
  }

  #woken(timeoutMs?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = timeoutMs === undefined ? undefined : setTimeout(done, timeoutMs)
      const self = this
      function done() {
        clearTimeout(timer)
        self.#wake = null
        resolve()
      }
      this.#wake = done
    })
  }
}

function bytesOf(messages: readonly Message[]): number {
  let bytes = 0
  for (const { payload } of messages) bytes += payload.length
  return bytes
}
