import { statSync } from 'node:fs'
import { listBackups } from '../backup/files.js'
import { saveState } from '../db/write/bookkeeping.js'
import type { MaintenanceParts } from './maintenance.js'

type Parts = Pick<MaintenanceParts, 'db' | 'sole' | 'config' | 'log'>

/**
 * Tells readers, which may be on another machine, when the newest daily backup was made and how
 * large it is: `state.backup_us` (0 = there is none) and `state.backup_bytes`.
 */
export class NewestBackup {
  readonly #parts: Parts
  #told: string | null | undefined

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Looks again: somebody may have made one by hand, or removed it. Writes what has changed. */
  async tell(): Promise<void> {
    const { db, sole, config, log } = this.#parts
    const [newest] = listBackups(config.backup.dir, config.database.connectionString)
    const file = newest?.file ?? null
    if (file === this.#told || !sole.isHeld) return
    const size = file === null ? 0 : (statSync(file, { throwIfNoEntry: false })?.size ?? 0)
    try {
      await saveState(db, { backup_us: (newest?.time_ms ?? 0) * 1000, backup_bytes: size })
      this.#told = file
    } catch (error) {
      // The database is locked or away: the next look tells it.
      log.debug({ err: error }, 'the newest backup could not be noted')
    }
  }
}
