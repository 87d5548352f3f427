import type { Database } from '../../src/db/open.js'

/** Tables that say when something was done, not what is there. */
const bookkeeping = ['migrations', 'migration_status', 'writer_status']

/** The names of all tables, those of the engine aside and those that an FTS5 table is made of. */
export async function tableNames(db: Database): Promise<string[]> {
  const rows = await db.all<{ name: string }>(
    db.engine === 'sqlite'
      ? `select name from pragma_table_list where schema = 'main' and type in ('table', 'virtual')
         and name not like 'sqlite\\_%' escape '\\' order by 1`
      : 'select tablename as name from pg_tables where schemaname = current_schema() order by 1',
  )
  return rows.map((row) => row.name)
}

/** Every row of every table, and the names of all indexes. */
export async function everyRow(db: Database): Promise<Record<string, unknown>> {
  const state: Record<string, unknown> = {}
  for (const name of await tableNames(db)) {
    if (bookkeeping.includes(name)) continue
    const rows = await (db.engine === 'sqlite' && name === 'text_search'
      ? tokensOf(db)
      : db.all(`select * from "${name}"`))
    state[name] = rows.map((row) => JSON.stringify(row)).sort()
  }
  state.indices = await db.all(
    db.engine === 'sqlite'
      ? `select name from sqlite_master where type = 'index' order by 1`
      : 'select indexname as name from pg_indexes where schemaname = current_schema() order by 1',
  )
  return state
}

/** An FTS5 table without content tells its tokens only this way. */
async function tokensOf(db: Database): Promise<unknown[]> {
  await db.run(
    `create virtual table if not exists temp.token using fts5vocab(main, text_search, instance)`,
  )
  const rows = await db.all('select doc, term from token')
  await db.run('drop table temp.token')
  return rows
}

export async function dropAll(db: Database): Promise<void> {
  for (const name of await tableNames(db)) await db.run(`drop table "${name}"`)
}
