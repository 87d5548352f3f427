import { setTimeout as sleep } from 'node:timers/promises'
import { newestBackup } from '../backup/files.js'
import type { Config } from '../config/config.js'
import type { Log } from '../config/log.js'
import { noteInFile } from '../config/notes.js'
import type { Database } from '../db/open.js'
import { nowUs } from '../db/values.js'
import { saveState } from '../db/write/bookkeeping.js'
import { findAdoption } from '../db/write/retention.js'
import { Again } from './again.js'
import type { WriterClock } from './clock.js'
import { Daily, lastDaily } from './daily.js'
import { isRetryable } from './database-errors.js'
import { runHelper } from './helper.js'
import { NewestBackup } from './newest-backup.js'
import { ClockAhead, cleanUp, describeCleaned, returnSpace } from './retention.js'
import { takeSnapshots } from './snapshot.js'
import type { SoleWriter } from './sole-writer.js'

export interface MaintenanceParts {
  db: Database
  clock: WriterClock
  sole: SoleWriter
  config: Config
  /** For the processes that are started beside the writer. */
  configFile: string
  log: Log
}

/** Milliseconds. */
export interface Pauses {
  /** After the start, when the first packets have come and the clock may have been set. */
  first: number
  /** Between two looks whether something is due. */
  look: number
  /** Before a database that was locked or away is asked again. */
  retry: number
  /** Before a backup that failed is tried again; twice as long each time. */
  backup: number
}

const PAUSES: Pauses = { first: 5000, look: 5000, retry: 300_000, backup: 300_000 }
/**
 * MeshView 3.x kept everything unless told otherwise. Whoever takes its database over has this
 * long to choose before anything is deleted.
 */
const ADOPTION_GRACE_US = 7 * 86_400_000_000
/** A database that is locked or away is asked so many times. */
const TRIES = 12

/**
 * What has to be done once a day: cleanup, the numbers of the day, the backup. Also soon after
 * the start, for machines that are off at night. One thing at a time; a failure is logged and
 * tried again the next day, or after minutes where the database was only locked or away. A backup
 * that failed, for whatever reason, is tried again after minutes, then hours.
 */
export class Maintenance {
  readonly #parts: MaintenanceParts
  readonly #pauses: Pauses
  readonly #stopping = new AbortController()
  #running: Promise<void> | null = null
  readonly #newestBackup: NewestBackup
  readonly #copyingAgain: Again

  constructor(parts: MaintenanceParts, pauses = PAUSES) {
    this.#parts = parts
    this.#pauses = pauses
    this.#newestBackup = new NewestBackup(parts)
    this.#copyingAgain = new Again(pauses.backup)
  }

  start(): void {
    this.#running = this.#run()
  }

  /** Interrupts what is being done; what was committed stays, half a backup does not. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    const { cleanup, snapshot, backup } = this.#parts.config
    await this.#clockSet()
    const now = new Date()
    const cleaning = new Daily(cleanup.hour, cleanup.minute, now)
    const counting = new Daily(snapshot.hour, snapshot.minute, now)
    const copying = new Daily(backup.hour, backup.minute, now)
    await this.#pause(this.#pauses.first)
    await this.#newestBackup.tell()
    await this.#attempt('snapshot', () => this.#count())
    if (cleanup.enabled) await this.#attempt('cleanup', () => this.#clean())
    if (backup.enabled && this.#lacksBackup(now)) await this.#copy()
    while (!this.#stopping.signal.aborted) {
      await this.#pause(this.#pauses.look)
      await this.#clockSet()
      const time = new Date()
      // Somebody may have made or removed one by hand.
      await this.#newestBackup.tell()
      if (counting.isDue(time)) await this.#attempt('snapshot', () => this.#count())
      const isCopying = copying.isDue(time) || this.#copyingAgain.isDue
      if (isCopying && backup.enabled) await this.#copy()
      if (cleaning.isDue(time) && cleanup.enabled) {
        await this.#attempt('cleanup', () => this.#clean())
      }
    }
  }

  /** Nothing is done on a day that is none: neither deleted nor counted, and no backup named by it. */
  async #clockSet(): Promise<void> {
    const { clock, log } = this.#parts
    if (clock.isSet) return
    log.warn(
      `the clock of this machine is not set (${new Date().toISOString()}): packets are stored with times that go on from the newest one, and cleanup, backup and the numbers of the day wait until it is`,
    )
    while (!clock.isSet && !this.#stopping.signal.aborted) await this.#pause(this.#pauses.look)
    if (clock.isSet) log.info('the clock of this machine is set now')
  }

  async #clean(): Promise<void> {
    const { db, clock, sole, config, log } = this.#parts
    await clock.tell(db)
    const adopted_us = await findAdoption(db)
    if (adopted_us !== null && nowUs() - adopted_us < ADOPTION_GRACE_US) {
      const until = new Date((adopted_us + ADOPTION_GRACE_US) / 1000).toISOString().slice(0, 10)
      this.#say(
        `cleanup: begins on ${until}, a week after this database of MeshView 3.x was taken over; [retention] says what is kept then (packets: ${config.retention.packetsDays || 'all'} days)`,
      )
      return
    }
    const options = { signal: this.#stopping.signal, mayWrite: () => sole.whenHeld() }
    const cleaned = await cleanUp(db, config.retention, nowUs(), options)
    const line = describeCleaned(cleaned)
    if (line === null) log.debug('cleanup: nothing was old enough')
    else this.#say(line)
    await saveState(db, { cleanup_us: nowUs() })
    const returned = await returnSpace(db, config.cleanup.vacuum, options)
    if (returned === null && config.cleanup.vacuum) {
      log.warn('vacuum: the whole file is rewritten, once; packets wait meanwhile')
      await sole.pauseWhile(async () => {
        await this.#help('writer/vacuum.js')
      })
    } else if (returned) {
      this.#say(`cleanup: ${(returned / 1e6).toFixed(1)} MB given back to the disk`)
    }
  }

  async #count(): Promise<void> {
    const { db, sole, log } = this.#parts
    await sole.whenHeld()
    const dates = await takeSnapshots(db, new Date(), this.#stopping.signal)
    if (dates.length > 0) log.info(`snapshot: the numbers of ${dates.join(', ')} are noted`)
  }

  /** The program that makes it says itself how it went. */
  async #copy(): Promise<void> {
    const { log } = this.#parts
    if (this.#stopping.signal.aborted) return
    const isMade = await this.#help('backup/main.js').then(
      (code) => code === 0,
      (error) => {
        log.error({ err: error }, 'backup failed: its program cannot be started')
        return false
      },
    )
    if (this.#stopping.signal.aborted) return
    this.#newestBackup.wasPossible = isMade
    if (isMade) this.#copyingAgain.succeeded()
    else log.warn(`backup: trying again in ${inWords(this.#copyingAgain.failed())}`)
  }

  #help(module: string): Promise<number | null> {
    return runHelper(module, this.#parts.configFile, this.#stopping.signal)
  }

  /** Whether none was made since the hour of the daily one, when this machine may have been off. */
  #lacksBackup(now: Date): boolean {
    const { backup, database } = this.#parts.config
    const newest = newestBackup(backup.dir, database.connectionString, now.getTime())
    const due = lastDaily(backup.hour, backup.minute, now)
    return newest === undefined || newest.time_ms < due.getTime()
  }

  async #attempt(what: string, work: () => Promise<void>, tries = 1): Promise<void> {
    const { signal } = this.#stopping
    if (signal.aborted) return
    const { log } = this.#parts
    try {
      await work()
    } catch (error) {
      if (signal.aborted) return
      const { message } = error as Error
      if (isRetryable(error) && tries < TRIES) {
        const { retry } = this.#pauses
        log.warn(`${what}: not possible now (${message}); trying again in ${retry / 1000} s`)
        await this.#pause(retry)
        return this.#attempt(what, work, tries + 1)
      }
      this.#note(`${what} failed: ${message}`)
      if (error instanceof ClockAhead) log.warn(`${what}: ${message}`)
      else log.error({ err: error }, `${what} failed; it is tried again tomorrow`)
    }
  }

  #say(line: string): void {
    this.#note(line)
    this.#parts.log.info(line)
  }

  /** Before the same line of the log: who has read that one finds it in the file. */
  #note(line: string): void {
    const { config, log } = this.#parts
    const problem = noteInFile(config.logging.dbCleanupLogfile, line)
    if (problem !== null) log.warn(problem)
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stopping.signal }).catch(() => {})
  }
}

function inWords(ms: number): string {
  return ms < 60_000 ? `${Math.ceil(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`
}
