import type { QueryRunner } from 'typeorm'
import type { Engine } from '../db/types.js'

/** A value that both drivers take. */
export type SqlValue = string | number | boolean | null | Uint8Array

/** Which of the two databases a connection speaks to. */
export function engineOf(queryRunner: QueryRunner): Engine {
  return queryRunner.dataSource.options.type === 'postgres' ? 'postgres' : 'sqlite'
}

/**
 * Runs one statement on the connection of a migration; the rows, where it has any.
 * `?` stands for a parameter on both databases.
 */
export async function sql<T = Record<string, unknown>>(
  queryRunner: QueryRunner,
  text: string,
  params: readonly SqlValue[] = [],
): Promise<T[]> {
  const answer: unknown = await queryRunner.query(
    engineOf(queryRunner) === 'postgres' ? numbered(text, params.length) : text,
    [...params],
  )
  return Array.isArray(answer) ? answer : []
}

/** `?` → `$1`, `$2`, …, those in texts aside; left alone without parameters, where `?` is an operator. */
function numbered(text: string, count: number): string {
  if (count === 0) return text
  let number = 0
  return text.replace(/'(?:[^']|'')*'|\?/g, (found) => (found === '?' ? `$${++number}` : found))
}

/** A name as SQL: `"name"`. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Several names as SQL: `"a", "b"`. */
export function quotedList(names: readonly string[]): string {
  return names.map(quoted).join(', ')
}

/** Whether the database has a table of this name. */
export async function hasTable(queryRunner: QueryRunner, table: string): Promise<boolean> {
  const rows =
    engineOf(queryRunner) === 'postgres'
      ? await sql(
          queryRunner,
          `select 1 from pg_class where oid = to_regclass(?) and relkind in ('r', 'p')`,
          [quoted(table)],
        )
      : await sql(queryRunner, `select 1 from sqlite_master where type = 'table' and name = ?`, [
          table,
        ])
  return rows.length > 0
}

/** The names of a table's columns in order; none when there is no such table. */
export async function columnNames(queryRunner: QueryRunner, table: string): Promise<string[]> {
  const rows =
    engineOf(queryRunner) === 'postgres'
      ? await sql<{ name: string }>(
          queryRunner,
          'select attname as name from pg_attribute where attrelid = to_regclass(?) and attnum > 0 and not attisdropped order by attnum',
          [quoted(table)],
        )
      : await sql<{ name: string }>(
          queryRunner,
          'select name from pragma_table_xinfo(?) order by cid',
          [table],
        )
  return rows.map((row) => row.name)
}
