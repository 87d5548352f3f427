import { Worker } from 'node:worker_threads'
import { migrations } from '../../migrations/index.js'
import { type Database, MissingDatabaseError, openDatabase } from '../db/open.js'
import { editedRevisions, migrationsFolder } from './checksum.js'
import { MigrationAborted, MigrationError, NewerDatabaseError } from './errors.js'
import type { Revision } from './revision.js'
import type { MigrateOptions, MigrateResult } from './runner.js'
import { migrationState } from './state.js'
import { readStatus } from './status.js'

/** What the thread is given; only what can be copied into it. */
export interface WorkerInput {
  url: string
  backup?: boolean
  backupDir?: string
  keep?: number
  /** Module with `export const migrations`; the program's own chain when not given. */
  chain?: string
  folder?: string
}

/** What the thread sends back. */
export type WorkerMessage =
  | { kind: 'log'; line: string }
  | { kind: 'done'; result: MigrateResult }
  | { kind: 'failed'; error: SentError }

/** An error in a form that survives the way between threads. */
export interface SentError {
  name: string
  message: string
  /** The driver's code, such as SQLITE_CANTOPEN. */
  code?: string
  revision?: string
  statement?: string
  hint?: string
  isConnectionLost?: boolean
  unknown?: readonly string[]
  backup_path?: string | null
}

export interface WorkerOptions
  extends Pick<MigrateOptions, 'log' | 'signal' | 'backup' | 'backupDir' | 'keep' | 'folder'> {
  chain?: string
  /** After `signal`, how long the thread may take to stop by itself before it is ended. */
  graceMs?: number
}

/**
 * `migrate` in a thread of its own: the SQLite driver blocks its thread for as long as a
 * statement runs, and messages have to be taken meanwhile. The same results and errors.
 */
export async function migrateInWorker(
  url: string,
  options: WorkerOptions = {},
): Promise<MigrateResult> {
  return (await resultWhenCurrent(url, options)) ?? runThread(url, options)
}

/** The usual start has nothing to do; then starting a thread would be most of the time. */
async function resultWhenCurrent(
  url: string,
  options: WorkerOptions,
): Promise<MigrateResult | null> {
  const revisions = options.chain === undefined ? migrations : await chainOfModule(options.chain)
  let db: Database
  try {
    db = await openDatabase(url, 'read')
  } catch (error) {
    if (error instanceof MissingDatabaseError) return null
    throw error
  }
  try {
    const state = await migrationState(db, revisions)
    if (state.kind !== 'current') return null
    const status = await readStatus(db)
    if (status?.in_progress || status?.error) return null
    for (const line of await editedRevisions(db, options.folder ?? migrationsFolder())) {
      options.log?.(line)
    }
    return { from: state.current, to: state.current, applied: [], backup: null }
  } finally {
    await db.close()
  }
}

/** The list of a module with `export const migrations`. */
export async function chainOfModule(module: string): Promise<readonly Revision[]> {
  const loaded = (await import(module)) as { migrations: readonly Revision[] }
  return loaded.migrations
}

function runThread(url: string, options: WorkerOptions): Promise<MigrateResult> {
  const { log, signal, graceMs = 2000, ...input } = options
  if (signal?.aborted) return Promise.reject(new MigrationAborted())
  const workerData: WorkerInput = { url, ...input }
  const worker = new Worker(new URL('./worker-thread.js', import.meta.url), { workerData })
  return new Promise((resolve, reject) => {
    let grace: NodeJS.Timeout | undefined
    const stop = () => {
      worker.postMessage('stop')
      // What is open then is rolled back by the database.
      grace = setTimeout(() => void worker.terminate(), graceMs)
    }
    signal?.addEventListener('abort', stop, { once: true })
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'log') log?.(message.line)
      else if (message.kind === 'done') resolve(message.result)
      else reject(received(message.error))
    })
    worker.on('error', reject)
    worker.on('exit', () => {
      clearTimeout(grace)
      signal?.removeEventListener('abort', stop)
      reject(signal?.aborted ? new MigrationAborted() : new Error('the migration thread ended'))
    })
  })
}

/** An error as it is sent to the other thread. */
export function sent(error: unknown): SentError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) }
  const { name, message } = error
  if (error instanceof NewerDatabaseError) {
    return { name, message, unknown: error.unknown, backup_path: error.backup_path }
  }
  if (error instanceof MigrationError) {
    const { revision, statement, hint, isConnectionLost } = error
    return { name, message, revision, statement, hint, isConnectionLost }
  }
  return 'code' in error ? { name, message, code: String(error.code) } : { name, message }
}

function received(error: SentError): Error {
  if (error.name === 'MigrationAborted') return new MigrationAborted()
  if (error.name === 'NewerDatabaseError') {
    return new NewerDatabaseError(error.unknown ?? [], error.backup_path ?? null)
  }
  if (error.name === 'MigrationError') return new MigrationError(error.message, error)
  return Object.assign(new Error(error.message), error.code ? { code: error.code } : {})
}
