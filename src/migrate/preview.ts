import BetterSqlite3 from 'better-sqlite3'
import { DataSource, type QueryRunner } from 'typeorm'
import type { Database } from '../db/open.js'
import { forgetApplied, readApplied, recordApplied } from './applied.js'
import type { Chain } from './chain.js'
import type { Revision, RevisionContext } from './revision.js'
import { engineOf } from './sql.js'
import { ensureTables } from './status.js'
import type { Direction } from './step.js'

/** Statements that change something, as opposed to those that look. */
const changes =
  /^\s*(pragma legacy|create|alter|drop|insert|update|delete|comment|truncate|set|reindex|analyze|vacuum|with)\b/i

/** What would be run. */
export interface Preview {
  lines: string[]
  /** What the program itself does with rows in between, for which there are no statements. */
  byProgram: string[]
}

/**
 * The SQL that an upgrade or downgrade would run, without running it. SQLite: on a copy of the
 * schema in memory. PostgreSQL: in a transaction that is rolled back; it takes the real locks for
 * a moment. Rows are not there (SQLite), so what depends on them shows its form for an empty table.
 */
export async function preview(
  db: Database,
  direction: Direction,
  plan: (applied: Set<string>) => Revision[],
  chain: Chain,
): Promise<Preview> {
  return db.engine === 'sqlite'
    ? onCopy(db, (queryRunner) => record(queryRunner, direction, plan, chain))
    : rolledBack(db, (queryRunner) => record(queryRunner, direction, plan, chain))
}

async function onCopy(
  db: Database,
  work: (queryRunner: QueryRunner) => Promise<Preview>,
): Promise<Preview> {
  const objects = await db.all<{ name: string; type: string; sql: string }>(
    // A virtual table makes those that it is made of.
    `select name, type, sql from sqlite_master where sql is not null
       and name not like 'sqlite\\_%' escape '\\'
       and name not in (select name from pragma_table_list where schema = 'main' and type = 'shadow')
     order by type = 'table' desc, rowid`,
  )
  const copy = new DataSource({
    type: 'better-sqlite3',
    driver: BetterSqlite3,
    database: ':memory:',
  })
  await copy.initialize()
  try {
    const queryRunner = copy.createQueryRunner()
    await queryRunner.beforeMigration()
    for (const object of objects) await queryRunner.query(object.sql)
    for (const table of ['migrations', 'alembic_version']) {
      if (!objects.some((object) => object.name === table)) continue
      for (const row of await db.all<Record<string, string | number | null>>(
        `select * from ${table}`,
      )) {
        const names = Object.keys(row)
        await queryRunner.query(
          `insert into ${table} (${names.map((name) => `"${name}"`).join(', ')}) values (${names.map(() => '?').join(', ')})`,
          Object.values(row),
        )
      }
    }
    return await work(queryRunner)
  } finally {
    await copy.destroy()
  }
}

async function rolledBack(
  db: Database,
  work: (queryRunner: QueryRunner) => Promise<Preview>,
): Promise<Preview> {
  const queryRunner = await db.queryRunner()
  await queryRunner.startTransaction()
  try {
    await queryRunner.query(`set local lock_timeout = '2s'`)
    return await work(queryRunner)
  } finally {
    await queryRunner.rollbackTransaction()
    await queryRunner.release()
  }
}

async function record(
  queryRunner: QueryRunner,
  direction: Direction,
  plan: (applied: Set<string>) => Revision[],
  chain: Chain,
): Promise<Preview> {
  await ensureTables(queryRunner)
  const rows = await readApplied(queryRunner, chain)
  const applied = new Set(rows.map((row) => row.revision).filter((revision) => chain.get(revision)))
  const lines: string[] = []
  const byProgram: string[] = []
  // Rebuilding a table with foreign keys on would delete what refers to it.
  if (engineOf(queryRunner) === 'sqlite') lines.push('pragma foreign_keys = off;', '')
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
