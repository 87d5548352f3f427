import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Database, Param } from '../../../src/db/database.js'

/** A statement that the reader ran, with the values of its first run. */
export interface Recorded {
  sql: string
  params: readonly Param[]
}

export interface Recorder {
  /** By their text. */
  statements: Map<string, Recorded>
  /** `file.js:line` of every call in `src/db/read` that ran a statement. */
  calls: Set<string>
  /** The same database, noting what is asked of it. */
  around(db: Database): Database
}

const SOURCES = fileURLToPath(new URL('../../../../src/db/read/', import.meta.url))
const READ_FOLDER = fileURLToPath(new URL('../../../src/db/read/', import.meta.url))

/** Notes every statement that goes through a database, whoever asks. */
export function recordStatements(): Recorder {
  const statements = new Map<string, Recorded>()
  const calls = new Set<string>()
  const note = (sql: string, params: readonly Param[] = []) => {
    if (!statements.has(sql)) statements.set(sql, { sql, params })
    const place = new Error().stack?.match(/db\/read\/([\w-]+\.js:\d+):/)?.[1]
    if (place !== undefined) calls.add(place)
  }
  return {
    statements,
    calls,
    around: (db) => ({
      engine: db.engine,
      address: db.address,
      sqlite: db.sqlite,
      queryRunner: () => db.queryRunner(),
      all(sql, params) {
        note(sql, params)
        return db.all(sql, params)
      },
      get(sql, params) {
        note(sql, params)
        return db.get(sql, params)
      },
      run: () => Promise.reject(new Error('the reader changes nothing')),
      insertMany: () => Promise.reject(new Error('the reader changes nothing')),
      transaction: () => Promise.reject(new Error('the reader changes nothing')),
      close: () => db.close(),
    }),
  }
}

/** `file.js:line` of every call in `src/db/read` that can run a statement. */
export function everyCall(): string[] {
  return (
    readdirSync(READ_FOLDER)
      // What was built of a file that has gone since stays there.
      .filter((name) => name.endsWith('.js') && existsSync(SOURCES + name.replace(/js$/, 'ts')))
      .flatMap((name) =>
        readFileSync(READ_FOLDER + name, 'utf8')
          .split('\n')
          .flatMap((line, index) =>
            /\bdb\.(all|get)\(/.test(line) ? [`${name}:${index + 1}`] : [],
          ),
      )
  )
}
