import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../db/open.js'
import { SliceSize } from './slice-size.js'

/** Pause after a slice, in lengths of the slice: the work takes a fifth of the time at most. */
const REST = 4
const SHORTEST_REST_MS = 5

export interface PaceOptions {
  signal?: AbortSignal
  /** Waits until this process may write. */
  mayWrite?(): Promise<void>
  /** First thing in the transaction of every slice; its time is not the slice's. */
  begin?(tx: Database): Promise<void>
  /** After every slice; its time is not the slice's. */
  between?(db: Database): void
}

/**
 * Does a large work in slices, each a short transaction between the batches of packets. The
 * slices grow and shrink with the time that they take, on fast disks and on memory cards.
 */
export class Pace {
  readonly #db: Database
  readonly #options: PaceOptions
  readonly #size = new SliceSize()
  /** The longest slice so far (ms). */
  longestMs = 0

  constructor(db: Database, options: PaceOptions = {}) {
    this.#db = db
    this.#options = options
  }

  /** Runs one slice of at most `limit` rows in a transaction, then rests. */
  async slice<T>(work: (tx: Database, limit: number) => Promise<T>): Promise<T> {
    this.#options.signal?.throwIfAborted()
    await this.#options.mayWrite?.()
    let started = 0
    const result = await this.#db.transaction(async (tx) => {
      await this.#options.begin?.(tx)
      // Not before: waiting for a batch to end says nothing about the slice.
      started = performance.now()
      return work(tx, this.#size.rows)
    })
    const took = performance.now() - started
    this.longestMs = Math.max(this.longestMs, took)
    this.#size.took(took)
    this.#options.between?.(this.#db)
    await sleep(Math.max(SHORTEST_REST_MS, took * REST), undefined, {
      signal: this.#options.signal,
    })
    return result
  }

  /** Repeats slices until one finds less than it might have; the sum of what they found. */
  async all(work: (tx: Database, limit: number) => Promise<number>): Promise<number> {
    let sum = 0
    for (;;) {
      const [found, limit] = await this.slice(
        async (tx, limit) => [await work(tx, limit), limit] as const,
      )
      sum += found
      if (found < limit) return sum
    }
  }
}
