/** https://sqlite.org/rescode.html */
const AWAY = /^SQLITE_(BUSY|LOCKED|PROTOCOL|CANTOPEN|IOERR)(_|$)/
const BUSY = /^SQLITE_(BUSY|LOCKED)(_|$)/

/**
 * Whether another process has an SQLite file to itself, or its disk does not give it now: nothing is
 * wrong with the question, and it may be answered later.
 */
export function isFileAway(error: unknown): boolean {
  return AWAY.test(codeOf(error))
}

/** Whether another process has an SQLite file, or a part of it, to itself. */
export function isBusy(error: unknown): boolean {
  return BUSY.test(codeOf(error))
}

/** Not by its class: each version of the driver has one of its own. */
function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown }
  return error instanceof Error && typeof code === 'string' ? code : ''
}
