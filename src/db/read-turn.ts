import type BetterSqlite3 from 'better-sqlite3'

/**
 * Makes one transaction of all that is read before anything else can happen in this process, of most
 * pages all they show. SQLite asks the system seven times to begin and end a transaction (locks, and
 * whether there is a log), which of eight statements with one each was a tenth of a page. And a page
 * is of one moment: no commit of the writer comes between its statements.
 *
 * It ends before the next event, so it holds up neither a commit nor the moving of the log.
 */
export class ReadTurn {
  readonly #connection: BetterSqlite3.Database
  readonly #begin: BetterSqlite3.Statement
  readonly #commit: BetterSqlite3.Statement
  #isOpen = false

  constructor(connection: BetterSqlite3.Database) {
    this.#connection = connection
    this.#begin = connection.prepare('begin')
    this.#commit = connection.prepare('commit')
  }

  /** To be called before each statement. */
  begin(): void {
    if (this.#isOpen) return
    if (!this.#connection.inTransaction) this.#begin.run()
    this.#isOpen = true
    process.nextTick(this.end)
  }

  readonly end = (): void => {
    if (!this.#isOpen) return
    this.#isOpen = false
    // SQLite has ended it already after some errors.
    if (!this.#connection.open || !this.#connection.inTransaction) return
    try {
      this.#commit.run()
    } catch {
      // Nobody waits here whom it could be told, and nothing was changed that could be lost: the end of
      // the next turn tries again, and what is wrong with the disk the next statement says.
    }
  }
}
