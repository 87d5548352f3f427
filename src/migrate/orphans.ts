import type { QueryRunner } from 'typeorm'
import { engineOf, sql } from './sql.js'

/** Rows that refer to a row that is not there, counted by table and foreign key (SQLite). */
export type Orphans = ReadonlyMap<string, number>

/**
 * Counts what `pragma foreign_key_check` finds. PostgreSQL never lets such rows be, and
 * in SQLite it costs nothing where no table has a foreign key.
 */
export async function countOrphans(queryRunner: QueryRunner): Promise<Orphans> {
  const counts = new Map<string, number>()
  if (engineOf(queryRunner) !== 'sqlite') return counts
  const rows = await sql<{ child: string; parent: string; n: number }>(
    queryRunner,
    'select "table" as child, parent, count(*) as n from pragma_foreign_key_check group by 1, 2, fkid',
  ).catch((error: unknown) => {
    // A reference to columns that are no key: SQLite cannot check any row then.
    const [mismatch] = /foreign key mismatch.*/.exec(String(error)) ?? []
    if (mismatch === undefined) throw error
    return [{ child: mismatch, parent: 'no key', n: 1 }]
  })
  for (const { child, parent, n } of rows) {
    const key = `${child} → ${parent}`
    counts.set(key, (counts.get(key) ?? 0) + n)
  }
  return counts
}

/**
 * Throws when a step made orphans; those from before it may stay, also in a table that has
 * another name now. Returns the new count.
 */
export function refuseNewOrphans(before: Orphans, after: Orphans): Orphans {
  let renamed = 0
  for (const [key, count] of before) if (!after.has(key)) renamed += count
  for (const [key, count] of after) {
    const was = before.get(key)
    const allowed = was ?? Math.min(count, renamed)
    if (was === undefined) renamed -= allowed
    if (count > allowed) {
      throw new Error(
        `${count - allowed} rows would be left without the row they refer to (${key})`,
      )
    }
  }
  return after
}
