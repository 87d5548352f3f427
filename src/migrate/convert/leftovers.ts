import type { Database } from '../../db/open.js'
import { countRows, oldTableNames, type Source } from './source.js'

/** Read to the end by now, where rows are not deleted as they are converted. */
const OF_PACKETS: ReadonlySet<string> = new Set(['packet_seen', 'traceroute', 'packet'])

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
    const isRead = !source.isEmptied && OF_PACKETS.has(table)
    const left = isRead ? 0 : await countRows(db, source, table)
    if (left === 0 && !(table === 'packet' && keepsPacket)) {
      await db.run(`drop table v3_${table}`)
    } else if (left > 0) {
      if (table === 'packet_seen' || table === 'traceroute') keepsPacket = true
      log(`${left} rows of ${table} belong to nothing else that is there; they stay in v3_${table}`)
    }
  }
}
