import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Config, ConfigError, loadConfig } from './config.js'
import { EXIT_CONFIG, type Listening, SUPERVISED } from './contract.js'
import { createLog, type Log } from './log.js'

// What every process that mvrun starts has in common.

export { EXIT_CONFIG, EXIT_MIGRATION, type Listening } from './contract.js'

/**
 * Reads `--config FILE` (default `config.ini`) and the configuration, and opens the log.
 * Ends the process with {@link EXIT_CONFIG} and every error on standard error when it is refused.
 * Warnings are logged unless mvrun, which reads the same file, has shown them already.
 */
export function startChild(
  name: string,
  argv = process.argv.slice(2),
): { config: Config; log: Log; configFile: string } {
  const { values } = parseArgs({
    args: argv,
    options: { config: { type: 'string', default: 'config.ini' } },
  })
  try {
    const { config, warnings } = loadConfig(values.config)
    const log = createLog(name, config)
    if (!isSupervised()) for (const warning of warnings) log.warn(warning)
    return { config, log, configFile: resolve(values.config) }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    process.exit(EXIT_CONFIG)
  }
}

/**
 * Calls `stop` once when the process shall end: on SIGTERM, SIGINT, or when mvrun is gone. The
 * process then ends with 0, or with 1 when `stop` fails. Without mvrun a second signal ends it at
 * once; with it that is mvrun's to decide, as one Ctrl-C reaches a child twice.
 */
export function onStopRequest(log: Log, stop: (reason: string) => Promise<void>): void {
  let stopping = false
  const request = (reason: string) => {
    if (stopping) {
      if (!isSupervised()) process.exit(1)
      return
    }
    stopping = true
    stop(reason).then(
      () => process.exit(0),
      (error) => {
        log.error(error, 'could not stop in order')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', () => request('SIGTERM'))
  process.on('SIGINT', () => request('SIGINT'))
  onParentGone(() => request('mvrun is gone'))
}

/** Calls `gone` when the mvrun that started this process has ended, killed with -9 included. */
export function onParentGone(gone: () => void): void {
  if (!isSupervised()) return
  process.stdin.on('end', gone)
  process.stdin.on('error', gone)
  process.stdin.resume()
  // The pipe alone shall not keep the process alive.
  if ('unref' in process.stdin) process.stdin.unref()
}

export function isSupervised(): boolean {
  return process.env[SUPERVISED] === '1'
}

/**
 * Logs that a server is ready, at any level of the log: mvrun waits for this line to print
 * addresses to click on.
 */
export function announceListening(log: Log, listening: Listening): void {
  log.child({}, { level: 'info' }).info({ listening }, `listening on port ${listening.port}`)
}
