import type { QueryRunner } from 'typeorm'
import { migrations } from '../../migrations/index.js'
import type { Database } from '../db/open.js'
import { type Applied, readApplied, recordApplied } from './applied.js'
import { backupBefore, backupOfUnfinished } from './backup.js'
import { type Chain, chainOf } from './chain.js'
import { edited, editedWarning, migrationsFolder, sourceChecksums } from './checksum.js'
import { ChainError, MigrationAborted, MigrationError, NewerDatabaseError } from './errors.js'
import { acquireLock } from './lock.js'
import { countOrphans } from './orphans.js'
import type { Revision } from './revision.js'
import { engineOf, sql } from './sql.js'
import { ensureTables, readStatus, setStatus } from './status.js'
import { type Direction, runStep } from './step.js'

export interface MigrateOptions {
  log?(line: string): void
  /** Copy the database before anything changes (SQLite, and only one with data). Default true. */
  backup?: boolean
  /** Where copies go; beside the database when not given. */
  backupDir?: string
  /** How many copies stay. Default 3. */
  keep?: number
  /** Asks to stop: between steps, and wherever a step reports its progress. */
  signal?: AbortSignal
  /** The chain; the program's own when not given. */
  revisions?: readonly Revision[]
  /** Where the sources are whose checksums are kept. */
  folder?: string
}

export interface MigrateResult {
  /** Heads of the database before and after. */
  from: string[]
  to: string[]
  /** Revisions applied or reverted, in order. */
  applied: string[]
  backup: string | null
}

/** Brings the schema to the head of the chain; what the writer does at every start. */
export function migrate(db: Database, options: MigrateOptions = {}): Promise<MigrateResult> {
  return upgrade(db, 'head', options)
}

/** Applies what is pending up to `target` (`head`, `heads`, `+N`, a revision). */
export function upgrade(
  db: Database,
  target: string,
  options: MigrateOptions = {},
): Promise<MigrateResult> {
  return underLock(db, options, (work) =>
    runPlan(work, 'upgrade', work.chain.planUp(work.applied, target)),
  )
}

/** Reverts down to `target` (`base`, `-N`, a revision, which stays). */
export function downgrade(
  db: Database,
  target: string,
  options: MigrateOptions = {},
): Promise<MigrateResult> {
  return underLock(db, options, (work) =>
    runPlan(work, 'downgrade', work.chain.planDown(work.applied, target)),
  )
}

/**
 * Writes that the database is at `target` (`head`, `base`, a revision) without running anything.
 * `purge` also forgets revisions that the chain does not know.
 */
export function stamp(
  db: Database,
  target: string,
  options: MigrateOptions & { purge?: boolean } = {},
): Promise<MigrateResult> {
  return underLock(db, options, async (work) => {
    const wanted = lineageOf(work.chain, target)
    await work.queryRunner.startTransaction()
    try {
      await sql(work.queryRunner, 'delete from migrations')
      for (const revision of wanted) {
        const before = work.rows.find((row) => row.revision === revision.revision)
        const checksum = before?.checksum ?? work.checksums.get(revision.revision) ?? null
        await recordApplied(work.queryRunner, revision, before?.duration_ms ?? null, checksum)
      }
      await setStatus(work.queryRunner, { in_progress: false, phase: 'idle', error: null })
      await work.queryRunner.commitTransaction()
    } catch (error) {
      await work.queryRunner.rollbackTransaction().catch(() => {})
      throw error
    }
    const to = work.chain.headsOf(wanted.map((revision) => revision.revision))
    work.log(`stamped ${to.join(', ') || 'base'}; nothing was run`)
    return { from: work.from, to, applied: [], backup: null }
  })
}

/** Makes the tables of the migrations where they are missing, and nothing else. */
export function ensureVersion(db: Database, options: MigrateOptions = {}): Promise<MigrateResult> {
  return underLock(db, options, async ({ from }) => ({ from, to: from, applied: [], backup: null }))
}

/** What a database at `target` (`base`, `head`, `heads`, a revision) has had applied, in order. */
export function lineageOf(chain: Chain, target: string): Revision[] {
  if (target === 'base') return []
  const heads = target === 'head' || target === 'heads' ? chain.heads() : [chain.resolve(target)]
  if (target === 'head' && heads.length > 1) {
    throw new ChainError(`Multiple heads: ${heads.join(', ')}. Name one, or say "heads".`)
  }
  const wanted = new Set(heads.flatMap((head) => [...chain.lineage(head)]))
  return chain.order.filter((revision) => wanted.has(revision.revision))
}

/** A run under the lock: what was read after taking it. */
interface Work {
  db: Database
  queryRunner: QueryRunner
  chain: Chain
  rows: Applied[]
  applied: Set<string>
  from: string[]
  checksums: ReadonlyMap<string, string>
  options: MigrateOptions
  log(line: string): void
}

async function underLock(
  db: Database,
  options: MigrateOptions & { purge?: boolean },
  work: (work: Work) => Promise<MigrateResult>,
): Promise<MigrateResult> {
  const chain = chainOf(options.revisions ?? migrations)
  const log = options.log ?? (() => {})
  const queryRunner = await db.queryRunner()
  await queryRunner.connect()
  try {
    await prepareSession(queryRunner)
    const lock = await acquireLock(queryRunner, {
      signal: options.signal,
      onWait: () => log('another process migrates this database; waiting for it'),
    })
    try {
      await ensureTables(queryRunner)
      const rows = await readApplied(queryRunner, chain)
      const unknown = rows.map((row) => row.revision).filter((revision) => !chain.get(revision))
      if (unknown.length > 0 && !options.purge) {
        throw new NewerDatabaseError(unknown, (await readStatus(db))?.backup_path ?? null)
      }
      const applied = new Set(rows.map((row) => row.revision).filter((r) => chain.get(r)))
      const checksums = sourceChecksums(options.folder ?? migrationsFolder())
      for (const revision of edited(rows, checksums)) log(editedWarning(revision))
      return await work({
        db,
        queryRunner,
        chain,
        rows,
        applied,
        from: chain.headsOf(applied),
        checksums,
        options,
        log,
      })
    } finally {
      await lock.release().catch(() => {})
    }
  } finally {
    await resetSession(queryRunner)
    await queryRunner.release()
  }
}

async function runPlan(work: Work, direction: Direction, plan: Revision[]): Promise<MigrateResult> {
  const { db, queryRunner, options, log, from } = work
  const status = await readStatus(db)
  if (plan.length === 0) {
    if (status?.in_progress || status?.error) await finishStatus(queryRunner, null)
    return { from, to: from, applied: [], backup: null }
  }
  const startedAt = performance.now()
  const applied = new Set(work.applied)
  const last = status?.revision ? work.chain.get(status.revision) : undefined
  let backup = backupOfUnfinished(status, last?.transaction === false)
  try {
    if (direction === 'upgrade') {
      for (const revision of plan) await revision.precheck?.(queryRunner)
    }
    log(
      `${direction} of the database from ${from.join(', ') || 'base'}: ${plan.length} revision${plan.length === 1 ? '' : 's'}`,
    )
    await setStatus(queryRunner, {
      in_progress: true,
      phase: backup === null ? 'backup' : direction,
      revision: plan[0]?.revision ?? null,
      message: null,
      step: backup === null ? 0 : (status?.step ?? 0),
      steps: plan.length,
      rows_done: null,
      rows_total: null,
      seconds_left: null,
      started_us: Date.now() * 1000,
    })
    if (backup !== null) log(`taking up an unfinished run; the backup from before it is ${backup}`)
    else if (options.backup !== false) {
      backup = await backupBefore(db, {
        from: from.join('+') || 'base',
        workspace: direction === 'upgrade' ? workspaceOf(plan) : 0,
        directory: options.backupDir,
        keep: options.keep ?? 3,
        log,
      })
      await setStatus(queryRunner, { backup_path: backup })
    }
    const run = {
      db,
      queryRunner,
      checksums: work.checksums,
      orphans: await countOrphans(queryRunner),
      log,
      signal: options.signal,
    }
    for (const [index, revision] of plan.entries()) {
      if (options.signal?.aborted) throw new MigrationAborted()
      await runStep(run, { direction, revision, step: index + 1, steps: plan.length })
      if (direction === 'upgrade') applied.add(revision.revision)
      else applied.delete(revision.revision)
    }
  } catch (error) {
    await recordFailure(queryRunner, error)
    throw error
  }
  await finishStatus(queryRunner, null)
  if (engineOf(queryRunner) === 'sqlite') await sql(queryRunner, 'pragma wal_checkpoint(truncate)')
  log(`${direction} done in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
  return {
    from,
    to: work.chain.headsOf(applied),
    applied: plan.map((revision) => revision.revision),
    backup,
  }
}

function workspaceOf(plan: Revision[]): number {
  return Math.max(0, ...plan.map((revision) => revision.workspace ?? 0))
}

/** Leaves the reason for the waiting page and for `current -v`; an interruption is no failure. */
async function recordFailure(queryRunner: QueryRunner, error: unknown): Promise<void> {
  if (error instanceof MigrationAborted) return
  const text =
    error instanceof MigrationError
      ? [error.message, error.statement, error.hint].filter(Boolean).join('\n')
      : String(error)
  try {
    await setStatus(queryRunner, { in_progress: false, phase: 'failed', error: text })
  } catch {
    // The disk is full or the connection gone: the error itself goes to the log.
  }
}

async function finishStatus(queryRunner: QueryRunner, error: string | null): Promise<void> {
  await setStatus(queryRunner, {
    in_progress: false,
    phase: 'idle',
    revision: null,
    message: null,
    step: null,
    steps: null,
    rows_done: null,
    rows_total: null,
    seconds_left: null,
    error,
  })
}

/**
 * SQLite: somebody who writes just now is waited for longer than where messages are taken.
 * PostgreSQL: a statement whose client was killed ends within two seconds, and a table that
 * another session holds is not waited for without end.
 */
async function prepareSession(queryRunner: QueryRunner): Promise<void> {
  if (engineOf(queryRunner) !== 'postgres') {
    await sql(queryRunner, 'pragma busy_timeout = 5000')
    return
  }
  await sql(queryRunner, `set lock_timeout = '60s'`)
  // Not on every platform: without it such a statement runs to its end, holding the lock.
  await sql(queryRunner, `set client_connection_check_interval = '2s'`).catch(() => {})
}

async function resetSession(queryRunner: QueryRunner): Promise<void> {
  if (engineOf(queryRunner) !== 'postgres') return
  await sql(queryRunner, 'reset lock_timeout').catch(() => {})
  await sql(queryRunner, 'reset client_connection_check_interval').catch(() => {})
}
