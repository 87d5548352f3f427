import { setTimeout as sleep } from 'node:timers/promises'
import { type Database, MissingDatabaseError, openDatabase } from '../../db/open.js'
import { writerLock } from '../../db/writer-lock.js'
import type { TableDefinition } from '../definition.js'
import { MigrationAborted, MigrationError } from '../errors.js'
import { lockHeld } from '../lock.js'
import type { Revision } from '../revision.js'

/** What a command works on and speaks to. */
export interface Environment {
  /** Connection string of the database. */
  url: string
  revisions: readonly Revision[]
  models: readonly TableDefinition[]
  /** Where the sources of the migrations are. */
  folder: string
  /** A line on the standard output. */
  print(line: string): void
  /** Asks a question that a person answers with yes or no; null where nobody is there. */
  ask: ((question: string) => Promise<boolean>) | null
  signal?: AbortSignal
  /** Whether a database is copied before it is changed, and how many copies stay. */
  backup?: boolean
  keep?: number
}

/** Runs a command on the opened database; it is closed after it. */
export async function withDatabase<T>(
  environment: Environment,
  mode: 'read' | 'write',
  work: (db: Database) => Promise<T>,
): Promise<T> {
  const db = await openDatabase(environment.url, mode)
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}

/** The same for commands that have an answer for a database that was not made yet. */
export async function withDatabaseIfThere<T>(
  environment: Environment,
  work: (db: Database | null) => Promise<T>,
): Promise<T> {
  try {
    return await withDatabase(environment, 'read', work)
  } catch (error) {
    if (error instanceof MissingDatabaseError) return work(null)
    throw error
  }
}

/** Waits, however long it takes, while somebody else migrates the database. */
export async function waitForOthers(environment: Environment, db: Database): Promise<void> {
  if (!(await lockHeld(db))) return
  environment.print('another process migrates this database; waiting for it')
  while (await lockHeld(db)) {
    if (environment.signal?.aborted) throw new MigrationAborted()
    await sleep(500, undefined, { signal: environment.signal }).catch(() => {})
  }
}

/**
 * Runs work that changes the schema while no writer stores packets, and keeps writers out
 * meanwhile. A writer that runs is not waited for: it would run for ever.
 */
export async function withoutWriter<T>(
  environment: Environment,
  db: Database,
  work: () => Promise<T>,
): Promise<T> {
  const lock = writerLock(environment.url)
  try {
    while (!(await lock.attempt())) {
      if (!(await lockHeld(db))) {
        const holder = await lock.holder()
        throw new MigrationError(
          `The writer${holder === null ? '' : ` (${holder})`} is running on this database.`,
          { hint: 'Stop it first. At its next start it brings the schema up to date by itself.' },
        )
      }
      await waitForOthers(environment, db)
    }
    return await work()
  } finally {
    await lock.release()
  }
}
