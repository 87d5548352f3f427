import { constants, setPriority } from 'node:os'
import { onParentGone, startChild } from '../config/child.js'
import { noteInFile } from '../config/notes.js'
import { describeBackup, makeBackup } from './backup.js'
import { BackupError } from './fault.js'
import { backupFile, pruneBackups } from './files.js'

// The daily backup, in a process of its own beside the writer: neither the copying nor the
// compressing holds up what arrives, and killing it costs nothing.

const { config, log } = startChild('backup')
const { connectionString: url } = config.database
const { dir, keepDays } = config.backup
const stopping = new AbortController()
process.on('SIGTERM', () => stopping.abort())
process.on('SIGINT', () => stopping.abort())
onParentGone(() => stopping.abort())
try {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
} catch {
  // Not everywhere may a process be modest.
}

process.exit(await daily())

async function daily(): Promise<number> {
  try {
    const backup = await makeBackup(url, backupFile(dir, url), stopping.signal)
    const removed = pruneBackups(dir, url, keepDays)
    const old =
      removed.length === 0 ? '' : `; ${removed.length} older than ${keepDays} days removed`
    say(`backup: ${describeBackup(backup)}${old}`)
    return 0
  } catch (error) {
    if (stopping.signal.aborted) return 0
    const { message } = error as Error
    const hint = error instanceof BackupError && error.hint ? ` ${error.hint}` : ''
    note(`backup failed: ${message}${hint}`)
    log.error(`${message}${hint}`)
    return 1
  }
}

function say(line: string): void {
  note(line)
  log.info(line)
}

/** Before the same line of the log: who has read that one finds it in the file. */
function note(line: string): void {
  const problem = noteInFile(config.logging.dbCleanupLogfile, line)
  if (problem !== null) log.warn(problem)
}
