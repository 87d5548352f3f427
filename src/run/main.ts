import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { ConfigError } from '../config/config.js'
import { EXIT_CONFIG } from '../config/contract.js'
import { readVersion } from '../config/version.js'
import { parseCommand, USAGE, UsageError } from './command.js'
import { bundleOf } from './programs.js'

/**
 * Carries out a command line (without node and script) and gives the exit code. What a verb needs
 * is loaded only then: the process that watches the others stays small.
 */
export async function main(argv: readonly string[]): Promise<number> {
  // `mvrun | head` takes our output away, which is no reason to stop in the midst of the work.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  try {
    const command = parseCommand(argv)
    switch (command.verb) {
      case 'help':
        process.stdout.write(USAGE)
        return 0
      case 'version':
        process.stdout.write(`MeshView ${readVersion().version}\n`)
        return 0
      case 'check': {
        const { check } = await import('./check.js')
        return await check(command.config)
      }
      case 'health': {
        const { health } = await import('./health.js')
        return await health(command.config, command.live)
      }
      case 'migrate': {
        const { migrateCommand } = await import('../migrate/command.js')
        return await migrateCommand(command.args, command.config)
      }
      case 'backup': {
        const { backup } = await import('./backup.js')
        return await backup(command.config, command.file)
      }
      case 'restore': {
        const { restore } = await import('./restore.js')
        return await restore(command.config, command.file)
      }
      case 'forget': {
        const { forget } = await import('./forget.js')
        return await forget(command)
      }
      case 'start': {
        const { start } = await loadStart()
        return await start(command)
      }
    }
  } catch (error) {
    if (isConfigError(error)) {
      console.error(error.message)
      for (const warning of error.warnings) console.error(`  warning: ${warning}`)
      return EXIT_CONFIG
    }
    if (error instanceof UsageError) {
      console.error(`mvrun: ${error.message}; mvrun --help says what there is`)
      return 1
    }
    throw error
  }
}

/** The process that stays is there a tenth of a second sooner, and 4 MB smaller, with one file. */
async function loadStart(): Promise<typeof import('./start.js')> {
  const bundle = bundleOf('start', fileURLToPath(new URL('start.js', import.meta.url)))
  return bundle === undefined ? import('./start.js') : createRequire(import.meta.url)(bundle)
}

/** By its name: the class is there twice, and would bring the whole of the configuration here. */
function isConfigError(error: unknown): error is ConfigError {
  return error instanceof Error && error.name === 'ConfigError'
}
