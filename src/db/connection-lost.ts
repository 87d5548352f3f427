/**
 * PostgreSQL's codes (appendix A): class 08, 57P (ended by the administrator, a crash, starting up,
 * shutting down), and the two times after which a server ends a session in mid-transaction.
 */
const SERVER = /^(08...|57P..|25P0[34])$/
/** The operating system's, of a socket or of a name that is looked up. */
const NETWORK =
  /^(ECONN[A-Z]+|EPIPE|ETIMEDOUT|EHOST[A-Z]+|ENET[A-Z]+|EADDRNOTAVAIL|ENOTFOUND|EAI_[A-Z]+)$/
/**
 * What node-postgres, its pool and TypeORM say without a code (test/db/connection-lost provokes
 * each). The last three are of a connection that this process itself has closed.
 */
const WORDS = new RegExp(
  [
    'Connection terminated',
    'timeout (expired|exceeded when trying to connect)',
    'is not queryable',
    // TypeORM lets go of a connection that ended between two statements.
    'Query runner already released',
    'Cannot use a pool after calling end',
    'Driver not Connected',
    '[Tt]he database( connection)? is not open',
  ].join('|'),
)

/**
 * For every connection to PostgreSQL. A server whose machine has vanished answers nothing, not even
 * that it is gone: after 15 s without a word the operating system asks, ten times, once a second.
 */
export const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 15_000 } as const

/**
 * Whether the connection to the database has ended or could not be made: nothing is wrong with the
 * statement then, and on another connection it may work. Of a change it is not known whether it was
 * committed when the connection ended during the commit itself.
 */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, syscall } = error as NodeJS.ErrnoException
  if (typeof code === 'string' && (SERVER.test(code) || NETWORK.test(code))) return true
  // Also where the socket of a server on this machine is missing, or may not be opened.
  return syscall === 'connect' || WORDS.test(error.message)
}
