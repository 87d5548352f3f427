const LONGEST_MS = 6 * 3_600_000

/** When something that failed is tried again: soon, then after twice as long each time. */
export class Again {
  readonly #first_ms: number
  #pause_ms: number
  /** By a clock that nobody sets. */
  #at_ms = Number.POSITIVE_INFINITY

  constructor(first_ms: number) {
    this.#first_ms = first_ms
    this.#pause_ms = first_ms
  }

  get isDue(): boolean {
    return performance.now() >= this.#at_ms
  }

  /** It failed; how long (ms) until it is due. */
  failed(): number {
    const pause_ms = this.#pause_ms
    this.#at_ms = performance.now() + pause_ms
    this.#pause_ms = Math.min(2 * pause_ms, LONGEST_MS)
    return pause_ms
  }

  succeeded(): void {
    this.#at_ms = Number.POSITIVE_INFINITY
    this.#pause_ms = this.#first_ms
  }
}
