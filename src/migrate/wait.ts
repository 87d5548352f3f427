import { setTimeout as sleep } from 'node:timers/promises'
import { type Database, MissingDatabaseError } from '../db/open.js'
import { MigrationAborted, MigrationError, NewerDatabaseError } from './errors.js'
import type { Revision } from './revision.js'
import { type MigrationState, migrationState } from './state.js'

export interface WaitOptions {
  /** Patience while nobody migrates: `retries` × `delayMs`. Default 30 × 2000. */
  retries?: number
  delayMs?: number
  /**
   * After patience has run out: `throw` (default), or keep asking, for a server that goes on
   * telling its visitors and serves when a writer comes back.
   */
  giveUp?: 'throw' | 'never'
  /** Called with every answer; `gaveUp` when patience has run out. */
  onState?(state: MigrationState, gaveUp: boolean): void
  signal?: AbortSignal
  revisions?: readonly Revision[]
}

/** How often the schema is looked at in the beginning, and for how long, in milliseconds. */
const QUICK_DELAY_MS = 25
const QUICK_MS = 2_000

/**
 * Waits until the schema is what this program needs, and returns the opened database.
 * While somebody migrates it waits without limit. Polls quickly at first: the writer starts at the
 * same time and makes an empty database in less than a second. Throws `NewerDatabaseError`, `MigrationError` when patience has
 * run out, `MigrationAborted` on `signal`, and whatever `open` throws save a missing file.
 */
export async function waitForMigrations(
  open: () => Promise<Database>,
  options: WaitOptions = {},
): Promise<Database> {
  const { retries = 30, delayMs = 2000, giveUp = 'throw', signal } = options
  const patienceMs = retries * delayMs
  let idleMs = 0
  const quickUntil = performance.now() + QUICK_MS
  let delay = Math.min(QUICK_DELAY_MS, delayMs)
  let db: Database | null = null
  try {
    for (;;) {
      if (signal?.aborted) throw new MigrationAborted()
      db ??= await openIfThere(open)
      const state: MigrationState = db
        ? await migrationState(db, options.revisions)
        : { kind: 'empty' }
      if (state.kind === 'migrating') {
        idleMs = 0
        delay = Math.min(delay, 500)
      }
      options.onState?.(state, idleMs >= patienceMs)
      if (state.kind === 'current' && db) {
        const ready = db
        db = null
        return ready
      }
      if (giveUp === 'throw') throwIfHopeless(state, idleMs >= patienceMs, patienceMs)
      await sleep(delay, undefined, { signal }).catch(() => {})
      if (state.kind !== 'migrating') idleMs += delay
      if (performance.now() > quickUntil) delay = Math.min(delay * 2, delayMs)
    }
  } finally {
    await db?.close()
  }
}

async function openIfThere(open: () => Promise<Database>): Promise<Database | null> {
  try {
    return await open()
  } catch (error) {
    if (error instanceof MissingDatabaseError) return null
    throw error
  }
}

function throwIfHopeless(state: MigrationState, gaveUp: boolean, patienceMs: number): void {
  if (state.kind === 'newer') throw new NewerDatabaseError(state.unknown, state.backup_path)
  if (!gaveUp) return
  const error = state.kind === 'behind' ? state.error : null
  throw new MigrationError(
    `The database is not ready, and nobody has been migrating it for ${Math.round(patienceMs / 1000)} s.${error ? ` The last attempt ended with: ${error}` : ''}`,
    {
      hint: 'Start the writer: it brings the database up to date. "migrate current -v" says more.',
    },
  )
}
