import type { QueryRunner } from 'typeorm'
import type { Database } from '../db/open.js'
import { forgetApplied, recordApplied } from './applied.js'
import { MigrationAborted } from './errors.js'
import { explain } from './explain.js'
import { countOrphans, type Orphans, refuseNewOrphans } from './orphans.js'
import type { Revision, RevisionContext } from './revision.js'
import { engineOf, sql } from './sql.js'
import { setStatus, setStatusBeside } from './status.js'

export type Direction = 'upgrade' | 'downgrade'

/** One revision to run, and where it stands among the others. */
export interface Step {
  direction: Direction
  revision: Revision
  step: number
  steps: number
}

/** What all steps of a run share. */
export interface Run {
  db: Database
  queryRunner: QueryRunner
  checksums: ReadonlyMap<string, string>
  /** Foreign keys that pointed nowhere before the run; such rows may stay. */
  orphans: Orphans
  log(line: string): void
  signal?: AbortSignal
}

const PROGRESS_EVERY_MS = 1000

/**
 * Runs one revision up or down and records it, all or nothing (unless it declines the
 * transaction). Throws `MigrationError` with the revision, the statement and what to do.
 */
export async function runStep(run: Run, step: Step): Promise<void> {
  const { queryRunner } = run
  const { revision, direction } = step
  await setStatus(queryRunner, {
    in_progress: true,
    phase: direction,
    revision: revision.revision,
    message: revision.message,
    step: step.step,
    steps: step.steps,
    rows_done: null,
    rows_total: null,
    seconds_left: null,
    error: null,
  })
  run.log(`${direction} ${step.step}/${step.steps}: ${revision.revision} ${revision.message}`)
  // SQLite: foreign keys off, which only works outside a transaction.
  await queryRunner.beforeMigration()
  try {
    if (revision.transaction === false) await withoutTransaction(run, step)
    else await withinTransaction(run, step)
  } catch (error) {
    if (error instanceof MigrationAborted) throw error
    throw explain(error, run.db, step)
  } finally {
    await queryRunner.afterMigration()
  }
}

async function withinTransaction(run: Run, step: Step): Promise<void> {
  const { queryRunner } = run
  await queryRunner.startTransaction()
  try {
    if (engineOf(queryRunner) === 'sqlite') {
      // A write that writes nothing: takes the write lock before the first read can go stale.
      await sql(queryRunner, 'delete from migration_status where 0')
    }
    await runAndRecord(run, step)
    if (run.signal?.aborted) throw new MigrationAborted()
    run.orphans = refuseNewOrphans(run.orphans, await countOrphans(queryRunner))
    await queryRunner.commitTransaction()
  } catch (error) {
    if (queryRunner.isTransactionActive) {
      // SQLite has already rolled back after a full disk; then this fails, and may.
      await queryRunner.rollbackTransaction().catch(() => {})
    }
    throw error
  }
}

async function withoutTransaction(run: Run, step: Step): Promise<void> {
  await runAndRecord(run, step)
  run.orphans = refuseNewOrphans(run.orphans, await countOrphans(run.queryRunner))
}

async function runAndRecord(run: Run, step: Step): Promise<void> {
  const { queryRunner } = run
  const { revision, direction } = step
  const started = performance.now()
  const context = contextOf(run, step)
  if (direction === 'upgrade') {
    await revision.up(queryRunner, context)
    const duration_ms = Math.round(performance.now() - started)
    await recordApplied(
      queryRunner,
      revision,
      duration_ms,
      run.checksums.get(revision.revision) ?? null,
    )
  } else {
    await revision.down(queryRunner, context)
    await forgetApplied(queryRunner, revision)
  }
}

function contextOf(run: Run, step: Step): RevisionContext {
  let lastReport = performance.now()
  let first: { done: number; at: number } | null = null
  return {
    db: run.db,
    log: run.log,
    progress: async (done, total) => {
      if (run.signal?.aborted) throw new MigrationAborted()
      const now = performance.now()
      // What an earlier run has done, or another table took, says nothing of the rate.
      if (first === null || done < first.done) first = { done, at: now }
      if (now - lastReport < PROGRESS_EVERY_MS && done < total) return
      lastReport = now
      const rate = (done - first.done) / (now - first.at)
      const seconds_left = rate > 0 ? Math.ceil((total - done) / rate / 1000) : null
      const percent = total > 0 ? Math.floor((done / total) * 100) : 100
      const left = seconds_left !== null && done < total ? `, about ${seconds_left} s left` : ''
      run.log(`${step.revision.revision}: ${done} of ${total} rows (${percent} %)${left}`)
      const change = { rows_done: done, rows_total: total, seconds_left }
      if (!run.queryRunner.isTransactionActive) await setStatus(run.queryRunner, change)
      // SQLite has one writer, and this connection's transaction is it: the log has to do.
      else if (run.db.engine === 'postgres') await setStatusBeside(run.db, change)
    },
  }
}
