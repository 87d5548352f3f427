import type { QueryRunner } from 'typeorm'
import {
  createIndexSql,
  createIndicesSql,
  createTableSql,
  type IndexDefinition,
  type TableDefinition,
} from './definition.js'
import { engineOf, quoted, sql } from './sql.js'

/** Makes a table with its indexes. */
export async function createTable(queryRunner: QueryRunner, table: TableDefinition): Promise<void> {
  const engine = engineOf(queryRunner)
  await sql(queryRunner, createTableSql(engine, table))
  for (const statement of createIndicesSql(engine, table)) await sql(queryRunner, statement)
}

/** Drops a table with its rows and indexes. */
export async function dropTable(queryRunner: QueryRunner, table: string): Promise<void> {
  await sql(queryRunner, `drop table ${quoted(table)}`)
}

/** Renames a table; rows, indexes and references to it follow. */
export async function renameTable(
  queryRunner: QueryRunner,
  from: string,
  to: string,
): Promise<void> {
  await sql(queryRunner, `alter table ${quoted(from)} rename to ${quoted(to)}`)
}

/**
 * Makes an index. `concurrently` (PostgreSQL; plain on SQLite) lets others write meanwhile and
 * needs `transaction = false`; what an interrupted attempt left behind is dropped first.
 */
export async function createIndex(
  queryRunner: QueryRunner,
  name: string,
  table: string,
  index: IndexDefinition & { concurrently?: boolean },
): Promise<void> {
  const concurrently = index.concurrently === true && engineOf(queryRunner) === 'postgres'
  if (concurrently) {
    await sql(queryRunner, `drop index concurrently if exists ${quoted(name)}`)
  } else if (index.concurrently) {
    await sql(queryRunner, `drop index if exists ${quoted(name)}`)
  }
  await sql(
    queryRunner,
    createIndexSql(name, table, index, concurrently ? 'concurrently' : 'plain'),
  )
}

/** Drops an index; `concurrently` as for `createIndex`. */
export async function dropIndex(
  queryRunner: QueryRunner,
  name: string,
  options: { concurrently?: boolean } = {},
): Promise<void> {
  if (options.concurrently) {
    const word = engineOf(queryRunner) === 'postgres' ? 'concurrently ' : ''
    await sql(queryRunner, `drop index ${word}if exists ${quoted(name)}`)
    return
  }
  await sql(queryRunner, `drop index ${quoted(name)}`)
}
