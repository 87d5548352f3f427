import { ConfigError } from '../config/config.js'
import { EXIT_CONFIG } from '../config/contract.js'
import { readVersion } from '../config/version.js'
import { parseCommand, USAGE, UsageError } from './command.js'

/**
 * Carries out a command line (without node and script) and gives the exit code. What a verb needs
 * is loaded only then: the process that watches the others stays small.
 */
export async function main(argv: readonly string[]): Promise<number> {
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
      case 'start': {
        const { start } = await import('./start.js')
        return await start(command)
      }
    }
  } catch (error) {
    if (error instanceof ConfigError) {
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
