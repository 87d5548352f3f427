/** The next time after `now` at which the clock on the wall says `hour:minute`. */
export function nextDaily(hour: number, minute: number, now: Date): Date {
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate(), hour, minute)
  if (today > now) return today
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, hour, minute)
}

/** The last time before `now`, or now, at which the clock on the wall said `hour:minute`. */
export function lastDaily(hour: number, minute: number, now: Date): Date {
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate(), hour, minute)
  if (today <= now) return today
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1, hour, minute)
}

/** A time of day for something that is done once a day. */
export class Daily {
  readonly #hour: number
  readonly #minute: number
  #due: Date

  constructor(hour: number, minute: number, now: Date) {
    this.#hour = hour
    this.#minute = minute
    this.#due = nextDaily(hour, minute, now)
  }

  /**
   * Whether the time has come since the last call that said so. Asked every few seconds: a timer
   * for the whole day would not notice that the clock was set, or that the machine slept.
   */
  isDue(now: Date): boolean {
    const next = nextDaily(this.#hour, this.#minute, now)
    // Set back: what lay ahead lies further ahead than a day now.
    if (next < this.#due) this.#due = next
    if (now < this.#due) return false
    this.#due = next
    return true
  }
}
