import { statfsSync } from 'node:fs'
import { freemem } from 'node:os'
import type { QueryRunner } from 'typeorm'
import type { Database } from '../../db/open.js'
import { findSpace, type Space } from '../../db/write/space.js'
import { engineOf, quoted, sql } from '../sql.js'
import { createIndex } from '../tables.js'
import { frozenTables } from './tables.js'

const MIB = 1024 * 1024
const PAGES_PER_CHECKPOINT = 1000

/** The tables that grow with every packet: their indexes are made at once when all rows are in. */
const indexedLater = frozenTables.filter((table) => table.indices !== undefined)

/** Drops the indexes that only readers need; {@link makeIndices} makes them again. */
export async function dropIndices(queryRunner: QueryRunner): Promise<void> {
  for (const table of indexedLater) {
    for (const name of Object.keys(table.indices ?? {})) {
      await sql(queryRunner, `drop index if exists ${quoted(name)}`)
    }
  }
}

/** Makes those of them that are missing. */
export async function makeIndices(queryRunner: QueryRunner): Promise<void> {
  const rows = await sql<{ name: string }>(
    queryRunner,
    engineOf(queryRunner) === 'postgres'
      ? 'select indexname as name from pg_indexes where schemaname = current_schema()'
      : `select name from sqlite_master where type = 'index'`,
  )
  const present = new Set(rows.map((row) => row.name))
  for (const table of indexedLater) {
    for (const [name, index] of Object.entries(table.indices ?? {})) {
      if (!present.has(name)) await createIndex(queryRunner, name, table.name, index)
    }
  }
}

/**
 * Runs the conversion with more memory for pages and fewer checkpoints (SQLite): both save
 * writing the same page many times. The log file stays small beside the database.
 */
export async function withRoom<T>(
  queryRunner: QueryRunner,
  db: Database,
  work: () => Promise<T>,
): Promise<T> {
  const space = await findSpace(db)
  if (space === null) return work()
  const [cache] = await sql<{ cache_size: number }>(queryRunner, 'pragma cache_size')
  const pages = Math.min(8 * PAGES_PER_CHECKPOINT, Math.floor(space.pages / 16))
  await sql(queryRunner, `pragma wal_autocheckpoint = ${Math.max(PAGES_PER_CHECKPOINT, pages)}`)
  await sql(queryRunner, `pragma cache_size = ${-64 * 1024}`)
  await sql(
    queryRunner,
    `pragma temp_store = ${hasMemoryFor(contentOf(space)) ? 'memory' : 'file'}`,
  )
  try {
    return await work()
  } finally {
    await sql(queryRunner, `pragma wal_autocheckpoint = ${PAGES_PER_CHECKPOINT}`)
    await sql(queryRunner, `pragma cache_size = ${cache?.cache_size ?? -16 * 1024}`)
    await sql(queryRunner, 'pragma temp_store = memory')
  }
}

/**
 * Gives the room of the old tables back to the disk, and lets the file give back its free pages
 * in small steps from now on. SQLite writes the whole database once more for that; where the disk
 * is too small the file stays as large as it is, and is filled again from within.
 */
export async function shrink(
  queryRunner: QueryRunner,
  db: Database,
  log: (line: string) => void,
): Promise<void> {
  const space = await findSpace(db)
  if (space === null || (space.isIncremental && space.free < Math.max(space.pages / 10, 256)))
    return
  const content = contentOf(space)
  // The copy is built in memory or in a temporary file, and passes through the log file.
  const needed = content * (hasMemoryFor(content) ? 1.1 : 2.2) + 16 * MIB
  const file = db.address
  const disk = file === ':memory:' ? null : statfsSync(file)
  if (disk !== null && disk.bavail * disk.bsize < needed) {
    log(`the file keeps its size; to shrink it, ${Math.ceil(needed / MIB)} MB had to be free`)
    return
  }
  const started = performance.now()
  await sql(queryRunner, 'vacuum')
  await sql(queryRunner, 'pragma wal_checkpoint(truncate)')
  const before = Math.ceil((space.pages * space.page_bytes) / MIB)
  log(
    `the old tables' ${before - Math.ceil(content / MIB)} MB are given back (${((performance.now() - started) / 1000).toFixed(1)} s)`,
  )
}

function contentOf(space: Space): number {
  return (space.pages - space.free) * space.page_bytes
}

/** Whether that many bytes can be held without crowding out others. */
function hasMemoryFor(bytes: number): boolean {
  return bytes < freemem() / 4
}
