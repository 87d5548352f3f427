/**
 * Errors of the database that say nothing about the data: the same statement may work later.
 * SQLite: https://sqlite.org/rescode.html · PostgreSQL: appendix A, classes 08, 40, 53, 57, 58.
 */
const SQLITE =
  /^SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|NOMEM|PROTOCOL|CORRUPT|NOTADB)(_|$)/
const POSTGRES = /^(08|40|53|57|58|25006)/
const NETWORK = ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN']

/** Whether the database could not take anything, rather than not this. */
export function isRetryable(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (typeof code === 'string') {
    if (SQLITE.test(code) || POSTGRES.test(code) || NETWORK.includes(code)) return true
  }
  // node-postgres gives no code when the server closes the connection under a query.
  return typeof message === 'string' && /Connection terminated|timeout exceeded/.test(message)
}
