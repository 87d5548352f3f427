import type { QueryFailedError } from 'typeorm'
import { isConnectionLost } from '../db/connection-lost.js'
import type { Database } from '../db/open.js'
import { MigrationError } from './errors.js'
import type { Step } from './step.js'

const REPORT =
  'The database works on with the version of the program that ran before. Please report this message.'

/** Makes of any error the one that says which step and statement failed, and what to do. */
export function explain(error: unknown, db: Database, step: Step): MigrationError {
  const { revision, direction } = step
  const kept =
    revision.transaction === false
      ? 'It runs outside a transaction: what it had done stays, and it goes on from there next time.'
      : 'Nothing of it was kept.'
  const reason = error instanceof Error ? error.message : String(error)
  return new MigrationError(
    `${direction} ${revision.revision} (${revision.message}) failed: ${reason}. ${kept}`,
    {
      revision: revision.revision,
      statement: isQueryFailed(error) ? shortened(error.query) : undefined,
      hint: hintOf(error, db) ?? REPORT,
      isConnectionLost: isConnectionLost(error),
    },
  )
}

/** What to do about what a database said, whatever was asked of it. */
export function hintOf(error: unknown, db: Pick<Database, 'engine' | 'address'>): string | null {
  const code = codeOf(error)
  if (code.startsWith('SQLITE_FULL') || code === '53100' || code === 'ENOSPC') {
    return `The disk is full. Free some space${db.engine === 'sqlite' ? ` where ${db.address} is` : ' on the database server'} and start again.`
  }
  if (code.startsWith('SQLITE_BUSY') || code === '55P03') {
    return 'Another program holds the database. Stop it (a second writer, a database browser, a backup) and start again.'
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'SQLITE_CANTOPEN' || code === '42501') {
    return 'The user that runs this may not change the schema: give it the rights on the database (SQLite: write access to the file and its folder).'
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return 'The file is damaged, or no database at all. Restore the last backup ("mvrun restore FILE").'
  }
  if (isConnectionLost(error)) {
    return 'The connection to the database was lost. A writer tries again by itself; a command has to be given again.'
  }
  return null
}

function codeOf(error: unknown): string {
  const source: unknown = isQueryFailed(error) ? error.driverError : error
  if (typeof source !== 'object' || source === null || !('code' in source)) return ''
  return String(source.code)
}

/** By its name: the class would bring TypeORM into every process that only asks for the state. */
function isQueryFailed(error: unknown): error is QueryFailedError {
  return error instanceof Error && error.name === 'QueryFailedError'
}

function shortened(statement: string): string {
  const line = statement.replace(/\s+/g, ' ').trim()
  return line.length > 500 ? `${line.slice(0, 500)}…` : line
}
