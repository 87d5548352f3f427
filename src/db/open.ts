import type { Database } from './database.js'
import { openSqlite } from './sqlite.js'

export type { Database, Insert, Param } from './database.js'
export { MissingDatabaseError } from './sqlite.js'

/** The file of an SQLite URL (`sqlite:///relative.db`, `sqlite:////absolute.db`), or null. */
export function sqliteFile(url: string): string | null {
  const match = /^sqlite:\/\/\/(.+)$/.exec(url)
  return match?.[1] ?? null
}

/**
 * Opens the database that a connection string names. `read` really cannot write: SQLite is
 * opened read-only, PostgreSQL with read-only transactions.
 */
export async function openDatabase(url: string, mode: 'read' | 'write'): Promise<Database> {
  const file = sqliteFile(url)
  if (file !== null) return openSqlite(file, mode)
  if (/^postgres(ql)?:\/\//.test(url)) {
    // TypeORM and its driver are not small: who has SQLite does without.
    const { openPostgres } = await import('./postgres.js')
    return openPostgres(url, mode)
  }
  throw new Error(
    `cannot open ${url.split(':')[0]}: a connection string begins with sqlite:/// or postgresql://`,
  )
}
