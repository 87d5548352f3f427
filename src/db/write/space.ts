import { type Database, openDatabase } from '../open.js'

/** Pages of an SQLite file: all, those that hold nothing, and whether they can be given back. */
export interface Space {
  pages: number
  free: number
  page_bytes: number
  /** Free pages can be cut off in small steps; otherwise only a `vacuum` of the whole file can. */
  isIncremental: boolean
}

/** Null for PostgreSQL, whose autovacuum takes care of itself. */
export async function findSpace(db: Database): Promise<Space | null> {
  if (db.engine === 'postgres') return null
  const row = await db.get<{ pages: number; free: number; page_bytes: number; mode: number }>(
    `select page_count as pages, freelist_count as free, page_size as page_bytes,
       auto_vacuum as mode
     from pragma_page_count(), pragma_freelist_count(), pragma_page_size(), pragma_auto_vacuum()`,
  )
  const INCREMENTAL = 2
  return {
    pages: row?.pages ?? 0,
    free: row?.free ?? 0,
    page_bytes: row?.page_bytes ?? 0,
    isIncremental: row?.mode === INCREMENTAL,
  }
}

/** Cuts up to `pages` free pages off an SQLite file, in a transaction of its own. */
export function returnPages(db: Database, pages: number): Promise<void> {
  return db.transaction(async () => {
    // A prepared statement is stepped once, which frees a single page; `exec` runs it to its end.
    db.sqlite?.exec(`pragma incremental_vacuum(${Math.floor(pages)})`)
  })
}

/**
 * Rewrites an SQLite file without its free pages, and so that later ones can be cut off in small
 * steps. Takes as much free disk again as the file has, and minutes; nobody can write meanwhile.
 * Gives the number of bytes that the file is smaller.
 */
export async function vacuum(url: string): Promise<number> {
  const db = await openDatabase(url, 'write')
  try {
    const before = await findSpace(db)
    if (before === null) return 0
    // The copy is as large as the database: not into memory.
    await db.run('pragma temp_store = file')
    // On a file with tables this takes effect with the VACUUM only.
    await db.run('pragma auto_vacuum = incremental')
    await db.run('vacuum')
    const after = await findSpace(db)
    await db.all('pragma wal_checkpoint(truncate)')
    return (before.pages - (after?.pages ?? 0)) * before.page_bytes
  } finally {
    await db.close()
  }
}
