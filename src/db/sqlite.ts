import { existsSync } from 'node:fs'
import type BetterSqlite3 from 'better-sqlite3'
import type { DataSource, QueryRunner } from 'typeorm'
import type { Database, Insert, Param } from './database.js'
import { requireFolder } from './folder.js'
import { ROWS_AT_ONCE } from './insert.js'
import { prepareConnection } from './pragmas.js'
import { ReadTurn } from './read-turn.js'
import { type RowMaker, rowMaker } from './row-maker.js'
import { connectSqlite } from './sqlite-driver.js'
import { withoutNul } from './values.js'

type Connection = BetterSqlite3.Database

/** A statement, and what makes objects of its rows, where it gives any. */
interface Statement {
  prepared: BetterSqlite3.Statement
  object: RowMaker
}

/**
 * Opens the file (made when missing in `write` mode, in a folder that is there); throws
 * MissingDatabaseError, MissingFolderError, or SQLite's own error when it cannot.
 */
export async function openSqlite(file: string, mode: 'read' | 'write'): Promise<Database> {
  // Without this check a missing file would be reported as "unable to open database file".
  if (mode === 'read' && !existsSync(file)) throw new MissingDatabaseError(file)
  if (mode === 'write' && file !== ':memory:') requireFolder(file)
  const connection = connectSqlite(file, {
    readonly: mode === 'read',
    fileMustExist: mode === 'read',
  })
  try {
    prepareConnection(connection, mode)
  } catch (error) {
    connection.close()
    throw error
  }
  return new SqliteDatabase(connection, mode === 'read' ? new ReadTurn(connection) : null)
}

/** A reader came before the writer had made the file. */
export class MissingDatabaseError extends Error {
  readonly file: string

  constructor(file: string) {
    super(`There is no database at ${file} yet; the writer makes it at its first start.`)
    this.file = file
  }
}

/**
 * The SQLite side of `Database`. Statements go to the driver's connection directly, each
 * prepared once: through TypeORM's query runner the same insert costs three times as much.
 */
class SqliteDatabase implements Database {
  readonly engine = 'sqlite'
  readonly address: string
  readonly sqlite: Connection
  readonly #statements = new Map<string, Statement>()
  /** Resolves when the transaction that runs now has ended. */
  #turn: Promise<unknown> | null = null
  #dataSource: Promise<DataSource> | null = null
  #readTurn: ReadTurn | null

  constructor(connection: Connection, readTurn: ReadTurn | null) {
    this.#readTurn = readTurn
    this.address = connection.name
    this.sqlite = connection
  }

  async queryRunner(): Promise<QueryRunner> {
    // Whoever has a runner begins transactions by himself.
    this.#readTurn?.end()
    this.#readTurn = null
    this.#dataSource ??= import('./typeorm.js').then(({ onConnection }) =>
      onConnection(this.sqlite),
    )
    return (await this.#dataSource).createQueryRunner()
  }

  async all<T>(sql: string, params: readonly Param[] = []): Promise<T[]> {
    while (this.#turn) await this.#turn
    return this.#all<T>(sql, params)
  }

  async get<T>(sql: string, params: readonly Param[] = []): Promise<T | undefined> {
    while (this.#turn) await this.#turn
    return this.#get<T>(sql, params)
  }

  async run(sql: string, params: readonly Param[] = []): Promise<number> {
    while (this.#turn) await this.#turn
    return this.#run(sql, params)
  }

  async insertMany(insert: Insert, rows: readonly Param[][]): Promise<void> {
    while (this.#turn) await this.#turn
    this.#insertMany(insert, rows)
  }

  async transaction<T>(work: (tx: Database) => Promise<T>): Promise<T> {
    while (this.#turn) await this.#turn
    const running = this.#transaction(work)
    const ended = running.then(
      () => {},
      () => {},
    )
    this.#turn = ended
    try {
      return await running
    } finally {
      if (this.#turn === ended) this.#turn = null
    }
  }

  async close(): Promise<void> {
    while (this.#turn) await this.#turn
    this.#readTurn?.end()
    this.#statements.clear()
    this.sqlite.close()
  }

  async #transaction<T>(work: (tx: Database) => Promise<T>): Promise<T> {
    // `immediate`: the write lock is taken before the first read, so nothing read can go stale.
    this.sqlite.exec('begin immediate')
    try {
      const result = await work(this.#inside())
      this.sqlite.exec('commit')
      return result
    } catch (error) {
      // SQLite has already rolled back after some errors (disk full, I/O).
      if (this.sqlite.inTransaction) this.sqlite.exec('rollback')
      throw error
    }
  }

  /** The same connection for those inside the transaction, who need not wait for it. */
  #inside(): Database {
    return {
      engine: 'sqlite',
      address: this.address,
      sqlite: this.sqlite,
      queryRunner: () => this.queryRunner(),
      all: async <T>(sql: string, params: readonly Param[] = []) => this.#all<T>(sql, params),
      get: async <T>(sql: string, params: readonly Param[] = []) => this.#get<T>(sql, params),
      run: async (sql, params = []) => this.#run(sql, params),
      insertMany: async (insert, rows) => this.#insertMany(insert, rows),
      transaction: (work) => work(this.#inside()),
      close: () => Promise.reject(new Error('a transaction is open')),
    }
  }

  #all<T>(sql: string, params: readonly Param[]): T[] {
    this.#readTurn?.begin()
    const { prepared, object } = this.#prepare(sql)
    const rows = prepared.all(...params.map(plain)) as unknown[][]
    return rows.map((row) => object(row)) as T[]
  }

  #get<T>(sql: string, params: readonly Param[]): T | undefined {
    this.#readTurn?.begin()
    const { prepared, object } = this.#prepare(sql)
    const row = prepared.get(...params.map(plain)) as unknown[] | undefined
    return (row && object(row)) as T | undefined
  }

  #run(sql: string, params: readonly Param[]): number {
    return this.#prepare(sql).prepared.run(...params.map(plain)).changes
  }

  #insertMany(insert: Insert, rows: readonly Param[][]): void {
    for (const row of rows) {
      for (const index of insert.booleans) row[index] = plain(row[index] ?? null)
    }
    const done = this.#insertSeveral(insert, rows)
    if (done === rows.length) return
    const { prepared } = this.#prepare(insert.perRow)
    // As arguments, not as one array, out of which the driver takes each by name: a third less to bind.
    for (const row of rows.slice(done)) prepared.run(...row)
  }

  /** As many rows as fill statements of several; how many those are. */
  #insertSeveral({ perRows }: Insert, rows: readonly Param[][]): number {
    const width = rows[0]?.length ?? 0
    if (perRows === undefined || rows.length < ROWS_AT_ONCE) return 0
    const { prepared } = this.#prepare(perRows)
    // One array for all of them, filled by hand: `flat` costs more than statements of several gain.
    const values = new Array<Param>(width * ROWS_AT_ONCE)
    let done = 0
    while (done + ROWS_AT_ONCE <= rows.length) {
      let place = 0
      for (const end = done + ROWS_AT_ONCE; done < end; done++) {
        const row = rows[done] as Param[]
        for (let column = 0; column < width; column++) values[place++] = row[column] as Param
      }
      prepared.run(...values)
    }
    return done
  }

  #prepare(sql: string): Statement {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      const prepared = this.sqlite.prepare(plannedOnce(sql))
      if (prepared.reader) prepared.raw()
      statement = { prepared, object: rowMaker(prepared) }
      this.#statements.set(sql, statement)
    }
    return statement
  }
}

/**
 * SQLite plans a statement anew each time a limit is bound to it, to see whether the number changes its
 * mind: that took as long as to run it, or twice. A limit that is no bare parameter it leaves alone,
 * and every statement of the reader has the same plan then.
 */
function plannedOnce(sql: string): string {
  return sql.replace(/\blimit\s+\?/g, 'limit +?')
}

/** better-sqlite3 takes no booleans. */
function plain(value: Param): string | number | null | Uint8Array {
  return typeof value === 'boolean' ? Number(value) : withoutNul(value)
}
