import type { QueryRunner } from 'typeorm'
import type { Change, Constraint } from './batch.js'
import { columnSql, defaultSql, foreignKeySql, typeSql } from './definition.js'
import { quoted, quotedList, sql } from './sql.js'
import type { ColumnChange } from './sqlite-column.js'

/** Carries out the changes by ALTER TABLE, one statement each. */
export async function alterOnPostgres(
  queryRunner: QueryRunner,
  table: string,
  changes: readonly Change[],
): Promise<void> {
  const alter = (what: string) => sql(queryRunner, `alter table ${quoted(table)} ${what}`)
  for (const change of changes) {
    const name = quoted(change.name)
    switch (change.kind) {
      case 'addColumn':
        await alter(`add column ${columnSql('postgres', change.name, change.column)}`)
        break
      case 'dropColumn':
        await refuseWhenIndexed(queryRunner, table, change.name)
        await alter(`drop column ${name}`)
        break
      case 'renameColumn':
        await alter(`rename column ${name} to ${quoted(change.to)}`)
        break
      case 'alterColumn':
        await alterColumn(queryRunner, table, change.name, change.change)
        break
      case 'addConstraint':
        await alter(`add ${constraintSql(change.name, change.constraint)}`)
        break
      case 'addForeignKey':
        await alter(`add ${foreignKeySql(change.name, change.key)}`)
        break
      case 'dropConstraint':
        await alter(`drop constraint ${name}`)
        break
    }
  }
}

/** `constraint "name" check (…)` or `unique (…)`, as both databases write it. */
export function constraintSql(name: string, constraint: Constraint): string {
  const body =
    'check' in constraint
      ? `check (${constraint.check})`
      : `unique (${quotedList(constraint.unique)})`
  return `constraint ${quoted(name)} ${body}`
}

async function alterColumn(
  queryRunner: QueryRunner,
  table: string,
  column: string,
  change: ColumnChange,
): Promise<void> {
  const alter = (what: string) =>
    sql(queryRunner, `alter table ${quoted(table)} alter column ${quoted(column)} ${what}`)
  // The old default may not fit the new type.
  if (change.default !== undefined) await alter('drop default')
  if (change.type !== undefined) {
    const type = typeSql('postgres', { type: change.type, length: change.length })
    await alter(`type ${type} using (${change.using ?? `${quoted(column)}::${type}`})`)
  } else if (change.using !== undefined) {
    await sql(queryRunner, `update ${quoted(table)} set ${quoted(column)} = ${change.using}`)
  }
  if (change.default !== undefined && change.default !== null) {
    await alter(`set default ${defaultSql(change.default)}`)
  }
  if (change.nullable === false) await alter('set not null')
  if (change.nullable === true) await alter('drop not null')
}

/** PostgreSQL would drop the index without a word; SQLite refuses. One behaviour for both. */
async function refuseWhenIndexed(
  queryRunner: QueryRunner,
  table: string,
  column: string,
): Promise<void> {
  const rows = await sql<{ name: string }>(
    queryRunner,
    `select i.indexrelid::regclass::text as name from pg_index i
     join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
     where i.indrelid = to_regclass(?) and a.attname = ?`,
    [quoted(table), column],
  )
  if (rows.length === 0) return
  throw new Error(
    `column ${column} of ${table} is still used by ${rows.map((row) => row.name).join(', ')}: drop that first`,
  )
}
