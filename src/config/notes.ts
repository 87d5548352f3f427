import { appendFileSync } from 'node:fs'

/**
 * Adds a line with its time to the file that `[logging] db_cleanup_logfile` names; '' = none.
 * A file that cannot be written is no reason to stop the work that it would tell of; what is
 * wrong with it is given back, for the log.
 */
export function noteInFile(file: string, line: string): string | null {
  if (file === '') return null
  try {
    appendFileSync(file, `${new Date().toISOString()} ${line}\n`)
    return null
  } catch (error) {
    return `[logging] db_cleanup_logfile cannot be written: ${(error as Error).message}`
  }
}
