import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { SUPERVISED } from '../config/contract.js'

/** What a helper gets to tidy up (ms); within one long statement it does not hear the signal. */
const GRACE_MS = 1000

/**
 * Runs a program of ours beside the writer until it ends, with the same configuration and its log
 * lines among the writer's. It ends with the writer, which may be killed: its standard input
 * ends then. `module` is relative to `src`. Gives the exit code, null when it was killed.
 */
export function runHelper(
  module: string,
  configFile: string,
  signal: AbortSignal,
): Promise<number | null> {
  const script = fileURLToPath(new URL(`../${module}`, import.meta.url))
  const child = spawn(process.execPath, [script, '--config', configFile], {
    env: { ...process.env, [SUPERVISED]: '1' },
    stdio: ['pipe', 'inherit', 'inherit'],
  })
  const stop = () => {
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref()
  }
  signal.addEventListener('abort', stop, { once: true })
  return new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  }).finally(() => signal.removeEventListener('abort', stop))
}
