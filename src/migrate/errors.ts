/** A chain that cannot be walked, or a target that names nothing in it. Nothing was touched. */
export class ChainError extends Error {
  override readonly name = 'ChainError'
}

/** What is known of a step that failed. */
export interface Failure {
  revision?: string
  /** The SQL that the database refused. */
  statement?: string
  /** What to do about it. */
  hint?: string
  /** The server was not there to answer, and may be again: nothing is wrong with the step. */
  isConnectionLost?: boolean
}

/** A migration did not happen; the database is as it was before the revision named. */
export class MigrationError extends Error {
  override readonly name: string = 'MigrationError'
  readonly revision: string | undefined
  readonly statement: string | undefined
  readonly hint: string
  readonly isConnectionLost: boolean

  constructor(message: string, failure: Failure = {}) {
    super(message)
    this.revision = failure.revision
    this.statement = failure.statement
    this.hint = failure.hint ?? ''
    this.isConnectionLost = failure.isConnectionLost ?? false
  }
}

/** The database holds revisions that this program has never heard of. */
export class NewerDatabaseError extends MigrationError {
  override readonly name = 'NewerDatabaseError'
  readonly unknown: readonly string[]
  readonly backup_path: string | null

  constructor(unknown: readonly string[], backup_path: string | null) {
    super(
      `This database was written by a newer version: it has revision ${unknown.join(', ')}, which this program does not know. Nothing was changed.`,
      {
        hint: backup_path
          ? `Install the newer version again, or restore the backup made before its upgrade: ${backup_path}`
          : 'Install the newer version again, or restore a backup made before its upgrade.',
      },
    )
    this.unknown = unknown
    this.backup_path = backup_path
  }
}

/** The program was asked to stop; what was begun is rolled back and starts again next time. */
export class MigrationAborted extends Error {
  override readonly name = 'MigrationAborted'

  constructor() {
    super('The migration was interrupted; it goes on at the next start.')
  }
}
