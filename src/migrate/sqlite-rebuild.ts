import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { QueryRunner } from 'typeorm'
import { MigrationError } from './errors.js'
import { quoted, quotedList, type SqlValue, sql } from './sql.js'
import { mentions, parseTable, type TableText, tableSql } from './sqlite-ddl.js'

/** A table with everything that hangs on it, as SQLite's own catalogue has it. */
export interface StoredTable extends TableText {
  indexes: StoredObject[]
  triggers: StoredObject[]
}

export interface StoredObject {
  name: string
  sql: string
}

/** Reads a table's definition. Throws when there is no such table. */
export async function readTable(queryRunner: QueryRunner, table: string): Promise<StoredTable> {
  const [row] = await sql<{ sql: string }>(
    queryRunner,
    `select sql from sqlite_master where type = 'table' and lower(name) = lower(?)`,
    [table],
  )
  if (row === undefined) throw new Error(`there is no table ${table}`)
  const hanging = await sql<StoredObject & { type: string }>(
    queryRunner,
    `select type, name, sql from sqlite_master where lower(tbl_name) = lower(?) and type in ('index', 'trigger') and sql is not null order by rowid`,
    [table],
  )
  return {
    ...parseTable(row.sql),
    indexes: hanging.filter((object) => object.type === 'index'),
    triggers: hanging.filter((object) => object.type === 'trigger'),
  }
}

/**
 * Gives a table a new definition: makes a new one, copies the rows, and puts it in the place of
 * the old, with its indexes, triggers and counter. Rows of other tables that refer to it stay:
 * foreign keys have to be off, and references by name never notice.
 *
 * @param values SQL of the value of a column of the new table; columns not named here keep theirs
 */
export async function rebuildTable(
  queryRunner: QueryRunner,
  before: StoredTable,
  after: TableText,
  values: ReadonlyMap<string, string>,
): Promise<void> {
  await requireForeignKeysOff(queryRunner)
  await requireSpace(queryRunner, before.name)
  const views = await workingViews(queryRunner)
  const sequence = await sequenceOf(queryRunner, before.name)
  const statistics = await statisticsOf(queryRunner, before.name)

  const fresh = `_mv_new_${before.name}`
  await sql(queryRunner, tableSql(after, fresh))
  await copyRows(queryRunner, before.name, fresh, values)
  // With the modern behaviour the rename would rewrite what refers to the table by name.
  await sql(queryRunner, 'pragma legacy_alter_table = on')
  try {
    await sql(queryRunner, `drop table ${quoted(before.name)}`)
    await sql(queryRunner, `alter table ${quoted(fresh)} rename to ${quoted(before.name)}`)
  } finally {
    await sql(queryRunner, 'pragma legacy_alter_table = off')
  }
  for (const object of [...before.indexes, ...before.triggers]) await sql(queryRunner, object.sql)
  await restoreSequence(queryRunner, before.name, sequence)
  await restoreStatistics(queryRunner, statistics)
  for (const view of views) await sql(queryRunner, `select * from ${quoted(view)} limit 0`)
}

async function copyRows(
  queryRunner: QueryRunner,
  from: string,
  to: string,
  values: ReadonlyMap<string, string>,
): Promise<void> {
  const source = await storedColumns(queryRunner, from)
  const target = await storedColumns(queryRunner, to)
  const columns = target.filter((name) => values.has(name) || source.includes(name))
  const selected = columns.map((name) => values.get(name) ?? quoted(name))
  // Rows keep their rowid, and so their order, unless a column is called that.
  const rowid = await keepsRowid(queryRunner, from, to)
  await sql(
    queryRunner,
    `insert into ${quoted(to)} (${rowid ? 'rowid, ' : ''}${quotedList(columns)}) select ${rowid ? 'rowid, ' : ''}${selected.join(', ')} from ${quoted(from)}`,
  )
  const [counts] = await sql<{ was: number; is: number }>(
    queryRunner,
    `select (select count(*) from ${quoted(from)}) as was, (select count(*) from ${quoted(to)}) as "is"`,
  )
  if (counts === undefined || counts.was !== counts.is) {
    throw new Error(`the copy of ${from} has ${counts?.is} rows instead of ${counts?.was}`)
  }
}

/** Columns that hold a value of their own: not the generated ones. */
async function storedColumns(queryRunner: QueryRunner, table: string): Promise<string[]> {
  const rows = await sql<{ name: string; hidden: number }>(
    queryRunner,
    'select name, hidden from pragma_table_xinfo(?) order by cid',
    [table],
  )
  return rows.filter((row) => row.hidden === 0).map((row) => row.name)
}

async function keepsRowid(queryRunner: QueryRunner, from: string, to: string): Promise<boolean> {
  for (const table of [from, to]) {
    const [row] = await sql<{ wr: number }>(
      queryRunner,
      'select wr from pragma_table_list where name = ?',
      [table],
    )
    if (row?.wr !== 0) return false
    const columns = await sql<{ name: string; type: string; pk: number }>(
      queryRunner,
      'select name, type, pk from pragma_table_xinfo(?)',
      [table],
    )
    if (columns.some((column) => column.name.toLowerCase() === 'rowid')) return false
    const keys = columns.filter((column) => column.pk > 0)
    // An INTEGER PRIMARY KEY is the rowid and copied as a column.
    if (keys.length === 1 && keys[0]?.type.toLowerCase() === 'integer') return false
  }
  return true
}

async function requireForeignKeysOff(queryRunner: QueryRunner): Promise<void> {
  const [row] = await sql<{ foreign_keys: number }>(queryRunner, 'pragma foreign_keys')
  if (row?.foreign_keys === 0) return
  throw new Error(
    'foreign keys are on: rebuilding a table now would delete the rows that refer to it. Migrations run through "mvrun migrate" or at the start of the writer.',
  )
}

async function requireSpace(queryRunner: QueryRunner, table: string): Promise<void> {
  const database = String(queryRunner.dataSource.options.database)
  if (database === ':memory:') return
  const [row] = await sql<{ bytes: number | null }>(
    queryRunner,
    `select sum(pgsize) as bytes from dbstat where aggregate = true and name in (select name from sqlite_master where lower(tbl_name) = lower(?))`,
    [table],
  )
  const needed = 2 * (row?.bytes ?? 0)
  const disk = statfsSync(database)
  const free = disk.bavail * disk.bsize
  if (free >= needed) return
  const mb = (bytes: number) => Math.ceil(bytes / 1024 / 1024)
  throw new MigrationError(
    `Rebuilding table ${table} needs ${mb(needed)} MB of disk, but only ${mb(free)} MB are free.`,
    { hint: `Make room in ${dirname(database)} and start again; nothing of this step was kept.` },
  )
}

async function workingViews(queryRunner: QueryRunner): Promise<string[]> {
  const views = await sql<{ name: string }>(
    queryRunner,
    `select name from sqlite_master where type = 'view'`,
  )
  const working: string[] = []
  for (const { name } of views) {
    try {
      await sql(queryRunner, `select * from ${quoted(name)} limit 0`)
      working.push(name)
    } catch {
      // Broken before: not this migration's doing, and nothing to compare with.
    }
  }
  return working
}

/** The AUTOINCREMENT counter of a table, which outlives deleted rows. */
async function sequenceOf(queryRunner: QueryRunner, table: string): Promise<number | null> {
  const [exists] = await sql(
    queryRunner,
    `select 1 from sqlite_master where name = 'sqlite_sequence'`,
  )
  if (exists === undefined) return null
  const [row] = await sql<{ seq: number }>(
    queryRunner,
    'select seq from sqlite_sequence where name = ?',
    [table],
  )
  return row?.seq ?? null
}

async function restoreSequence(
  queryRunner: QueryRunner,
  table: string,
  sequence: number | null,
): Promise<void> {
  if (sequence === null) return
  const stored = await sequenceOf(queryRunner, table)
  await sql(
    queryRunner,
    stored === null
      ? 'insert into sqlite_sequence (seq, name) values (?, ?)'
      : 'update sqlite_sequence set seq = ? where name = ?',
    [sequence, table],
  )
}

/** What ANALYZE found out; SQLite drops it with the table. */
async function statisticsOf(
  queryRunner: QueryRunner,
  table: string,
): Promise<Record<string, SqlValue>[]> {
  const [exists] = await sql(queryRunner, `select 1 from sqlite_master where name = 'sqlite_stat1'`)
  if (exists === undefined) return []
  return sql(queryRunner, 'select tbl, idx, stat from sqlite_stat1 where tbl = ?', [table])
}

async function restoreStatistics(
  queryRunner: QueryRunner,
  rows: readonly Record<string, SqlValue>[],
): Promise<void> {
  for (const { tbl, idx, stat } of rows) {
    await sql(queryRunner, 'insert into sqlite_stat1 (tbl, idx, stat) values (?, ?, ?)', [
      tbl ?? null,
      idx ?? null,
      stat ?? null,
    ])
  }
}

/** The views and the triggers of other tables whose text names a column. */
export async function mentionedElsewhere(
  queryRunner: QueryRunner,
  column: string,
): Promise<string[]> {
  const objects = await sql<StoredObject>(
    queryRunner,
    `select name, sql from sqlite_master where type in ('view', 'trigger')`,
  )
  return objects.filter((object) => mentions(object.sql, column)).map((object) => object.name)
}
