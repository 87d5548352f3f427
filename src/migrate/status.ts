import { hostname } from 'node:os'
import type { QueryRunner } from 'typeorm'
import type { Database } from '../db/open.js'
import { columnNames, engineOf, type SqlValue, sql } from './sql.js'

export type Phase = 'idle' | 'backup' | 'upgrade' | 'downgrade' | 'failed'

/** The one row of `migration_status`: what is being done, for other processes and for people. */
export interface Status {
  in_progress: boolean
  phase: Phase
  revision: string | null
  message: string | null
  step: number | null
  steps: number | null
  rows_done: number | null
  rows_total: number | null
  /** How long the revision will go on at the rate of this run; null until that can be told. */
  seconds_left: number | null
  started_us: number | null
  heartbeat_us: number | null
  /** `host:pid` of who migrates or did so last. */
  owner: string | null
  backup_path: string | null
  error: string | null
}

/** Columns that ours has and MeshView 3.x's table of the same name has not. */
const addedColumns: Record<string, string> = {
  phase: 'text',
  revision: 'text',
  message: 'text',
  step: 'integer',
  steps: 'integer',
  rows_done: 'bigint',
  rows_total: 'bigint',
  seconds_left: 'bigint',
  started_us: 'bigint',
  heartbeat_us: 'bigint',
  owner: 'text',
  backup_path: 'text',
  error: 'text',
}

/**
 * Makes the two tables of the migrations where they are missing: `migrations` is TypeORM's own
 * table with more columns, `migration_status` MeshView 3.x's. Called under the lock.
 */
export async function ensureTables(queryRunner: QueryRunner): Promise<void> {
  const sqlite = engineOf(queryRunner) === 'sqlite'
  const id = sqlite ? 'integer primary key autoincrement not null' : 'serial primary key'
  await sql(
    queryRunner,
    `create table if not exists migrations (id ${id}, "timestamp" bigint not null, name text not null, revision text, applied_us bigint, duration_ms bigint, checksum text)`,
  )
  const has = new Set(await columnNames(queryRunner, 'migrations'))
  for (const column of ['revision', 'applied_us', 'duration_ms', 'checksum']) {
    const type = column.endsWith('s') ? 'bigint' : 'text'
    if (!has.has(column)) {
      await sql(queryRunner, `alter table migrations add column ${column} ${type}`)
    }
  }
  await sql(queryRunner, 'create unique index if not exists migrations_name on migrations (name)')
  await sql(
    queryRunner,
    'create table if not exists migration_status (id integer primary key check (id = 1), in_progress boolean not null default false, updated_at timestamp default current_timestamp)',
  )
  const present = new Set(await columnNames(queryRunner, 'migration_status'))
  for (const [column, type] of Object.entries(addedColumns)) {
    if (!present.has(column)) {
      await sql(queryRunner, `alter table migration_status add column ${column} ${type}`)
    }
  }
  await sql(
    queryRunner,
    'insert into migration_status (id, in_progress) values (1, false) on conflict (id) do nothing',
  )
}

/** Changes the status row. Commits at once unless the connection is in a transaction. */
export async function setStatus(queryRunner: QueryRunner, change: Partial<Status>): Promise<void> {
  const { text, params } = statusUpdate(change)
  await sql(queryRunner, text, params)
}

/** The same through another connection, for progress while a transaction is open (PostgreSQL). */
export async function setStatusBeside(db: Database, change: Partial<Status>): Promise<void> {
  const { text, params } = statusUpdate(change)
  await db.run(text, params)
}

function statusUpdate(change: Partial<Status>): { text: string; params: SqlValue[] } {
  const full = { ...change, heartbeat_us: Date.now() * 1000, owner: owner() }
  const columns = Object.keys(full)
  return {
    text: `update migration_status set ${columns.map((column) => `${column} = ?`).join(', ')}, updated_at = current_timestamp where id = 1`,
    params: Object.values(full),
  }
}

/** The status row; null in a database that has none yet. Columns that are missing read as null. */
export async function readStatus(db: Database): Promise<Status | null> {
  const row = await db.get<Record<string, SqlValue>>('select * from migration_status where id = 1')
  if (row === undefined) return null
  const text = (name: string) => (typeof row[name] === 'string' ? row[name] : null)
  const number = (name: string) => (typeof row[name] === 'number' ? row[name] : null)
  return {
    in_progress: row.in_progress === true || row.in_progress === 1,
    phase: (text('phase') ?? 'idle') as Phase,
    revision: text('revision'),
    message: text('message'),
    step: number('step'),
    steps: number('steps'),
    rows_done: number('rows_done'),
    rows_total: number('rows_total'),
    seconds_left: number('seconds_left'),
    started_us: number('started_us'),
    heartbeat_us: number('heartbeat_us'),
    owner: text('owner'),
    backup_path: text('backup_path'),
    error: text('error'),
  }
}

function owner(): string {
  return `${hostname()}:${process.pid}`
}
