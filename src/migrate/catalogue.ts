import type { Engine } from '../db/types.js'
import { joined, parseTable, tokenize, unquoted } from './sqlite-ddl.js'

/** A column as the database describes it, in its own words. */
export interface CatalogueColumn {
  type: string
  nullable: boolean
  /** SQL of the default. */
  default: string | null
  /** Place in the primary key, from 1; 0 when not in it. */
  key: number
}

/** A table as the database describes it; texts are comparable only within one database. */
export interface CatalogueTable {
  columns: Map<string, CatalogueColumn>
  /** Columns, order and condition as one text, by name of the index. */
  indexes: Map<string, CatalogueIndex>
  /** Unique, check and foreign key constraints by name. */
  constraints: Map<string, string>
  /** SQLite: clustered by the primary key. */
  withoutRowid: boolean
}

export interface CatalogueIndex {
  unique: boolean
  text: string
}

/** Runs a query with `?` parameters. */
export type Ask = <T>(text: string, params: readonly (string | number)[]) => Promise<T[]>

/** Reads one table's description; null when there is none. `schema` is PostgreSQL's. */
export function readCatalogue(
  engine: Engine,
  ask: Ask,
  table: string,
  schema = 'current_schema()',
): Promise<CatalogueTable | null> {
  return engine === 'sqlite' ? fromSqlite(ask, table) : fromPostgres(ask, table, schema)
}

/** The tables of a database, those of the engine aside and those that a virtual one is made of. */
export async function tableNames(engine: Engine, ask: Ask): Promise<string[]> {
  const rows = await ask<{ name: string }>(
    engine === 'sqlite'
      ? `select name from pragma_table_list where schema = 'main' and type in ('table', 'virtual')
           and name not like 'sqlite\\_%' escape '\\' order by name`
      : 'select tablename as name from pg_tables where schemaname = current_schema() order by 1',
    [],
  )
  return rows.map((row) => row.name)
}

async function fromSqlite(ask: Ask, table: string): Promise<CatalogueTable | null> {
  const [master] = await ask<{ sql: string }>(
    `select sql from sqlite_master where type = 'table' and name = ?`,
    [table],
  )
  if (master === undefined) return null
  if (/^\s*create\s+virtual\s/i.test(master.sql)) return fromVirtual(ask, table, master.sql)
  const parsed = parseTable(master.sql)
  const columns = await ask<{
    name: string
    type: string
    notnull: number
    dflt_value: string | null
    pk: number
  }>('select name, type, "notnull", dflt_value, pk from pragma_table_xinfo(?) order by cid', [
    table,
  ])
  const indexes = await ask<{ name: string; sql: string }>(
    `select name, sql from sqlite_master where type = 'index' and tbl_name = ? and sql is not null`,
    [table],
  )
  const constraints = new Map<string, string>()
  for (const piece of parsed.pieces) {
    if (piece.kind !== 'constraint') continue
    const text = normalized(piece.text.replace(/^\s*constraint\s+("[^"]*"|\S+)/i, ''))
    if (!text.startsWith('primary')) constraints.set(piece.name ?? text, text)
  }
  return {
    columns: new Map(
      columns.map((column) => [
        column.name,
        {
          type: column.type.toLowerCase(),
          // The key of a table is never null, whether it says so or not.
          nullable: column.notnull === 0 && column.pk === 0,
          default: column.dflt_value,
          key: column.pk,
        },
      ]),
    ),
    indexes: new Map(
      indexes.map(({ name, sql }) => [
        name,
        {
          unique: /^\s*create\s+unique/i.test(sql),
          text: normalized(sql.slice(sql.indexOf('('))),
        },
      ]),
    ),
    constraints,
    withoutRowid: /without\s+rowid/i.test(parsed.suffix),
  }
}

/** A virtual table has names of columns and what its module was told. */
async function fromVirtual(ask: Ask, table: string, text: string): Promise<CatalogueTable> {
  const names = await ask<{ name: string }>(
    'select name from pragma_table_xinfo(?) where hidden = 0 order by cid',
    [table],
  )
  const column = { type: 'text', nullable: true, default: null, key: 0 }
  const [, module = '', told = ''] = /\busing\s+(\w+)\s*(\([\s\S]*)$/i.exec(text) ?? []
  return {
    columns: new Map(names.map(({ name }) => [name, column])),
    indexes: new Map(),
    constraints: new Map([[module.toLowerCase(), normalized(told)]]),
    withoutRowid: false,
  }
}

async function fromPostgres(
  ask: Ask,
  table: string,
  schema: string,
): Promise<CatalogueTable | null> {
  const [found] = await ask<{ oid: number }>(
    `select c.oid::bigint as oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relname = ? and c.relkind in ('r', 'p') and n.nspname = ${schema}`,
    [table],
  )
  if (found === undefined) return null
  const columns = await ask<CatalogueColumn & { name: string; identity: string }>(
    `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, not a.attnotnull as nullable,
       pg_get_expr(d.adbin, d.adrelid) as default, a.attidentity as identity,
       coalesce(array_position(k.conkey, a.attnum), 0) as key
     from pg_attribute a
     left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     left join pg_constraint k on k.conrelid = a.attrelid and k.contype = 'p'
     where a.attrelid = ?::bigint::oid and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    [found.oid],
  )
  const indexes = await ask<{ name: string; unique: boolean; text: string }>(
    `select c.relname as name, i.indisunique as unique, pg_get_indexdef(i.indexrelid) as text
     from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indrelid = ?::bigint::oid and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))`,
    [found.oid],
  )
  const constraints = await ask<{ name: string; text: string }>(
    `select conname as name, pg_get_constraintdef(oid) as text from pg_constraint
     where conrelid = ?::bigint::oid and contype in ('u', 'c', 'f')`,
    [found.oid],
  )
  return {
    columns: new Map(
      columns.map(({ name, identity, ...column }) => [
        name,
        { ...column, default: identity === '' ? column.default : `identity ${identity}` },
      ]),
    ),
    indexes: new Map(
      indexes.map(({ name, unique, text }) => [
        name,
        { unique, text: text.slice(text.indexOf(' USING ')) },
      ]),
    ),
    constraints: new Map(constraints.map(({ name, text }) => [name, text])),
    withoutRowid: false,
  }
}

/** One spelling for texts that mean the same: no quotes, comments, capitals or spare spaces. */
function normalized(text: string): string {
  return tokenize(text)
    .filter((token) => token.kind !== 'space')
    .map((token) => (token.kind === 'string' ? token : { ...token, text: plain(token.text) }))
    .map((token) => joined([token]))
    .join(' ')
}

function plain(text: string): string {
  return unquoted(text).toLowerCase()
}
