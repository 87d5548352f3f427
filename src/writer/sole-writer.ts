import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../config/log.js'
import { nowUs } from '../db/values.js'
import { type WriterLock, writerLock } from '../db/writer-lock.js'

const POLL_MS = 250

/** The right to write went with a connection, or is lent: it may be there again later. */
export class NotTheWriter extends Error {
  /** connection_does_not_exist (PostgreSQL, appendix A): to be tried again. */
  readonly code = '08003'

  constructor() {
    super('this process has not the right to write now')
  }
}

/**
 * Sees to it that one process at a time stores packets in a database: two would give the same
 * internal keys to different packets. A second writer waits and takes over when the first ends.
 */
export class SoleWriter {
  readonly #lock: WriterLock
  readonly #log: Log
  readonly #signal: AbortSignal
  #held: Promise<void> | null = null
  #isHeld = false
  #seenElsewhere_us: number | null = null
  #onRetaken: () => void = () => {}

  constructor(url: string, log: Log, signal: AbortSignal) {
    this.#lock = writerLock(url, () => this.#retake())
    this.#log = log
    this.#signal = signal
  }

  /** Whether this process may write now. */
  get isHeld(): boolean {
    return this.#isHeld
  }

  /** When another process was last seen to store packets here (µs); null for never. */
  get seenElsewhere_us(): number | null {
    return this.#seenElsewhere_us
  }

  /**
   * Resolves when this process may write: at once, or when the one that does has ended.
   * Rejects when the database cannot be reached, or when the process is asked to stop.
   */
  async take(): Promise<void> {
    await this.#acquire()
    this.#isHeld = true
  }

  /** Throws when this process may not write now; what it has then waits elsewhere. */
  requireHeld(): void {
    if (!this.#isHeld) throw new NotTheWriter()
  }

  async #acquire(): Promise<void> {
    let isAnnounced = false
    while (!(await this.#lock.attempt())) {
      this.#seenElsewhere_us = nowUs()
      if (!isAnnounced) {
        const holder = await this.#lock.holder()
        this.#log.warn(
          `another process${holder ? `, ${holder},` : ''} stores packets in this database; this one waits until it ends`,
        )
        isAnnounced = true
      }
      await sleep(POLL_MS, undefined, { signal: this.#signal })
    }
    if (isAnnounced) this.#log.info('the other process has ended; this one takes over')
  }

  /** Resolves when this process may write; at once except after a lost connection. */
  async whenHeld(): Promise<void> {
    if (!this.#isHeld) await this.#held
  }

  /**
   * Keeps the right to write, but lends it to `work` alone: what this process would store waits
   * until it has ended.
   */
  async pauseWhile(work: () => Promise<void>): Promise<void> {
    await this.whenHeld()
    this.#isHeld = false
    const done = work()
    this.#held = done
      .catch(() => {})
      .then(() => {
        this.#isHeld = true
      })
    await this.#held
    await done
  }

  /** What has to be done before anything is written again after the lock was lost meanwhile. */
  onRetaken(callback: () => void): void {
    this.#onRetaken = callback
  }

  async release(): Promise<void> {
    this.#isHeld = false
    await this.#lock.release()
  }

  /** PostgreSQL only: the connection that the lock hung on is gone. */
  #retake(): void {
    this.#isHeld = false
    this.#log.error('the connection to the database was lost; nothing is stored until it is back')
    this.#held = this.#takeAgain()
  }

  async #takeAgain(): Promise<void> {
    for (;;) {
      try {
        await this.#acquire()
        // Another process may have stored packets in the meantime.
        this.#onRetaken()
        this.#isHeld = true
        return
      } catch (error) {
        // Whoever waits for the right to write waits until the process has ended.
        if (this.#signal.aborted) return new Promise(() => {})
        this.#log.debug({ err: error }, 'no connection to the database yet')
        await sleep(4 * POLL_MS)
      }
    }
  }
}
