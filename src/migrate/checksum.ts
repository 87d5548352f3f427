import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Database } from '../db/open.js'

/**
 * The folder with the migrations' sources: `migrations/` beside the nearest package.json.
 * The compiled program runs from `dist/`, so it is looked for upwards.
 */
export function migrationsFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) {
    folder = dirname(folder)
  }
  return join(folder, 'migrations')
}

/**
 * SHA-256 of every migration's source by revision, with LF line ends. Empty where the sources
 * are not installed: nothing is compared then.
 */
export function sourceChecksums(folder: string): Map<string, string> {
  const checksums = new Map<string, string>()
  if (!existsSync(folder)) return checksums
  for (const file of readdirSync(folder)) {
    const match = /^([0-9a-f]{12})_.*\.ts$/.exec(file)
    if (match?.[1] === undefined) continue
    const source = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n')
    checksums.set(match[1], createHash('sha256').update(source).digest('hex'))
  }
  return checksums
}

/** What is recorded of a revision when it is applied. */
export interface Recorded {
  revision: string | null
  checksum: string | null
}

/** The revisions whose source is not what it was when they were applied. */
export function edited(
  rows: readonly Recorded[],
  checksums: ReadonlyMap<string, string>,
): string[] {
  return rows.flatMap(({ revision, checksum }) => {
    const now = checksums.get(revision ?? '')
    return revision !== null && checksum !== null && now !== undefined && now !== checksum
      ? [revision]
      : []
  })
}

/** A warning for each revision that was edited after it had been applied to this database. */
export async function editedRevisions(db: Database, folder: string): Promise<string[]> {
  const rows = await db.all<Recorded>('select revision, checksum from migrations')
  return edited(rows, sourceChecksums(folder)).map(editedWarning)
}

export function editedWarning(revision: string): string {
  return `warning: ${revision} was edited after it had been applied here; the edit has no effect on this database`
}
