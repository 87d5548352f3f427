import { sqliteFile } from '../../db/open.js'
import { chainOf } from '../chain.js'
import { edited, sourceChecksums } from '../checksum.js'
import { compare, sentence } from '../compare.js'
import { type Environment, waitForOthers, withDatabase } from './environment.js'
import { appliedRows } from './show.js'

/** `migrate check`: do models, chain and database agree? 1 when not, with a line per difference. */
export async function checkCommand(environment: Environment): Promise<number> {
  const chain = chainOf(environment.revisions)
  const found: string[] = []
  const heads = chain.heads()
  if (heads.length > 1) {
    found.push(`multiple heads: ${heads.join(', ')}; join them with "migrate merge"`)
  }
  // On PostgreSQL the comparison makes temporary tables, which a read-only session may not.
  const mode = sqliteFile(environment.url) === null ? 'write' : 'read'
  await withDatabase(environment, mode, async (db) => {
    await waitForOthers(environment, db)
    const rows = await appliedRows(db, chain)
    const applied = rows.map((row) => row.revision)
    const unknown = applied.filter((revision) => !chain.get(revision))
    const pending = chain.planUp(applied, 'heads')
    if (unknown.length > 0) found.push(`unknown revisions applied: ${unknown.join(', ')}`)
    if (pending.length > 0) {
      const at = chain.headsOf(applied.filter((rev) => chain.get(rev))).join(', ') || 'base'
      found.push(`the database is at ${at}, the head is ${heads.join(', ')}`)
    }
    const checksums = sourceChecksums(environment.folder)
    for (const revision of edited(rows, checksums)) {
      found.push(`${revision} was edited after it had been applied`)
    }
    if (pending.length + unknown.length > 0) return
    const queryRunner = await db.queryRunner()
    try {
      found.push(...(await compare(queryRunner, environment.models)).map(sentence))
    } finally {
      await queryRunner.release()
    }
  })
  for (const line of found) environment.print(line)
  if (found.length === 0) environment.print('models, chain and database agree')
  return found.length === 0 ? 0 : 1
}
