import type { Log } from '../config/log.js'

/** Milliseconds between two lines that say the same. */
const PAUSE_MS = 60_000

/**
 * Says what goes wrong many times a second once, and again every minute while it lasts: a disk
 * that is full shall not be filled with complaints about it.
 */
export class Seldom {
  readonly #log: Log
  readonly #saidAt = new Map<string, number>()

  constructor(log: Log) {
    this.#log = log
  }

  error(details: object, line: string, now_ms = performance.now()): void {
    const saidAt = this.#saidAt.get(line)
    if (saidAt !== undefined && now_ms - saidAt < PAUSE_MS) return
    this.#saidAt.set(line, now_ms)
    this.#log.error(details, line)
  }

  /** It is over: `line` where anything had been said, and the next trouble is said at once. */
  over(line: string): void {
    if (this.#saidAt.size === 0) return
    this.#saidAt.clear()
    this.#log.info(line)
  }
}
