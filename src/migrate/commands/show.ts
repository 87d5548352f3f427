import { relative } from 'node:path'
import type { Database } from '../../db/open.js'
import type { Applied } from '../applied.js'
import { readApplied } from '../applied.js'
import { type Chain, chainOf, parentsOf } from '../chain.js'
import { ChainError } from '../errors.js'
import { lockHeld } from '../lock.js'
import type { Revision } from '../revision.js'
import { revisionFile } from '../revision-file.js'
import { hasTable } from '../sql.js'
import { readStatus } from '../status.js'
import { type Environment, withDatabaseIfThere } from './environment.js'

/** `migrate current [-v] [--check-heads]`: where the database stands. */
export async function currentCommand(
  environment: Environment,
  options: { verbose?: boolean; checkHeads?: boolean },
): Promise<number> {
  const chain = chainOf(environment.revisions)
  return withDatabaseIfThere(environment, async (db) => {
    const rows = db === null ? [] : await appliedRows(db, chain)
    const heads = new Set(chain.heads())
    const unknown = rows.filter((row) => !chain.get(row.revision))
    const current = chain.headsOf(
      rows.filter((row) => chain.get(row.revision)).map((row) => row.revision),
    )
    for (const revision of current) {
      environment.print(`${revision}${heads.has(revision) ? ' (head)' : ''}`)
      if (options.verbose) {
        const row = rows.find((candidate) => candidate.revision === revision)
        for (const line of details(chain.get(revision), row)) environment.print(`  ${line}`)
      }
    }
    for (const row of unknown) environment.print(`${row.revision} (unknown to this program)`)
    if (current.length + unknown.length === 0) {
      environment.print('base')
      const old = db === null ? null : await revisionOfMeshview3(db)
      if (old !== null) {
        environment.print(
          `a database of MeshView 3.x (its revision ${old}); the next start takes it over`,
        )
      }
    }
    if (options.verbose && db !== null) await printStatus(environment, db)
    const atHead = unknown.length === 0 && current.join() === chain.heads().join()
    if (options.checkHeads && !atHead) {
      environment.print(`the head is ${chain.heads().join(', ')}`)
      return 1
    }
    return 0
  })
}

/** Where the Python program's own chain stands; null where it has made no database. */
async function revisionOfMeshview3(db: Database): Promise<string | null> {
  const queryRunner = await db.queryRunner()
  try {
    if (!(await hasTable(queryRunner, 'alembic_version'))) return null
  } finally {
    await queryRunner.release()
  }
  const row = await db.get<{ version_num: string }>('select version_num from alembic_version')
  return row?.version_num ?? null
}

/** `migrate history [-r FROM:TO] [-i] [-v]`: the chain, newest first. */
export async function historyCommand(
  environment: Environment,
  options: { range?: string; indicateCurrent?: boolean; verbose?: boolean },
): Promise<number> {
  const chain = chainOf(environment.revisions)
  const needsDatabase = options.indicateCurrent || /\bcurrent\b/.test(options.range ?? '')
  const rows = needsDatabase
    ? await withDatabaseIfThere(environment, async (db) =>
        db === null ? [] : appliedRows(db, chain),
      )
    : []
  const current = chain.headsOf(rows.map((row) => row.revision).filter((rev) => chain.get(rev)))
  const shown = options.range === undefined ? chain.order : within(chain, options.range, current)
  for (const revision of [...shown].reverse()) {
    const isCurrent = options.indicateCurrent && current.includes(revision.revision)
    const from = parentsOf(revision).join(', ') || '<base>'
    environment.print(`${from} -> ${described(chain, revision, isCurrent)}`)
    if (options.verbose) for (const line of details(revision)) environment.print(`  ${line}`)
  }
  return 0
}

/** The revisions of `FROM:TO`, both included; either may be left out, or be `current`. */
function within(chain: Chain, range: string, current: readonly string[]): Revision[] {
  const [from = '', to = '', ...more] = range.split(':')
  if (more.length > 0 || !range.includes(':')) {
    throw new ChainError(`"${range}" is no range; write FROM:TO, either of which may be left out.`)
  }
  const named = (name: string) =>
    name === 'current' ? current : /^heads?$/.test(name) ? chain.heads() : [chain.resolve(name)]
  const ends = to === '' ? chain.heads() : to === 'base' ? [] : named(to)
  const below = new Set(ends.flatMap((end) => [...chain.lineage(end)]))
  const starts = from === '' || from === 'base' ? [] : named(from)
  return chain.order.filter(
    ({ revision }) =>
      below.has(revision) &&
      (starts.length === 0 || starts.some((start) => chain.lineage(revision).has(start))),
  )
}

/** `2fd8358bb640 (head), count what goes to one node` */
function described(chain: Chain, revision: Revision, isCurrent = false): string {
  const children = chain.childrenOf(revision.revision)
  const marks = [
    children.length === 0 ? 'head' : '',
    children.length > 1 ? 'branchpoint' : '',
    parentsOf(revision).length > 1 ? 'mergepoint' : '',
    isCurrent ? 'current' : '',
  ].filter(Boolean)
  return `${revision.revision}${marks.map((mark) => ` (${mark})`).join('')}, ${revision.message}`
}

/** `migrate show REV`: one revision, with the file that it is in. */
export function showCommand(environment: Environment, target: string): number {
  const chain = chainOf(environment.revisions)
  const named = /^heads?$/.test(target) ? chain.heads() : [chain.resolve(target)]
  for (const name of named) {
    const revision = chain.get(name)
    if (revision === undefined) continue
    environment.print(described(chain, revision))
    for (const line of details(revision)) environment.print(`  ${line}`)
    const file = revisionFile(environment.folder, name)
    if (file !== null) environment.print(`  file: ${relative(process.cwd(), file)}`)
  }
  return 0
}

/** `migrate branches [-v]`: where the chain parts, and into what. */
export function branchesCommand(environment: Environment, options: { verbose?: boolean }): number {
  const chain = chainOf(environment.revisions)
  for (const revision of chain.order) {
    const children = chain.childrenOf(revision.revision)
    if (children.length < 2) continue
    environment.print(described(chain, revision))
    if (options.verbose) for (const line of details(revision)) environment.print(`  ${line}`)
    for (const name of children) {
      const child = chain.get(name)
      if (child !== undefined) environment.print(`  -> ${described(chain, child)}`)
    }
  }
  return 0
}

/** `migrate heads [-v]` */
export function headsCommand(environment: Environment, options: { verbose?: boolean }): number {
  const chain = chainOf(environment.revisions)
  for (const head of chain.heads()) {
    environment.print(`${head} (head)`)
    if (options.verbose) for (const line of details(chain.get(head))) environment.print(`  ${line}`)
  }
  return 0
}

/** What has been applied; nothing where the table of the migrations is missing. */
export async function appliedRows(db: Database, chain: Chain): Promise<Applied[]> {
  const queryRunner = await db.queryRunner()
  try {
    return (await hasTable(queryRunner, 'migrations')) ? await readApplied(queryRunner, chain) : []
  } finally {
    await queryRunner.release()
  }
}

function details(revision: Revision | undefined, row?: Applied): string[] {
  if (revision === undefined) return []
  const lines = [
    `message: ${revision.message}`,
    `builds on: ${parentsOf(revision).join(', ') || '<base>'}`,
    `name: ${revision.name}`,
  ]
  if (revision.transaction === false) lines.push('runs outside a transaction')
  if (row?.applied_us) {
    const took = row.duration_ms === null ? '' : `, took ${row.duration_ms} ms`
    lines.push(`applied: ${new Date(row.applied_us / 1000).toISOString()}${took}`)
  }
  return lines
}

async function printStatus(environment: Environment, db: Database): Promise<void> {
  const queryRunner = await db.queryRunner()
  const there = await hasTable(queryRunner, 'migration_status')
  await queryRunner.release()
  const status = there ? await readStatus(db) : null
  if (status?.in_progress && (await lockHeld(db))) {
    environment.print(
      `migrating now: ${status.phase} ${status.step}/${status.steps} ${status.revision ?? ''} by ${status.owner}`,
    )
  } else if (status?.in_progress) {
    environment.print(
      `interrupted: ${status.phase} ${status.revision ?? ''} by ${status.owner}; it goes on at the next start`,
    )
  }
  if (status?.error) environment.print(`last error: ${status.error}`)
  if (status?.backup_path) environment.print(`last backup: ${status.backup_path}`)
}
