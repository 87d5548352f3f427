import { type Database, sqliteFile } from '../../db/open.js'
import { type Chain, chainOf } from '../chain.js'
import { NewerDatabaseError } from '../errors.js'
import { hasData } from '../fingerprint.js'
import { preview } from '../preview.js'
import type { Revision } from '../revision.js'
import {
  downgrade,
  ensureVersion,
  lineageOf,
  type MigrateOptions,
  type MigrateResult,
  stamp,
  upgrade,
} from '../runner.js'
import { unknownRevisions } from '../state.js'
import type { Direction } from '../step.js'
import {
  type Environment,
  withDatabase,
  withDatabaseIfThere,
  withoutWriter,
} from './environment.js'
import { appliedRows } from './show.js'

export interface ChangeOptions {
  sql?: boolean
  backup: boolean
  yes?: boolean
}

/** `migrate upgrade TARGET` */
export async function upgradeCommand(
  environment: Environment,
  target: string,
  options: ChangeOptions,
): Promise<number> {
  if (options.sql) return sqlCommand(environment, 'upgrade', target)
  return withDatabase(environment, 'write', async (db) => {
    const plan = await planOf(environment, db, 'upgrade', target)
    const run = () => upgrade(db, target, migrateOptions(environment, options))
    const result = plan.length === 0 ? await run() : await withoutWriter(environment, db, run)
    environment.print(outcome(result))
    return 0
  })
}

/** `migrate downgrade TARGET`: asks before it throws away what was gathered. */
export async function downgradeCommand(
  environment: Environment,
  target: string,
  options: ChangeOptions,
): Promise<number> {
  if (options.sql) return sqlCommand(environment, 'downgrade', target)
  return withDatabase(environment, 'write', async (db) => {
    const losses = await lossesOf(environment, db, target)
    if (losses.length > 0 && !options.yes) {
      const question = `This downgrade loses ${losses.join('; ')}.`
      const answer = await environment.ask?.(`${question} Go on?`)
      if (!answer) {
        environment.print(`${question} Nothing was changed; with --yes it is done.`)
        return 1
      }
    }
    const result = await withoutWriter(environment, db, () =>
      downgrade(db, target, migrateOptions(environment, options)),
    )
    environment.print(outcome(result))
    return 0
  })
}

/** `migrate stamp TARGET` */
export async function stampCommand(
  environment: Environment,
  target: string,
  options: { purge?: boolean },
): Promise<number> {
  return withDatabase(environment, 'write', async (db) => {
    const stampOptions = migrateOptions(environment, { backup: false })
    await withoutWriter(environment, db, () =>
      stamp(db, target, { ...stampOptions, purge: options.purge }),
    )
    return 0
  })
}

/** `migrate ensure_version`: a database that is asked where it stands can say so. */
export async function ensureVersionCommand(environment: Environment): Promise<number> {
  return withDatabase(environment, 'write', async (db) => {
    const options = migrateOptions(environment, { backup: false })
    const { to } = await withoutWriter(environment, db, () => ensureVersion(db, options))
    environment.print(`the tables of the migrations are there; ${atHeads(to)}`)
    return 0
  })
}

function migrateOptions(environment: Environment, options: ChangeOptions): MigrateOptions {
  return {
    backup: options.backup && environment.backup !== false,
    keep: environment.keep,
    revisions: environment.revisions,
    folder: environment.folder,
    log: environment.print,
    signal: environment.signal,
  }
}

/** What a downgrade would throw away; nothing where there is no row. */
async function lossesOf(environment: Environment, db: Database, target: string): Promise<string[]> {
  const plan = await planOf(environment, db, 'downgrade', target)
  if (plan.length === 0 || !(await hasData(db))) return []
  return target === 'base'
    ? ['every row of the database']
    : plan.flatMap((revision) => revision.downLoses ?? [])
}

/** What would be run if it began now; under the lock it is planned again. */
async function planOf(
  environment: Environment,
  db: Database,
  direction: Direction,
  target: string,
): Promise<Revision[]> {
  const chain = chainOf(environment.revisions)
  const applied = (await appliedRows(db, chain)).map((row) => row.revision)
  return plansOf(chain)[direction](new Set(applied), target)
}

/**
 * `--sql`: changes nothing, and makes no file either. `FROM:TO` is the SQL for a database that
 * stands at FROM, wherever that is.
 */
function sqlCommand(
  environment: Environment,
  direction: Direction,
  target: string,
): Promise<number> {
  const work = (db: Database | null) => printSql(environment, db, direction, target)
  // On PostgreSQL it is done and rolled back, which a read-only session may not.
  return sqliteFile(environment.url) === null
    ? withDatabase(environment, 'write', work)
    : withDatabaseIfThere(environment, work)
}

async function printSql(
  environment: Environment,
  db: Database | null,
  direction: Direction,
  range: string,
): Promise<number> {
  const chain = chainOf(environment.revisions)
  const plan = plansOf(chain)[direction]
  const [start, target = start] = range.split(':') as [string, string?]
  const from = range.includes(':') ? lineageOf(chain, start) : undefined
  if (from === undefined && db !== null) await refuseNewer(db, chain)
  const { lines, byProgram } = await preview(db, {
    direction,
    chain,
    plan: (applied) => plan(applied, target),
    from,
  })
  const losesRows =
    direction === 'upgrade' && byProgram.length > 0 && db !== null && (await hasData(db))
  if (losesRows) for (const line of TO_READ_ONLY) environment.print(line)
  for (const line of lines) environment.print(losesRows ? commented(line) : line)
  return 0
}

/** As the command itself does, which would run nothing of it. */
async function refuseNewer(db: Database, chain: Chain): Promise<void> {
  const applied = (await appliedRows(db, chain)).map((row) => row.revision)
  const unknown = unknownRevisions(applied, chain.order)
  if (unknown.length > 0) throw new NewerDatabaseError(unknown, null)
}

/** Before statements that would drop rows which the program carries over. */
const TO_READ_ONLY = [
  '-- To be read, not to be run: this database holds rows that the program carries over itself.',
  '-- Run by hand these statements would lose them, so they stand here as comments.',
  '-- mvrun migrate upgrade, or a start of the writer, does all of it, after a backup.',
  '',
]

function commented(text: string): string {
  return text.replace(/^(?!--)(?=.)/gm, '-- ')
}

function plansOf(
  chain: Chain,
): Record<Direction, (applied: Set<string>, target: string) => Revision[]> {
  return { upgrade: chain.planUp, downgrade: chain.planDown }
}

function outcome(result: MigrateResult): string {
  const at = atHeads(result.to)
  return result.applied.length === 0 ? `nothing to do; ${at}` : at
}

function atHeads(heads: readonly string[]): string {
  return `the database is at ${heads.join(', ') || 'base'}`
}
