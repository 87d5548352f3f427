/** Limits of packets per sender, or messages per gateway; 0 switches a limit off. */
export interface FloodLimits {
  floodPerMinute: number
  floodPerHour: number
}

interface Buckets {
  minute: number
  hour: number
  time_us: number
}

const MINUTE_US = 60_000_000
const HOUR_US = 3_600_000_000
/** Senders remembered; one that is forgotten starts with full buckets. */
const MAX_SENDERS = 50_000

/**
 * Two token buckets per sender, by the minute and by the hour. For the packets of a node only new
 * ones are asked about: copies cost nothing. One radio gone wild (49 packets a second for days
 * have been seen) would otherwise fill the disk.
 */
export class FloodGuard<Sender extends number | string> {
  readonly #limits: FloodLimits
  readonly #senders = new Map<Sender, Buckets>()
  /** Those that one was taken from since `keep`. */
  #taken: Buckets[] = []

  constructor(limits: FloodLimits) {
    this.#limits = limits
  }

  /** Takes one packet from the sender's allowance; false when there is none left. */
  allows(sender: Sender, time_us: number): boolean {
    const { floodPerMinute, floodPerHour } = this.#limits
    if (floodPerMinute === 0 && floodPerHour === 0) return true
    const buckets = this.#refilled(sender, time_us)
    if (floodPerMinute > 0 && buckets.minute < 1) return false
    if (floodPerHour > 0 && buckets.hour < 1) return false
    buckets.minute--
    buckets.hour--
    this.#taken.push(buckets)
    return true
  }

  /** What was let through is stored. */
  keep(): void {
    this.#taken = []
  }

  /**
   * What was let through since `keep` is not stored and will be asked about again: without this, a
   * batch that is tried again for ten minutes would use up what its senders may send in an hour.
   */
  giveBack(): void {
    for (const buckets of this.#taken) {
      buckets.minute++
      buckets.hour++
    }
    this.#taken = []
  }

  #refilled(sender: Sender, time_us: number): Buckets {
    const { floodPerMinute, floodPerHour } = this.#limits
    const buckets = this.#senders.get(sender)
    if (buckets === undefined) {
      if (this.#senders.size >= MAX_SENDERS) this.#senders.clear()
      const full = { minute: floodPerMinute, hour: floodPerHour, time_us }
      this.#senders.set(sender, full)
      return full
    }
    // A clock that was set back refills nothing.
    const passed = Math.max(0, time_us - buckets.time_us)
    buckets.minute = Math.min(
      floodPerMinute,
      buckets.minute + (passed / MINUTE_US) * floodPerMinute,
    )
    buckets.hour = Math.min(floodPerHour, buckets.hour + (passed / HOUR_US) * floodPerHour)
    buckets.time_us = time_us
    return buckets
  }
}
