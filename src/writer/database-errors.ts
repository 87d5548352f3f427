import { isConnectionLost } from '../db/connection-lost.js'

/** https://sqlite.org/rescode.html */
const SQLITE =
  /^SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|NOMEM|PROTOCOL|CORRUPT|NOTADB)(_|$)/
/**
 * PostgreSQL, appendix A: who may connect (28) to what (3D); what another transaction is in the way
 * of (40, 55); what the server has no room for (53); what somebody interrupted (57), what its own
 * disk does (58, XX001, XX002); a standby (25006); rights that were taken away (42501).
 */
const POSTGRES = /^(28|3D|40|53|55|57|58|XX001|XX002|25006|42501)/

/**
 * Whether the database could not take anything, rather than not this: the error says nothing about
 * the data, and the same statement may work later.
 */
export function isRetryable(error: unknown): boolean {
  if (isConnectionLost(error)) return true
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && (SQLITE.test(code) || POSTGRES.test(code))
}
