import type BetterSqlite3 from 'better-sqlite3'
import type { QueryRunner } from 'typeorm'
import type { Engine } from './types.js'

export type Param = string | number | boolean | null | Uint8Array

/**
 * One open database, the same on both engines. Statements are lower-case SQL with `?`
 * placeholders (the PostgreSQL side numbers them, so no literal `?`), one statement a call.
 * Whole numbers come back as JavaScript numbers; booleans as 0/1 on SQLite and true/false
 * on PostgreSQL, so compare their truth, not their type.
 */
export interface Database {
  readonly engine: Engine
  /** The file of SQLite (`:memory:` has none), the URL of PostgreSQL with its password. */
  readonly address: string
  /** The driver's own connection, for what only SQLite can do; null on PostgreSQL. */
  readonly sqlite: BetterSqlite3.Database | null
  /**
   * TypeORM's view of the database, for migrations; to be released. On SQLite it is loaded with
   * the first call: it costs a process 20 MB and 200 ms, and packets and pages do without.
   */
  queryRunner(): Promise<QueryRunner>
  /** All rows. */
  all<T>(sql: string, params?: readonly Param[]): Promise<T[]>
  /** The first row, or undefined. */
  get<T>(sql: string, params?: readonly Param[]): Promise<T | undefined>
  /** Runs a statement that changes something; the number of changed rows. */
  run(sql: string, params?: readonly Param[]): Promise<number>
  /**
   * Runs one statement once per row, as one round trip where the engine has them. The rows are
   * given away: they may be changed.
   */
  insertMany(insert: Insert, rows: readonly Param[][]): Promise<void>
  /** Commits what `work` does with `tx`, or nothing of it when it throws. Others wait their turn. */
  transaction<T>(work: (tx: Database) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** An insert for many rows: table, columns with the engine's types, and what a conflict does. */
export interface Insert {
  /** `insert into … values (?, …) on conflict …`: prepared once, run per row (SQLite). */
  readonly perRow: string
  /**
   * `insert or fail into … values (?, …), (?, …), …`, prepared for {@link ROWS_AT_ONCE} rows (SQLite).
   * `or fail`: what came before a row at fault stands, as if each had a statement of its own; or else
   * SQLite keeps a copy of every page to take the whole statement back, which costs what is gained.
   * Without one where a conflict updates, as updates are taken back whatever is said here.
   */
  readonly perRows?: string | undefined
  /** `insert into … select * from unnest(?::bigint[], …) on conflict …` (PostgreSQL). */
  readonly perBatch: string
  /** Where booleans stand among the columns: SQLite has none and takes 0 and 1. */
  readonly booleans: readonly number[]
}
