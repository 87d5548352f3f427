import { createHash } from 'node:crypto'
import type BetterSqlite3 from 'better-sqlite3'
import type { Database } from '../db/open.js'
import { connectSqlite } from '../db/sqlite-driver.js'
import { quoted } from './sql.js'

/** Tables that say something about the program's work and nothing about the mesh. */
const bookkeeping = new Set(['migrations', 'migration_status', 'alembic_version', 'writer_status'])

/** Whether any table holds a row, those of the program's own work aside. */
export async function hasData(db: Database): Promise<boolean> {
  const tables = await db.all<{ name: string }>(
    db.engine === 'sqlite'
      ? `select name from pragma_table_list where schema = 'main' and type = 'table'
           and name not like 'sqlite\\_%' escape '\\'`
      : 'select tablename as name from pg_tables where schemaname = current_schema()',
  )
  for (const { name } of tables) {
    // Counts without anything that was counted: a writer notes its state there from its start on.
    if (bookkeeping.has(name) || name === 'counter') continue
    if (await db.get(`select 1 from ${quoted(name)} limit 1`)) return true
  }
  return false
}

/**
 * A digest of an SQLite file's schema and of how much is in each table: two files with the same
 * one hold the same, since a mesh database does not change without new rows.
 * Opens its own connection, so the caller's locks stay.
 */
export function fingerprint(file: string): string {
  const connection = connectSqlite(file, { readonly: true, timeout: 5000 })
  try {
    const hash = createHash('sha256')
    const objects = connection
      .prepare<[], { type: string; name: string; sql: string | null }>(
        'select type, name, sql from sqlite_master order by type, name',
      )
      .all()
    for (const { type, name, sql } of objects) {
      if (bookkeeping.has(name) || name.startsWith('sqlite_')) continue
      hash.update(`${type} ${name} ${sql}\n`)
      if (type === 'table') hash.update(`${contentOf(connection, name)}\n`)
    }
    return hash.digest('hex')
  } finally {
    connection.close()
  }
}

function contentOf(connection: BetterSqlite3.Database, table: string): string {
  const { wr, type } = connection
    .prepare<[string], { wr: number; type: string }>(
      'select wr, type from pragma_table_list where name = ?',
    )
    .get(table) ?? { wr: 1, type: 'table' }
  // What it holds lies in tables of its own.
  if (type === 'virtual') return ''
  const last = wr ? '0' : 'max(rowid)'
  const row = connection
    .prepare<[], { n: number; last: number | null }>(
      `select count(*) as n, ${last} as last from ${quoted(table)}`,
    )
    .get()
  return `${row?.n} ${row?.last}`
}
