import { statSync } from 'node:fs'
import { newestBackup } from '../backup/files.js'
import { nowUs } from '../db/values.js'
import { saveState } from '../db/write/bookkeeping.js'
import type { MaintenanceParts } from './maintenance.js'

type Parts = Pick<MaintenanceParts, 'db' | 'sole' | 'config' | 'log'>

/**
 * Tells readers, which may be on another machine, when the newest daily backup was made and how
 * large it is: `state.backup_us` (0 = there is none) and `state.backup_bytes`; and since when it has
 * not been possible to make one, `state.backup_failed_us` (0 = it is possible).
 */
export class NewestBackup {
  readonly #parts: Parts
  #failed_us = 0
  #told: string | undefined

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Whether the last attempt to make one went well; told with the next look. */
  set wasPossible(isPossible: boolean) {
    if (isPossible) this.#failed_us = 0
    else this.#failed_us ||= nowUs()
  }

  /** Looks again: somebody may have made one by hand, or removed it. Writes what has changed. */
  async tell(): Promise<void> {
    const { db, sole, config, log } = this.#parts
    const newest = newestBackup(config.backup.dir, config.database.connectionString)
    const file = newest?.file ?? null
    const backup_failed_us = this.#failed_us
    const look = `${file} ${backup_failed_us}`
    if (look === this.#told || !sole.isHeld) return
    const size = file === null ? 0 : (statSync(file, { throwIfNoEntry: false })?.size ?? 0)
    try {
      const backup_us = (newest?.time_ms ?? 0) * 1000
      await saveState(db, { backup_us, backup_bytes: size, backup_failed_us })
      this.#told = look
    } catch (error) {
      // The database is locked or away: the next look tells it.
      log.debug({ err: error }, 'the newest backup could not be noted')
    }
  }
}
