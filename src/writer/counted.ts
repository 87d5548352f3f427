import type { Database } from '../db/open.js'
import { readMark } from '../db/write/batch-mark.js'
import type { Message } from './message.js'

/** What a transaction was to store; `dropped` messages were only counted. */
interface Batch {
  mark: number
  messages: readonly Message[]
  dropped: number
}

/**
 * Messages that come again though they are stored and counted: the connection ended during the
 * commit of their batch, or another part of it could not be stored. In memory alone: after the
 * death of the process they would be counted as duplicates.
 */
export class Counted {
  /** Whether this one was committed only the database knows. */
  #doubtful: Batch | null = null
  /** How many of the same there are, by what the spool keeps of a message. */
  readonly #known = new Map<string, number>()
  #dropped = 0

  /** It is not known whether this batch was committed. */
  doubt(batch: Batch): void {
    this.#doubtful = batch
  }

  /** This was committed, and will come again with the rest of its batch. */
  note(messages: readonly Message[], dropped: number): void {
    this.#dropped += dropped
    for (const message of messages) {
      const key = keyOf(message)
      this.#known.set(key, (this.#known.get(key) ?? 0) + 1)
    }
  }

  /** Asks about the batch in doubt, if there is one; rejects when the database cannot be asked. */
  async settle(db: Database): Promise<void> {
    if (this.#doubtful === null) return
    const { mark, messages, dropped } = this.#doubtful
    if ((await readMark(db)) === mark) this.note(messages, dropped)
    this.#doubtful = null
  }

  /** Of these, what is still to be stored and counted; call `forget` when that is done. */
  without(messages: Message[], dropped: number) {
    if (this.#known.size === 0 && this.#dropped === 0) {
      return { messages, dropped, forget: () => {} }
    }
    const met = new Map<string, number>()
    const rest = messages.filter((message) => {
      const key = keyOf(message)
      const times = (met.get(key) ?? 0) + 1
      if (times > (this.#known.get(key) ?? 0)) return true
      met.set(key, times)
      return false
    })
    const counted = Math.min(dropped, this.#dropped)
    const forget = () => {
      this.#dropped -= counted
      for (const [key, times] of met) {
        const left = (this.#known.get(key) ?? 0) - times
        if (left > 0) this.#known.set(key, left)
        else this.#known.delete(key)
      }
    }
    return { messages: rest, dropped: dropped - counted, forget }
  }
}

function keyOf({ time_us, topic, payload }: Message): string {
  return `${time_us} ${topic} ${payload.toString('latin1')}`
}
