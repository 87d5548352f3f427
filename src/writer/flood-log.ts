import type { Log } from '../config/log.js'

/** Milliseconds between two lines about the same limit. */
const PAUSE_MS = 600_000
/** Senders named in one line. */
const MOST_NAMED = 5
/** Senders counted between two lines; names that strangers make up must end somewhere. */
const MOST_COUNTED = 1000

/** Says in the log who was over a limit: at once, then every ten minutes with what was dropped. */
export class FloodLog {
  readonly #log: Log
  readonly #limit: string
  #dropped = new Map<string, number>()
  #saidAt = Number.NEGATIVE_INFINITY

  /** `limit` is what the line tells about them, with the key of the configuration. */
  constructor(log: Log, limit: string) {
    this.#log = log
    this.#limit = limit
  }

  note(sender: string, now_ms = performance.now()): void {
    if (this.#dropped.size < MOST_COUNTED || this.#dropped.has(sender)) {
      this.#dropped.set(sender, (this.#dropped.get(sender) ?? 0) + 1)
    }
    if (now_ms - this.#saidAt < PAUSE_MS) return
    this.#saidAt = now_ms
    const most = [...this.#dropped].sort(([, a], [, b]) => b - a).slice(0, MOST_NAMED)
    this.#log.warn({ dropped: Object.fromEntries(most) }, this.#limit)
    this.#dropped = new Map()
  }
}
