import { spawnSync } from 'node:child_process'
import { relative } from 'node:path'
import type { Database } from '../../db/open.js'
import { type Chain, chainOf } from '../chain.js'
import { compare } from '../compare.js'
import { type Emitted, emit } from '../emit.js'
import { ChainError } from '../errors.js'
import { messageFor } from '../message.js'
import { revisionFile, writeRevision } from '../revision-file.js'
import { type Environment, waitForOthers, withDatabase } from './environment.js'
import { appliedRows } from './show.js'

/**
 * `migrate revision -m TEXT [--autogenerate] [--head REV]`: writes a new migration. Without a text
 * it is called by what it does, where that is known.
 */
export async function revisionCommand(
  environment: Environment,
  options: { message?: string; autogenerate?: boolean; head?: string },
): Promise<number> {
  const chain = chainOf(environment.revisions)
  const parents = parentsFor(chain, options.head)
  let body: (Emitted & { message: string }) | undefined
  if (options.autogenerate) {
    body = await withDatabase(environment, 'write', async (db) => {
      await waitForOthers(environment, db)
      return differences(environment, db, chain)
    })
    if (body.up.length === 0 && body.warnings.length === 0) {
      environment.print('no changes: the models are as the database; no file was written')
      return 0
    }
  }
  const { revision, file } = writeRevision(environment.folder, chain, {
    message: options.message ?? body?.message ?? '',
    parents,
    body,
  })
  environment.print(`wrote ${relative(process.cwd(), file)} (revision ${revision})`)
  for (const warning of body?.warnings ?? []) environment.print(`look at: ${warning}`)
  environment.print(
    body === undefined
      ? 'fill in up() and down(), then restart: the writer applies it'
      : 'read it, then restart: the writer applies it',
  )
  return 0
}

/** `migrate merge -m TEXT REV REV …`: writes a revision that joins branches. */
export function mergeCommand(
  environment: Environment,
  options: { message: string; revisions: readonly string[] },
): number {
  const chain = chainOf(environment.revisions)
  const named = options.revisions.length === 1 && options.revisions[0] === 'heads'
  const parents = named ? chain.heads() : options.revisions.map((rev) => chain.resolve(rev))
  if (new Set(parents).size < 2) {
    throw new ChainError(
      'A merge needs two or more different revisions; "migrate heads" lists them.',
    )
  }
  for (const parent of parents) {
    const other = parents.find((rev) => rev !== parent && chain.lineage(rev).has(parent))
    if (other !== undefined) {
      throw new ChainError(`${other} builds on ${parent} already: there is nothing to merge.`)
    }
  }
  const { revision, file } = writeRevision(environment.folder, chain, {
    message: options.message,
    parents,
  })
  environment.print(`wrote ${relative(process.cwd(), file)} (revision ${revision})`)
  return 0
}

/**
 * `migrate edit REV`: opens the source of a revision in the editor that `VISUAL` or `EDITOR` names,
 * which may come with options of its own (`code --wait`).
 */
export function editCommand(environment: Environment, target: string): number {
  const chain = chainOf(environment.revisions)
  const [revision = ''] = target === 'head' ? parentsFor(chain, target) : [chain.resolve(target)]
  const file = revisionFile(environment.folder, revision)
  if (file === null) {
    throw new ChainError(`The source of ${revision} is not in ${environment.folder}.`)
  }
  const editor = process.env.VISUAL || process.env.EDITOR || 'vi'
  const { status, error } = spawnSync('sh', ['-c', `${editor} "$1"`, 'sh', file], {
    stdio: 'inherit',
  })
  if (error) throw error
  return status === 0 ? 0 : 1
}

function parentsFor(chain: Chain, head: string | undefined): string[] {
  if (head !== undefined && head !== 'head') return [chain.resolve(head)]
  const heads = chain.heads()
  if (heads.length > 1) {
    throw new ChainError(
      `Multiple heads: ${heads.join(', ')}. Say which one to build on with --head REV, or join them with "migrate merge -m TEXT ${heads.join(' ')}".`,
    )
  }
  return heads
}

async function differences(
  environment: Environment,
  db: Database,
  chain: Chain,
): Promise<Emitted & { message: string }> {
  const applied = (await appliedRows(db, chain)).map((row) => row.revision)
  if (chain.planUp(applied, 'heads').length > 0) {
    throw new ChainError(
      'The database is not up to date, so what the models add to it cannot be told. Run "migrate upgrade head" first.',
    )
  }
  const queryRunner = await db.queryRunner()
  try {
    const found = await compare(queryRunner, environment.models)
    return { ...emit(found, environment.models, db.engine), message: messageFor(found) }
  } finally {
    await queryRunner.release()
  }
}
