import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { isBusy } from './file-away.js'
import { makeWithRightsOf } from './same-rights.js'
import { connectSqlite } from './sqlite-driver.js'

/**
 * Takes a lock on a file of its own beside a database: an exclusive SQLite transaction, which the
 * kernel ends with the process, however it ends. Gives the function that frees it, or null when
 * another process (or another part of this one) holds it. Throws what SQLite says when the file
 * cannot be made. Who may write to the database may take the lock as well: a file that root made
 * for itself would keep the writer out for good.
 */
export function takeFileLock(file: string, database: string): (() => void) | null {
  try {
    if (existsSync(database) && !existsSync(file)) makeWithRightsOf(database, file)
  } catch {
    // SQLite says below what it is, in its own codes.
  }
  const connection = connectSqlite(file, { timeout: 0 })
  try {
    connection.exec('begin exclusive')
  } catch (error) {
    connection.close()
    if (isBusy(error)) return null
    throw error
  }
  return () => connection.close()
}

/**
 * The file beside a database that a lock lies on: `packets.db` + `-writer`. Named after the
 * database's real path, so that two names of one database are one lock, before it exists too.
 */
export function besideDatabase(database: string, suffix: string): string {
  if (existsSync(database)) return `${realpathSync(database)}${suffix}`
  const folder = dirname(database)
  const real = existsSync(folder) ? realpathSync(folder) : folder
  return join(real, `${basename(database)}${suffix}`)
}
