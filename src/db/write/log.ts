import type { Database } from '../database.js'
import { LOG_PAGES } from '../pragmas.js'

/** Pages in the log, and how many of them are in the file too. */
interface LogState {
  log: number
  checkpointed: number
}

/**
 * From now on no commit of this connection moves the log of an SQLite database into the file, which
 * takes as long as ten slices of a long work: {@link moveLog} does so between them, beside a writer
 * that goes on meanwhile.
 */
export function keepLog({ sqlite }: Database): void {
  sqlite?.pragma('wal_autocheckpoint = 0')
}

/** Moves the log into the file when it is long; nobody waits for that, and it waits for nobody. */
export function moveLog({ sqlite }: Database): void {
  const [state] = (sqlite?.pragma('wal_checkpoint(noop)') ?? []) as LogState[]
  if (state && state.log - state.checkpointed >= LOG_PAGES)
    sqlite?.pragma('wal_checkpoint(passive)')
}
