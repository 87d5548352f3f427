import { openDatabase } from '../db/open.js'
import { unknownRevisions } from '../migrate/index.js'
import { makeBackup } from './backup.js'
import { BackupError, newerBackup } from './fault.js'
import { backupFile, freeName } from './files.js'
import { restoreCommand, restorePostgres, revisionsOfDump, tablesOfDump } from './postgres-tools.js'
import type { Restored, RestoreOptions } from './restore.js'

/**
 * Puts a dump in the place of what is in the PostgreSQL database, which is dumped before. The
 * tables are replaced in one transaction. Where others keep theirs in schemas of the same database,
 * those stay as they are: a dump has all of them, from the day on which it was made.
 */
export async function restoreDump(
  url: string,
  backup: string,
  { folder, say, signal }: RestoreOptions,
): Promise<Restored> {
  const { schema, present } = await lookAt(url)
  const dumped = await tablesOfDump(url, backup)
  const only = dumped.every((table) => table.schema === schema) ? null : schema
  const tables = dumped.filter((table) => table.schema === schema).map(({ name }) => name)
  if (!tables.includes('packet') || !tables.includes('node')) {
    throw new BackupError(`${backup} is a dump, but not one of MeshView.`)
  }
  const unknown = unknownRevisions(await revisionsOfDump(url, backup, only))
  if (unknown.length > 0) throw newerBackup(backup, unknown)
  say(`${backup} is sound: ${tables.length} tables`)
  refuseStrangers(present, tables)
  const aside = present.length === 0 ? null : await dumpAside(url, folder, signal)
  await restorePostgres(url, backup, only, signal)
  return {
    aside,
    content: `${tables.length} tables`,
    undo: aside && restoreCommand(url, aside, only),
  }
}

/** The schema that MeshView's tables are in, and what is in it. */
async function lookAt(url: string): Promise<{ schema: string; present: string[] }> {
  const db = await openDatabase(url, 'read')
  try {
    const row = await db.get<{ schema: string | null }>('select current_schema() as schema')
    const rows = await db.all<{ name: string }>(
      'select tablename as name from pg_tables where schemaname = current_schema()',
    )
    return { schema: row?.schema ?? 'public', present: rows.map(({ name }) => name) }
  } finally {
    await db.close()
  }
}

/** `pg_restore --clean` replaces what is in the dump; anything else would stay and get in the way. */
function refuseStrangers(present: string[], tables: string[]): void {
  const strangers = present.filter((table) => !tables.includes(table))
  if (strangers.length === 0) return
  throw new BackupError(
    `The database has tables that are not in the backup: ${strangers.join(', ')}.`,
    'The backup is of another version. Restore it into an empty database (createdb) and name that in [database] connection_string. Nothing was changed.',
  )
}

async function dumpAside(url: string, folder: string, signal?: AbortSignal): Promise<string> {
  const file = freeName(backupFile(folder, url).replace(/\.dump$/, '.before-restore.dump'))
  await makeBackup(url, file, signal)
  return file
}
