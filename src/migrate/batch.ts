import type { QueryRunner } from 'typeorm'
import { alterOnPostgres } from './batch-postgres.js'
import { alterOnSqlite } from './batch-sqlite.js'
import type { ColumnDefinition, ForeignKey, IndexDefinition } from './definition.js'
import { engineOf } from './sql.js'
import type { ColumnChange } from './sqlite-column.js'
import { createIndex, dropIndex } from './tables.js'

/** A constraint of a table, by name. */
export type Constraint = { check: string } | { unique: string[] }

/** One change to columns or constraints, in the order written. */
export type Change =
  | { kind: 'addColumn'; name: string; column: ColumnDefinition }
  | { kind: 'dropColumn'; name: string }
  | { kind: 'renameColumn'; name: string; to: string }
  | { kind: 'alterColumn'; name: string; change: ColumnChange }
  | { kind: 'addConstraint'; name: string; constraint: Constraint }
  | { kind: 'addForeignKey'; name: string; key: ForeignKey }
  | { kind: 'dropConstraint'; name: string }

/** What can be asked of a table within `batchAlterTable`. */
export interface TableChanges {
  addColumn(name: string, column: ColumnDefinition): void
  /** Refused while an index or constraint still needs the column: drop those first. */
  dropColumn(name: string): void
  renameColumn(name: string, to: string): void
  /** Changes type, nullability or default; what is not named stays. */
  alterColumn(name: string, change: ColumnChange): void
  addConstraint(name: string, constraint: Constraint): void
  addForeignKey(name: string, key: ForeignKey): void
  /** Unnamed ones go by the name PostgreSQL would give: `table_column_fkey`, `table_column_key`. */
  dropConstraint(name: string): void
  createIndex(name: string, index: IndexDefinition): void
  dropIndex(name: string): void
}

export interface BatchOptions {
  /** SQLite: `auto` rebuilds only where ALTER TABLE cannot do it; `always` in any case. */
  recreate?: 'auto' | 'always'
}

/**
 * Changes a table the way each database can: PostgreSQL by ALTER TABLE, SQLite by ALTER TABLE
 * where that is safe and otherwise by one rebuild that keeps rows, rows that refer to them,
 * indexes, checks, generated columns, triggers, views and counters.
 * Dropped indexes go first, then columns and constraints in their order, new indexes last.
 */
export async function batchAlterTable(
  queryRunner: QueryRunner,
  table: string,
  alter: (table: TableChanges) => void,
  options: BatchOptions = {},
): Promise<void> {
  const changes: Change[] = []
  const created: [string, IndexDefinition][] = []
  const dropped: string[] = []
  alter({
    addColumn: (name, column) => changes.push({ kind: 'addColumn', name, column }),
    dropColumn: (name) => changes.push({ kind: 'dropColumn', name }),
    renameColumn: (name, to) => changes.push({ kind: 'renameColumn', name, to }),
    alterColumn: (name, change) => changes.push({ kind: 'alterColumn', name, change }),
    addConstraint: (name, constraint) => changes.push({ kind: 'addConstraint', name, constraint }),
    addForeignKey: (name, key) => changes.push({ kind: 'addForeignKey', name, key }),
    dropConstraint: (name) => changes.push({ kind: 'dropConstraint', name }),
    createIndex: (name, index) => created.push([name, index]),
    dropIndex: (name) => dropped.push(name),
  })
  for (const name of dropped) await dropIndex(queryRunner, name)
  if (engineOf(queryRunner) === 'postgres') await alterOnPostgres(queryRunner, table, changes)
  else await alterOnSqlite(queryRunner, table, changes, options.recreate ?? 'auto')
  for (const [name, index] of created) await createIndex(queryRunner, name, table, index)
}
