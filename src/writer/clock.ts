import { uptime } from 'node:os'
import { CLOCK_SET_US, isClockSet } from '../db/clock.js'
import type { Database } from '../db/open.js'
import { findLastPacketTime } from '../db/read/status.js'
import { nowUs } from '../db/values.js'
import { noteSlowClock, type SlowClock } from '../db/write/slow-clock.js'
import type { Message } from './message.js'

/** A clock that is put on by more (µs) was wrong before; less shortens no retention that matters. */
const JUMP_US = 86_400_000_000

interface Reading {
  /** What the machine says. */
  said_us: number
  /** What is taken for the time. */
  now_us: number
  /** Since the machine was switched on, asleep or not. */
  up_us: number
}

/**
 * The time by which messages are stored. As long as the clock of this machine is not set, it goes on
 * from the newest packet of the database, so that nothing is noted under 1970: lists keep their
 * order, and nodes stay as they were heard last. When the clock is put on by days, that is noted for
 * the cleanup, which would take what came before for old.
 */
export class WriterClock {
  /** What is added to what an unset clock says; null while that is not known. */
  #behind_us: number | null = null
  #started: Reading
  #last: Reading
  /** Not yet in the database. */
  #slow: SlowClock[] = []

  constructor() {
    this.#started = this.#last = this.#read()
  }

  /** Reads where the time goes on from with the start of this process, before a message is stored. */
  async open(db: Database): Promise<void> {
    const newest_us = (await findLastPacketTime(db)) ?? 0
    const { said_us, up_us } = this.#started
    if (isClockSet(said_us)) return
    const now_us = Math.max(newest_us, CLOCK_SET_US) + 1
    this.#behind_us = now_us - said_us
    this.#started = this.#last = { said_us, now_us, up_us }
  }

  get isSet(): boolean {
    return isClockSet(nowUs())
  }

  /** Gives messages that came by an unset clock the time that it would have been by this one. */
  date(messages: readonly Message[]): void {
    if (this.isSet && messages.every(({ time_us }) => isClockSet(time_us))) return
    this.look()
    this.#goOnFrom(messages)
    const { now_us } = this.#last
    for (const message of messages) {
      if (isClockSet(message.time_us)) continue
      // From an earlier start of the machine: later than now it cannot be.
      const time_us = message.time_us + (this.#behind_us ?? Number.POSITIVE_INFINITY)
      message.time_us = Math.min(time_us, now_us)
    }
  }

  /** What waited on the disk since the clock was right the last time is newer than any packet. */
  #goOnFrom(messages: readonly Message[]): void {
    if (this.#behind_us === null || this.isSet) return
    const newest_us = messages.reduce((newest, { time_us }) => Math.max(newest, time_us), 0)
    if (newest_us < this.#last.now_us) return
    this.#behind_us += newest_us - this.#last.now_us + 1
    this.look()
  }

  /** Looks whether the clock was put on. */
  look(): void {
    const before = this.#last
    const up_us = uptime() * 1_000_000
    const passed_us = up_us - before.up_us
    const said_us = nowUs()
    // Set just now, or put back to nowhere: messages of before and after are dated alike.
    if (isClockSet(said_us) && !isClockSet(before.said_us)) {
      this.#behind_us = said_us - (before.said_us + passed_us)
    } else if (!isClockSet(said_us) && isClockSet(before.said_us)) {
      this.#behind_us = before.now_us + passed_us - said_us
    }
    const now = this.#read()
    this.#last = now
    const expected_us = before.now_us + passed_us
    if (now.now_us - expected_us < JUMP_US) return
    this.#slow.push({ from_us: this.#started.now_us, until_us: now.now_us })
    this.#started = now
  }

  /** Notes for the cleanup when the clock was behind. Rejects while the database cannot take it. */
  async tell(db: Database): Promise<void> {
    this.look()
    for (let slow = this.#slow[0]; slow !== undefined; slow = this.#slow[0]) {
      await noteSlowClock(db, slow)
      this.#slow.shift()
    }
  }

  #read(): Reading {
    const said_us = nowUs()
    const now_us = isClockSet(said_us)
      ? said_us
      : said_us + (this.#behind_us ?? CLOCK_SET_US - said_us)
    return { said_us, now_us, up_us: uptime() * 1_000_000 }
  }
}
