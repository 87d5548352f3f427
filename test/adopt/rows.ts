import type { Database } from '../../src/db/open.js'

/** Tables that say when something was done, not what is there. */
const bookkeeping = ['migrations', 'migration_status', 'writer_status']

/** The names of all tables, those of the engine aside. */
export async function tableNames(db: Database): Promise<string[]> {
  const rows = await db.all<{ name: string }>(
    db.engine === 'sqlite'
      ? `select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by 1`
      : 'select tablename as name from pg_tables where schemaname = current_schema() order by 1',
  )
  return rows.map((row) => row.name)
}

/** Every row of every table, and the names of all indexes. */
export async function everyRow(db: Database): Promise<Record<string, unknown>> {
  const state: Record<string, unknown> = {}
  for (const name of await tableNames(db)) {
    if (bookkeeping.includes(name)) continue
    const rows = await db.all(`select * from "${name}"`)
    state[name] = rows.map((row) => JSON.stringify(row)).sort()
  }
  state.indices = await db.all(
    db.engine === 'sqlite'
      ? `select name from sqlite_master where type = 'index' order by 1`
      : 'select indexname as name from pg_indexes where schemaname = current_schema() order by 1',
  )
  return state
}

export async function dropAll(db: Database): Promise<void> {
  for (const name of await tableNames(db)) await db.run(`drop table "${name}"`)
}
