import { dirname } from 'node:path'
import type BetterSqlite3 from 'better-sqlite3'
import { connectSqlite } from '../db/sqlite-driver.js'
import { BackupError } from './fault.js'
import { requireSpace } from './files.js'

/** What was found in a copy when it was opened. */
export interface CopyFacts {
  /** Heads of the schema, as the table of migrations names them. */
  revisions: string[]
  /** Rows by table. */
  rows: Record<string, number>
  bytes: number
}

export interface CopyOptions {
  signal?: AbortSignal
  /** How many times the size of the database has to be free in the target's folder. */
  room?: number
}

/** 4 MB between two looks at signals. */
const PAGES_PER_STEP = 1000
const MIB = 1024 * 1024

/**
 * Copies an SQLite database that may be in use to the file `copy`, which is missing or empty, and
 * checks the copy: sound, and row for row as many as the original had.
 *
 * By SQLite's backup API, never by reading the file: the write-ahead log is part of the database,
 * and closing any other descriptor of the file would drop the locks of this process. The reading
 * transaction that is open meanwhile keeps the original as it was at its beginning; without it
 * every commit of another process would start the copy from the beginning.
 */
export async function copySqlite(
  source: string,
  copy: string,
  options: CopyOptions = {},
): Promise<CopyFacts> {
  const connection = connectSqlite(source, { readonly: true, timeout: 5000 })
  try {
    connection.exec('begin')
    const rows = countRows(connection)
    const bytes = sizeOf(connection)
    requireSpace(dirname(copy), Math.ceil(bytes * (options.room ?? 1)) + 16 * MIB, 'The copy')
    await connection.backup(copy, {
      progress: () => {
        options.signal?.throwIfAborted()
        return PAGES_PER_STEP
      },
    })
    const facts = checkSqlite(copy)
    for (const [table, expected] of Object.entries(rows)) {
      if (facts.rows[table] === expected) continue
      throw new BackupError(
        `The copy of ${source} has ${facts.rows[table] ?? 'no'} rows in ${table} instead of ${expected}.`,
        'Try again; if it happens again, check disk and memory of this machine.',
      )
    }
    return facts
  } finally {
    connection.close()
  }
}

/**
 * Opens an SQLite file that nobody else uses, looks whether it is sound, and makes it one file
 * without a log beside it. Throws {@link BackupError} when it is damaged.
 */
export function checkSqlite(file: string): CopyFacts {
  const connection = connectSqlite(file, { fileMustExist: true })
  try {
    connection.pragma('journal_mode = delete')
    const answer = connection.pragma('quick_check(1)', { simple: true })
    if (answer !== 'ok') throw new BackupError(`${file} is damaged: ${answer}.`)
    return {
      revisions: revisionsOf(connection),
      rows: countRows(connection),
      bytes: sizeOf(connection),
    }
  } finally {
    connection.close()
  }
}

function sizeOf(connection: BetterSqlite3.Database): number {
  const pages = Number(connection.pragma('page_count', { simple: true }))
  return pages * Number(connection.pragma('page_size', { simple: true }))
}

function countRows(connection: BetterSqlite3.Database): Record<string, number> {
  const tables = connection
    .prepare<[], { name: string }>(
      `select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\'`,
    )
    .all()
  return Object.fromEntries(
    tables.map(({ name }) => {
      const quoted = `"${name.replaceAll('"', '""')}"`
      const row = connection
        .prepare<[], { rows: number }>(`select count(*) as rows from ${quoted}`)
        .get()
      return [name, row?.rows ?? 0]
    }),
  )
}

/** Newest last; a database of MeshView 3.x has none of ours. */
function revisionsOf(connection: BetterSqlite3.Database): string[] {
  try {
    const rows = connection
      .prepare<[], { name: string; revision: string | null }>(
        'select name, revision from migrations order by id',
      )
      .all()
    return rows.map((row) => row.revision ?? row.name)
  } catch {
    return []
  }
}
