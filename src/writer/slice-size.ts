/**
 * What the rows of a slice may take (ms), on top of what any transaction takes; a busy machine takes
 * several times as long now and then.
 */
const TARGET_MS = 15
const SMALLEST = 4
/** Rows: a bound that holds where time cannot be foreseen, such as after many light packets a heavy one. */
const LARGEST = 4000
/** The first slice is small: how slow the disk is is not known yet. */
const FIRST = 16

/**
 * How many rows the next slice of a long work may have, learnt from what the slices before took. A
 * memory card that takes 40 ms to commit takes them for four rows and for four hundred: fewer rows
 * would hold up nobody less, and the work would never end.
 */
export class SliceSize {
  #rows = FIRST
  /** What a transaction takes however few rows it has (ms). */
  #alone_ms = 0
  /** The last slice of the smallest size (ms). */
  #smallest_ms = 0

  get rows(): number {
    return this.#rows
  }

  /** A slice of `rows` took so long. */
  took(ms: number): void {
    if (ms < this.#alone_ms) this.#alone_ms -= (this.#alone_ms - ms) / 4
    if (this.#rows === SMALLEST) {
      // Two in a row: a single one may have waited for something else.
      this.#alone_ms = Math.max(this.#alone_ms, Math.min(ms, this.#smallest_ms))
      this.#smallest_ms = ms
    }
    const ofRows_ms = Math.max(0.1, ms - this.#alone_ms)
    const wanted = this.#rows * Math.min(2, Math.max(0.25, TARGET_MS / ofRows_ms))
    this.#rows = Math.round(Math.min(LARGEST, Math.max(SMALLEST, wanted)))
  }
}
