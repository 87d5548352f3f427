import type { Database } from './database.js'

/** Whether the database has a table of this name; MeshView 3.x may have left some that are not ours. */
export async function hasTable(db: Database, name: string): Promise<boolean> {
  const row = await db.get(
    db.engine === 'sqlite'
      ? "select 1 from sqlite_master where type = 'table' and name = ?"
      : 'select 1 from pg_tables where schemaname = current_schema() and tablename = ?',
    [name],
  )
  return row !== undefined
}
