import { setTimeout as sleep } from 'node:timers/promises'
import { DataSource, type QueryRunner } from 'typeorm'
import { isConnectionLost, KEEP_ALIVE } from './connection-lost.js'
import type { Database, Insert, Param } from './database.js'
import { tables } from './entities/index.js'
import { numbered, PostgresStatements, type Statement } from './postgres-statements.js'
import { entitySchema } from './table.js'
import { withoutNul } from './values.js'

/**
 * The reader changes nothing. Its statements are short: compiling them (jit) costs more than they do.
 * What they look up lies in memory or on a disk without arms: at the usual price of a page out of
 * order (4) the planner reads whole tables instead of a hundred rows.
 */
const READER_OPTIONS = '-c default_transaction_read_only=on -c jit=off -c random_page_cost=1.1'

/**
 * Somebody else may lock a table for long; the packets then wait on the disk rather than in memory.
 * Longer than any transaction of ours holds up another one; a migration has a patience of its own.
 */
const WRITER_OPTIONS = '-c lock_timeout=5s'

/** A server that is busy with a migration may take long to answer; the reader's visitors do not wait. */
const WRITER_PATIENCE_MS = 20_000

/** Opens a PostgreSQL database; throws the driver's error when it cannot be reached. */
export async function openPostgres(url: string, mode: 'read' | 'write'): Promise<Database> {
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    // All our integers are below 2^53; as text they would compare and add wrongly.
    parseInt8: true,
    applicationName: mode === 'read' ? 'meshview reader' : 'meshview writer',
    entities: tables.map((table) => entitySchema('postgres', table)),
    poolSize: mode === 'read' ? 8 : 4,
    connectTimeoutMS: mode === 'read' ? 5000 : WRITER_PATIENCE_MS,
    extra: {
      options: mode === 'read' ? READER_OPTIONS : WRITER_OPTIONS,
      ...KEEP_ALIVE,
    },
  })
  await dataSource.initialize()
  return mode === 'read'
    ? new PostgresReader(url, dataSource)
    : new PostgresDatabase(url, dataSource)
}

/** What both a pool and one connection within a transaction can do. */
interface Queries {
  query(sql: string, params?: unknown[]): Promise<unknown>
}

class PostgresDatabase implements Database {
  readonly engine = 'postgres'
  readonly address: string
  readonly sqlite = null
  readonly dataSource: DataSource
  readonly runner: QueryRunner | null

  constructor(address: string, dataSource: DataSource, runner: QueryRunner | null = null) {
    this.address = address
    this.dataSource = dataSource
    this.runner = runner
  }

  get #queries(): Queries {
    return this.runner ?? this.dataSource
  }

  async queryRunner(): Promise<QueryRunner> {
    return this.dataSource.createQueryRunner()
  }

  async all<T>(sql: string, params: readonly Param[] = []): Promise<T[]> {
    return (await this.#queries.query(numbered(sql), params.map(withoutNul))) as T[]
  }

  async get<T>(sql: string, params: readonly Param[] = []): Promise<T | undefined> {
    return (await this.all<T>(sql, params))[0]
  }

  async run(sql: string, params: readonly Param[] = []): Promise<number> {
    // TypeORM answers updates and deletes with [rows, count], inserts with the rows.
    const answer = await this.#queries.query(numbered(sql), params.map(withoutNul))
    if (Array.isArray(answer) && typeof answer[1] === 'number') return answer[1]
    return Array.isArray(answer) ? answer.length : 0
  }

  async insertMany(insert: Insert, rows: readonly Param[][]): Promise<void> {
    const first = rows[0]
    if (first === undefined) return
    const columns = first.map((_, column) => rows.map((row) => withoutNul(row[column] ?? null)))
    await this.#queries.query(numbered(insert.perBatch), columns)
  }

  async transaction<T>(work: (tx: Database) => Promise<T>): Promise<T> {
    if (this.runner) return work(this)
    const runner = this.dataSource.createQueryRunner()
    try {
      await runner.startTransaction()
      const result = await work(new PostgresDatabase(this.address, this.dataSource, runner))
      await runner.commitTransaction()
      return result
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => {})
      throw error
    } finally {
      await runner.release()
    }
  }

  async close(): Promise<void> {
    await this.dataSource.destroy()
  }
}

/** What of the driver's pool the reader needs. */
interface Pool {
  query(statement: Statement): Promise<{ rows: unknown[] }>
}

/** `cached plan must not change result type`: a column has another type since a migration. */
const STALE_PLAN = '0A000'

/**
 * A server that ends its sessions, one after the other, is asked again after so many milliseconds:
 * the next connection of the pool may be about to end as well.
 */
const ASK_AGAIN_MS = [0, 20, 100, 400]

/** The reader asks the driver's pool itself: TypeORM knows no names of statements. */
class PostgresReader extends PostgresDatabase {
  readonly #statements = new PostgresStatements()

  override async all<T>(sql: string, params: readonly Param[] = []): Promise<T[]> {
    for (let tries = 0; ; tries++) {
      try {
        return await this.#ask<T>(sql, params)
      } catch (error) {
        const pause = this.#pauseAfter(error, tries)
        if (pause === null) throw error
        if (pause > 0) await sleep(pause)
      }
    }
  }

  /** Milliseconds until a question is asked again; null where that does not help. */
  #pauseAfter(error: unknown, tries: number): number | null {
    if ((error as { code?: unknown }).code === STALE_PLAN && tries === 0) {
      this.#statements.forget()
      return 0
    }
    const isWorthIt = isConnectionLost(error) && !isTimeout(error) && this.dataSource.isInitialized
    return isWorthIt ? (ASK_AGAIN_MS[tries] ?? null) : null
  }

  async #ask<T>(sql: string, params: readonly Param[]): Promise<T[]> {
    const { master } = this.dataSource.driver as { master?: Pool }
    if (master === undefined) throw new Error('The database connection is not open')
    const { rows } = await master.query(this.#statements.statement(sql, params))
    return rows as T[]
  }
}

/** Whoever asks has waited for seconds already. */
function isTimeout(error: unknown): boolean {
  return error instanceof Error && /timeout|timed out|ETIMEDOUT/.test(error.message)
}
