import { migrations } from '../../migrations/index.js'
import type { Database } from '../db/open.js'
import { revisionOfName } from './applied.js'
import { chainOf } from './chain.js'
import { lockHeld } from './lock.js'
import type { Revision } from './revision.js'
import { type Phase, readStatus, type Status } from './status.js'

/** Where a database stands, as seen by a process that does not migrate it. */
export type MigrationState =
  | { kind: 'current'; current: string[] }
  | {
      kind: 'migrating'
      phase: Phase
      revision: string | null
      message: string | null
      step: number | null
      steps: number | null
      rows_done: number | null
      rows_total: number | null
      seconds_left: number | null
      started_us: number | null
      heartbeat_us: number | null
    }
  | {
      kind: 'behind'
      current: string[]
      head: string[]
      error: string | null
      backup_path: string | null
    }
  | { kind: 'newer'; unknown: string[]; backup_path: string | null }
  | { kind: 'empty' }

/**
 * Asks where the database stands: a few small reads, safe at any moment, also on a read-only
 * connection and while a migration's transaction is open. Whether somebody migrates is told by
 * the lock; the status row, which a killed process leaves behind, only says what.
 */
export async function migrationState(
  db: Database,
  revisions: readonly Revision[] = migrations,
): Promise<MigrationState> {
  const chain = chainOf(revisions)
  const present = await bookkeepingTables(db)
  const status = present.has('migration_status') ? await readStatus(db) : null
  const applied = present.has('migrations') ? await appliedRevisions(db, revisions) : []
  const unknown = applied.filter((revision) => !chain.get(revision))
  const current = chain.headsOf(applied.filter((revision) => chain.get(revision)))
  const head = chain.heads()
  const isCurrent = unknown.length === 0 && current.join() === head.join()
  if (isCurrent && !status?.in_progress) return { kind: 'current', current }
  if (await lockHeld(db)) return migrating(status)
  if (isCurrent) return { kind: 'current', current }
  const backup_path = status?.backup_path ?? null
  if (unknown.length > 0) return { kind: 'newer', unknown, backup_path }
  if (present.size === 0) return { kind: 'empty' }
  return { kind: 'behind', current, head, error: status?.error ?? null, backup_path }
}

/** Those of `applied` (revisions, or TypeORM's names of them) that the chain does not have. */
export function unknownRevisions(
  applied: readonly string[],
  revisions: readonly Revision[] = migrations,
): string[] {
  const known = new Set(revisions.flatMap(({ revision, name }) => [revision, name]))
  return applied.filter((revision) => !known.has(revision))
}

function migrating(status: Status | null): MigrationState {
  return {
    kind: 'migrating',
    phase: status?.phase ?? 'upgrade',
    revision: status?.revision ?? null,
    message: status?.message ?? null,
    step: status?.step ?? null,
    steps: status?.steps ?? null,
    rows_done: status?.rows_done ?? null,
    rows_total: status?.rows_total ?? null,
    seconds_left: status?.seconds_left ?? null,
    started_us: status?.started_us ?? null,
    heartbeat_us: status?.heartbeat_us ?? null,
  }
}

async function bookkeepingTables(db: Database): Promise<Set<string>> {
  const names = `('migrations', 'migration_status', 'alembic_version')`
  const rows = await db.all<{ name: string }>(
    db.engine === 'sqlite'
      ? `select name from sqlite_master where type = 'table' and name in ${names}`
      : `select tablename as name from pg_tables where schemaname = current_schema() and tablename in ${names}`,
  )
  return new Set(rows.map((row) => row.name))
}

async function appliedRevisions(db: Database, revisions: readonly Revision[]): Promise<string[]> {
  const chain = chainOf(revisions)
  const rows = await db.all<{ name: string; revision?: string | null }>('select * from migrations')
  return rows.map((row) => row.revision ?? revisionOfName(chain, row.name))
}
