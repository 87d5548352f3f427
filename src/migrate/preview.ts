import { DataSource, type QueryRunner } from 'typeorm'
import type { Database } from '../db/open.js'
import { sqliteDriver } from '../db/sqlite-driver.js'
import { forgetApplied, readApplied, recordApplied } from './applied.js'
import type { Chain } from './chain.js'
import type { Revision, RevisionContext } from './revision.js'
import { engineOf, hasTable } from './sql.js'
import { ensureTables } from './status.js'
import type { Direction } from './step.js'

/** Statements that change something, as opposed to those that look. */
const changes =
  /^\s*(pragma legacy|create|alter|drop|insert|replace|update|delete|merge|comment|truncate|set|reindex|analyze|vacuum|with|do|call|grant|revoke|lock|refresh|cluster)\b/i

/** What would be run. */
export interface Preview {
  lines: string[]
  /** What the program itself does with rows in between, for which there are no statements. */
  byProgram: string[]
}

/** What the SQL is asked for. */
export interface Previewed {
  direction: Direction
  chain: Chain
  plan(applied: Set<string>): Revision[]
  /**
   * What has been applied where the SQL is to be run, in order, when that is not the database
   * which is asked.
   */
  from?: readonly Revision[]
}

/**
 * The SQL that an upgrade or downgrade would run, without running it. SQLite: on a copy of the
 * schema in memory; null is a file that was not made yet. PostgreSQL: in a transaction that is
 * rolled back; it takes the real locks for a moment, save where it begins `from` a revision: that
 * has a schema of its own. Rows are not there (SQLite), so what depends on them shows its form for
 * an empty table.
 */
export async function preview(db: Database | null, asked: Previewed): Promise<Preview> {
  const work = (queryRunner: QueryRunner) => record(queryRunner, asked)
  if (db?.engine === 'postgres') return rolledBack(db, asked.from !== undefined, work)
  return onCopy(asked.from === undefined ? db : null, work)
}

async function onCopy(
  db: Database | null,
  work: (queryRunner: QueryRunner) => Promise<Preview>,
): Promise<Preview> {
  const copy = new DataSource({
    type: 'better-sqlite3',
    driver: sqliteDriver(),
    database: ':memory:',
  })
  await copy.initialize()
  try {
    const queryRunner = copy.createQueryRunner()
    await queryRunner.beforeMigration()
    if (db !== null) await copySchema(db, queryRunner)
    return await work(queryRunner)
  } finally {
    await copy.destroy()
  }
}

/** Everything but the rows, of which only those that say what has been applied are copied. */
async function copySchema(db: Database, copy: QueryRunner): Promise<void> {
  const objects = await db.all<{ name: string; type: string; sql: string }>(
    // A virtual table makes those that it is made of.
    `select name, type, sql from sqlite_master where sql is not null
       and name not like 'sqlite\\_%' escape '\\'
       and name not in (select name from pragma_table_list where schema = 'main' and type = 'shadow')
     order by type = 'table' desc, rowid`,
  )
  for (const object of objects) await copy.query(object.sql)
  for (const table of ['migrations', 'alembic_version']) {
    if (!objects.some((object) => object.name === table)) continue
    for (const row of await db.all<Record<string, string | number | null>>(
      `select * from ${table}`,
    )) {
      const names = Object.keys(row)
      await copy.query(
        `insert into ${table} (${names.map((name) => `"${name}"`).join(', ')}) values (${names.map(() => '?').join(', ')})`,
        Object.values(row),
      )
    }
  }
}

async function rolledBack(
  db: Database,
  isElsewhere: boolean,
  work: (queryRunner: QueryRunner) => Promise<Preview>,
): Promise<Preview> {
  const queryRunner = await db.queryRunner()
  await queryRunner.startTransaction()
  try {
    await queryRunner.query(`set local lock_timeout = '2s'`)
    if (isElsewhere) {
      await queryRunner.query('create schema meshview_preview')
      await queryRunner.query('set local search_path = meshview_preview')
    }
    return await work(queryRunner)
  } finally {
    await queryRunner.rollbackTransaction()
    await queryRunner.release()
  }
}

async function record(
  queryRunner: QueryRunner,
  { direction, plan, chain, from }: Previewed,
): Promise<Preview> {
  const lines: string[] = []
  // Rebuilding a table with foreign keys on would delete what refers to it.
  if (engineOf(queryRunner) === 'sqlite') lines.push('pragma foreign_keys = off;', '')
  await writeDownTables(queryRunner, from, lines)
  await applyUnseen(queryRunner, from ?? [])
  const rows = await readApplied(queryRunner, chain)
  const applied = new Set(rows.map((row) => row.revision).filter((revision) => chain.get(revision)))
  const byProgram: string[] = []
  const recorder = recording(queryRunner, lines)
  const context: RevisionContext = {
    db: null,
    progress: async () => {},
    log(line) {
      byProgram.push(line)
      lines.push(`-- ${line}`)
    },
  }
  for (const revision of plan(applied)) {
    const transactional = revision.transaction !== false
    lines.push(`-- ${direction} ${revision.revision}: ${revision.message}`)
    if (transactional) lines.push('begin;')
    if (direction === 'upgrade') {
      await revision.up(recorder, context)
      await recordApplied(recorder, revision, null, null)
    } else {
      await revision.down(recorder, context)
      await forgetApplied(recorder, revision)
    }
    if (transactional) lines.push('commit;')
    lines.push('')
  }
  return { lines, byProgram }
}

/** Makes the tables of the migrations; written down where they are missing, with an empty line behind. */
async function writeDownTables(
  queryRunner: QueryRunner,
  from: readonly Revision[] | undefined,
  lines: string[],
): Promise<void> {
  const areThere = from === undefined ? await hasTable(queryRunner, 'migrations') : from.length > 0
  await ensureTables(areThere ? queryRunner : recording(queryRunner, lines))
  if (!areThere) lines.push('')
}

/** Brings what is empty to where the SQL is to begin. */
async function applyUnseen(queryRunner: QueryRunner, from: readonly Revision[]): Promise<void> {
  const unseen = recording(queryRunner, [])
  const context: RevisionContext = { db: null, progress: async () => {}, log() {} }
  for (const revision of from) {
    await revision.up(unseen, context)
    await recordApplied(unseen, revision, null, null)
  }
}

/** The same connection, which writes down every statement that changes something. */
function recording(queryRunner: QueryRunner, lines: string[]): QueryRunner {
  const query = async (text: string, params: unknown[] = []): Promise<unknown> => {
    if (changes.test(text)) lines.push(`${withValues(text, params).trim()};`)
    // It would refuse to run within the transaction of the preview.
    return queryRunner.query(text.replace(/\bconcurrently\b/i, ''), params)
  }
  return new Proxy(queryRunner, {
    get: (target, name) => (name === 'query' ? query : Reflect.get(target, name, target)),
  })
}

function withValues(text: string, params: readonly unknown[]): string {
  let next = 0
  return text.replace(/'(?:[^']|'')*'|\$(\d+)|\?/g, (found, number?: string) => {
    if (found.startsWith("'")) return found
    const index = number === undefined ? next++ : Number(number) - 1
    return index < params.length ? valueSql(params[index]) : found
  })
}

function valueSql(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`
  return `'${String(value).replaceAll("'", "''")}'`
}
