import type { QueryRunner } from 'typeorm'
import type { Chain } from './chain.js'
import { timestampOf } from './chain.js'
import type { Revision } from './revision.js'
import { sql } from './sql.js'

/** One row of the `migrations` table. */
export interface Applied {
  name: string
  revision: string
  applied_us: number | null
  duration_ms: number | null
  checksum: string | null
}

/** What has been applied, in the order in which it was. */
export async function readApplied(queryRunner: QueryRunner, chain: Chain): Promise<Applied[]> {
  const rows = await sql<Omit<Applied, 'revision'> & { revision: string | null }>(
    queryRunner,
    'select name, revision, applied_us, duration_ms, checksum from migrations order by id',
  )
  return rows.map((row) => ({ ...row, revision: row.revision ?? revisionOfName(chain, row.name) }))
}

/** A row that TypeORM's own command wrote has a name only. */
export function revisionOfName(chain: Chain, name: string): string {
  return chain.order.find((revision) => revision.name === name)?.revision ?? name
}

/** Writes the row of a revision that has just run, in its transaction. */
export async function recordApplied(
  queryRunner: QueryRunner,
  revision: Revision,
  duration_ms: number | null,
  checksum: string | null,
): Promise<void> {
  await sql(
    queryRunner,
    'insert into migrations ("timestamp", name, revision, applied_us, duration_ms, checksum) values (?, ?, ?, ?, ?, ?)',
    [
      timestampOf(revision),
      revision.name,
      revision.revision,
      Date.now() * 1000,
      duration_ms,
      checksum,
    ],
  )
}

/** Takes the row of a revision away again, in the transaction that reverted it. */
export async function forgetApplied(queryRunner: QueryRunner, revision: Revision): Promise<void> {
  await sql(queryRunner, 'delete from migrations where name = ?', [revision.name])
}
