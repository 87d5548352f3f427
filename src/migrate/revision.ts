import type { QueryRunner } from 'typeorm'
import type { Database } from '../db/open.js'

/** What the runner hands to a revision besides the connection. */
export interface RevisionContext {
  /**
   * The database itself, for revisions that convert rows outside a transaction. Null where only
   * the SQL is asked for: such a revision has none to show and does nothing.
   */
  readonly db: Database | null
  /**
   * Says how far a long revision is. Shown in the log and, where another process can be told
   * while this one works, on the waiting page. Throws `MigrationAborted` when the program is
   * asked to stop, so a loop that calls it needs no other way out.
   */
  progress(done: number, total: number): Promise<void>
  /** A line for the log. */
  log(line: string): void
}

/**
 * One step of the schema. `up` and `down` run in a transaction together with the record of
 * having run, so a step happened or it did not; on SQLite foreign keys are off meanwhile
 * (`on delete cascade` does not fire) and checked before the commit.
 */
export interface Revision {
  /** TypeORM's identity of a migration: a name that ends in 13 digits of time (ms since 1970). */
  readonly name: string
  /** 12 hex digits: the identity in the chain. */
  readonly revision: string
  /** The revision(s) this one builds on: null for the first, several for a merge. */
  readonly downRevision: string | readonly string[] | null
  /** One line for people. */
  readonly message: string
  /**
   * `false` runs `up` and `down` outside a transaction (CREATE INDEX CONCURRENTLY, conversions
   * in slices). Such a step can be killed half way and is then run again from its beginning:
   * it has to find out what is done already.
   */
  readonly transaction?: boolean
  /**
   * Disk that `up` needs while it works (SQLite), in times the size of the database: checked
   * together with the room for the backup.
   */
  readonly workspace?: number
  /** What `down` throws away, such as "every position": asked about before it runs. */
  readonly downLoses?: string
  /** Reads, changes nothing, throws when `up` cannot work on this database: runs before the backup. */
  precheck?(queryRunner: QueryRunner): Promise<void>
  up(queryRunner: QueryRunner, context: RevisionContext): Promise<void>
  down(queryRunner: QueryRunner, context: RevisionContext): Promise<void>
}
