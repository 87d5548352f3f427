import { type BigIntStats, rmSync, statSync } from 'node:fs'
import type { Database } from './database.js'

/** Of the files that SQLite keeps beside a database in WAL mode. */
const BESIDE = ['-wal', '-shm'] as const

/**
 * The database file was removed or replaced while it was open. The code is SQLite's own for that
 * (https://sqlite.org/rescode.html), which it gives only outside of WAL mode.
 */
export class MovedAway extends Error {
  readonly code = 'SQLITE_READONLY_DBMOVED'

  constructor(file: string) {
    super(`${file} was removed or replaced while it was open`)
  }
}

/**
 * The files of an open SQLite database as they were found. What is written to a file that has been
 * removed is lost without any error: the operating system keeps it until it is closed. So whoever
 * holds a database open for long asks now and then whether its name still stands for it. On
 * PostgreSQL, whose server looks after its files, it always does.
 */
export class OpenFiles {
  readonly #db: Database
  readonly #identities = new Map<string, string | null>()

  constructor(db: Database) {
    this.#db = db
    if (db.engine !== 'sqlite') return
    for (const suffix of ['', ...BESIDE]) {
      const path = `${db.address}${suffix}`
      this.#identities.set(path, identityOf(path))
    }
  }

  get areInPlace(): boolean {
    return this.#db.engine !== 'sqlite' || this.#isSame(this.#db.address)
  }

  /** Throws {@link MovedAway}. */
  requireInPlace(): void {
    if (!this.areInPlace) throw new MovedAway(this.#db.address)
  }

  /**
   * Parts with files that are no longer in place: what the write-ahead log holds goes into the
   * file that it belongs to, wherever that is now, and the log is removed. Whoever opens the new
   * file would else take the old log for its own.
   */
  async abandon(): Promise<void> {
    await this.#db.get('pragma wal_checkpoint(truncate)').catch(() => {})
    for (const suffix of BESIDE) {
      const path = `${this.#db.address}${suffix}`
      if (this.#isSame(path)) rmSync(path, { force: true })
    }
  }

  #isSame(path: string): boolean {
    const found = this.#identities.get(path) ?? null
    return found !== null && identityOf(path) === found
  }
}

/** What tells one file from another of the same name; null where there is none. */
function identityOf(path: string): string | null {
  const found: BigIntStats | undefined = statSync(path, { bigint: true, throwIfNoEntry: false })
  return found === undefined ? null : `${found.dev}:${found.ino}`
}
