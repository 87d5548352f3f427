import { statfsSync } from 'node:fs'
import { freemem } from 'node:os'
import { dirname } from 'node:path'
import type { QueryRunner } from 'typeorm'
import type { Database } from '../../db/open.js'
import { findSpace } from '../../db/write/space.js'
import { sql } from '../sql.js'
import { countRows, oldTableNames, type Source } from './source.js'

const MIB = 1024 * 1024

/**
 * Drops the tables that are empty now. Rows that belong to no packet (SQLite let MeshView leave
 * such) or to no node that can be named stay where they are, and are spoken of.
 */
export async function dropOldTables(
  db: Database,
  source: Source,
  log: (line: string) => void,
): Promise<void> {
  let keepsPacket = false
  for (const table of oldTableNames) {
    if (!source.tables.has(table)) continue
    const left = await countRows(db, source, table)
    if (left === 0 && !(table === 'packet' && keepsPacket)) {
      await db.run(`drop table v3_${table}`)
    } else if (left > 0) {
      if (table === 'packet_seen' || table === 'traceroute') keepsPacket = true
      log(`${left} rows of ${table} belong to nothing else that is there; they stay in v3_${table}`)
    }
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
  if (space === null) {
    await sql(queryRunner, 'analyze')
    return
  }
  if (space.isIncremental && space.free < space.pages / 10) return
  const content = (space.pages - space.free) * space.page_bytes
  // The copy is built in memory where there is plenty of it, else in a temporary file, and
  // passes through the log file.
  const inMemory = content < freemem() / 4
  const file = String(db.dataSource.options.database)
  const disk = file === ':memory:' ? null : statfsSync(dirname(file))
  const needed = content * (inMemory ? 1.1 : 2.2) + 16 * MIB
  if (disk !== null && disk.bavail * disk.bsize < needed) {
    log(
      `the file keeps its size: to shrink it, ${Math.ceil(needed / MIB)} MB would have to be free`,
    )
    return
  }
  const started = performance.now()
  await sql(queryRunner, `pragma temp_store = ${inMemory ? 'memory' : 'file'}`)
  try {
    await sql(queryRunner, 'vacuum')
    await sql(queryRunner, 'pragma wal_checkpoint(truncate)')
  } finally {
    await sql(queryRunner, 'pragma temp_store = memory')
  }
  const before = Math.ceil((space.pages * space.page_bytes) / MIB)
  log(
    `file shrunk from ${before} MB to ${Math.ceil(content / MIB)} MB (${((performance.now() - started) / 1000).toFixed(1)} s)`,
  )
}
