/** https://sqlite.org/rescode.html */
const AWAY = /^SQLITE_(BUSY|LOCKED|PROTOCOL|CANTOPEN|IOERR)(_|$)/

/**
 * Whether another process has an SQLite file to itself, or its disk does not give it now: nothing is
 * wrong with the question, and it may be answered later.
 */
export function isFileAway(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return error instanceof Error && typeof code === 'string' && AWAY.test(code)
}
