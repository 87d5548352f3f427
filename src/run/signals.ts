import { BackupError } from '../backup/fault.js'

/**
 * Runs a command that a signal interrupts in order: 1 then, and where it throws a
 * {@link BackupError}, whose message and hint go to standard error.
 */
export async function untilSignal(
  command: (signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  try {
    return await command(stopping.signal)
  } catch (error) {
    if (stopping.signal.aborted) {
      console.error('interrupted; nothing was changed')
      return 1
    }
    if (!(error instanceof BackupError)) throw error
    console.error(error.message)
    if (error.hint !== null) console.error(error.hint)
    return 1
  } finally {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
}
