import type { Database } from '../database.js'
import { CACHE_KIB } from '../pragmas.js'

/** KiB of pages while messages flood in: eight times as many as otherwise. */
const FLOOD_KIB = 8 * CACHE_KIB
/** A batch of so many messages is one of a flood … */
const FLOOD = 1000
/** … which is over with one of so few. Those between the two change nothing. */
const CALM = 100

/**
 * How many of the file's pages SQLite keeps in memory. A batch of 8,000 messages changes more pages of
 * a large database than the cache of a calm day holds: those that do not fit are written to the log
 * before the commit, and read from it again. Nothing to do on PostgreSQL.
 */
export class PageCache {
  #isLarge = false

  /** To be told of each batch, before its transaction. */
  fit(db: Database, messages: number): void {
    if (db.sqlite === null) return
    const isLarge = messages >= FLOOD || (this.#isLarge && messages > CALM)
    if (isLarge === this.#isLarge) return
    this.#isLarge = isLarge
    db.sqlite.pragma(`cache_size = -${isLarge ? FLOOD_KIB : CACHE_KIB}`)
  }
}
