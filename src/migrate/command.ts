import { parseArgs } from 'node:util'
import { migrations } from '../../migrations/index.js'
import { ConfigError, loadConfig } from '../config/config.js'
import { isConnectionLost } from '../db/connection-lost.js'
import { tables } from '../db/entities/index.js'
import { MissingFolderError } from '../db/folder.js'
import { MissingDatabaseError, sqliteFile } from '../db/open.js'
import { shownAddress } from '../db/shown-address.js'
import { askPerson } from './ask.js'
import { migrationsFolder } from './checksum.js'
import {
  downgradeCommand,
  ensureVersionCommand,
  stampCommand,
  upgradeCommand,
} from './commands/change.js'
import { checkCommand } from './commands/check.js'
import { editCommand, mergeCommand, revisionCommand } from './commands/create.js'
import type { Environment } from './commands/environment.js'
import {
  branchesCommand,
  currentCommand,
  headsCommand,
  historyCommand,
  showCommand,
} from './commands/show.js'
import { ChainError, MigrationAborted, MigrationError } from './errors.js'
import { hintOf } from './explain.js'
import { help } from './help.js'

/** Not what the command line can understand; the exit code is 2. */
class UsageError extends Error {}

/**
 * `mvrun migrate VERB …` on the database of a configuration file; the exit code.
 * 0 done, 1 failed or differences found, 2 a command that cannot be understood, 78 a
 * configuration that cannot be used.
 */
export async function migrateCommand(args: string[], configFile: string): Promise<number> {
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  try {
    return await runCommand(args, () => {
      const { database, migrations: settings } = loadConfig(configFile).config
      return {
        url: database.connectionString,
        revisions: migrations,
        models: tables,
        folder: migrationsFolder(),
        backup: settings.backup,
        keep: settings.backupsToKeep,
        print: (line) => process.stdout.write(`${line}\n`),
        ask: process.stdin.isTTY ? askPerson : null,
        signal: stopping.signal,
      }
    })
  } finally {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
}

/** The same on any environment; it is made only for a command that needs it. */
export async function runCommand(
  args: string[],
  environmentOf: () => Environment,
): Promise<number> {
  const [verb, ...rest] = args
  if (verb === undefined || verb === 'help' || verb === '--help' || verb === '-h') {
    process.stdout.write(help())
    return verb === undefined ? 2 : 0
  }
  let environment: Environment | null = null
  try {
    return await dispatch(verb, rest, () => {
      environment = environmentOf()
      return environment
    })
  } catch (error) {
    return report(error, environment)
  }
}

const options = {
  message: { type: 'string', short: 'm' },
  sql: { type: 'boolean' },
  'no-backup': { type: 'boolean' },
  yes: { type: 'boolean', short: 'y' },
  verbose: { type: 'boolean', short: 'v' },
  'rev-range': { type: 'string', short: 'r' },
  'indicate-current': { type: 'boolean', short: 'i' },
  'check-heads': { type: 'boolean' },
  autogenerate: { type: 'boolean' },
  head: { type: 'string' },
  purge: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

type Option = keyof typeof options

/** What each verb takes. */
const accepted: Record<string, readonly Option[]> = {
  upgrade: ['sql', 'no-backup'],
  downgrade: ['sql', 'no-backup', 'yes'],
  current: ['verbose', 'check-heads'],
  history: ['rev-range', 'indicate-current', 'verbose'],
  show: [],
  heads: ['verbose'],
  branches: ['verbose'],
  revision: ['message', 'autogenerate', 'head'],
  merge: ['message'],
  edit: [],
  stamp: ['purge'],
  ensure_version: [],
  check: [],
}

async function dispatch(
  verb: string,
  args: readonly string[],
  environmentOf: () => Environment,
): Promise<number> {
  const { values, targets } = parse(verb, args)
  if (values.help) {
    process.stdout.write(help(verb))
    return 0
  }
  const environment = environmentOf()
  switch (verb) {
    case 'upgrade':
      return upgradeCommand(environment, one(targets, 'head'), changeOptions(values))
    case 'downgrade':
      return downgradeCommand(environment, one(targets), changeOptions(values))
    case 'stamp':
      return stampCommand(environment, one(targets), { purge: values.purge })
    case 'current':
      none(targets)
      return currentCommand(environment, {
        verbose: values.verbose,
        checkHeads: values['check-heads'],
      })
    case 'history':
      none(targets)
      return historyCommand(environment, {
        range: values['rev-range'],
        indicateCurrent: values['indicate-current'],
        verbose: values.verbose,
      })
    case 'heads':
      none(targets)
      return headsCommand(environment, { verbose: values.verbose })
    case 'show':
      return showCommand(environment, one(targets))
    case 'branches':
      none(targets)
      return branchesCommand(environment, { verbose: values.verbose })
    case 'edit':
      return editCommand(environment, one(targets, 'head'))
    case 'ensure_version':
      none(targets)
      return ensureVersionCommand(environment)
    case 'revision':
      none(targets)
      return revisionCommand(environment, {
        message: values.autogenerate
          ? values.message?.trim() || undefined
          : messageOf(values.message),
        autogenerate: values.autogenerate,
        head: values.head,
      })
    case 'merge':
      return mergeCommand(environment, {
        message: messageOf(values.message),
        revisions: targets,
      })
    default:
      none(targets)
      return checkCommand(environment)
  }
}

function parse(verb: string, given: readonly string[]) {
  const allowed = accepted[verb]
  // `npm run create-migration` without a text: it is called by what it does.
  const isUnnamed = given.at(-1) === '-m' && given.includes('--autogenerate')
  const args = isUnnamed ? given.slice(0, -1) : given
  if (allowed === undefined) throw new UsageError(`There is no command "migrate ${verb}".`)
  // `-2` is a target, not an option; a text after -m may look like anything.
  const isSteps = (arg: string, index: number) =>
    /^[+-]\d+$/.test(arg) && !/^(-m|--message|--head|-r|--rev-range)$/.test(args[index - 1] ?? '')
  const steps = args.filter(isSteps)
  try {
    const { values, positionals } = parseArgs({
      args: args.filter((arg, index) => !isSteps(arg, index)),
      options,
      allowPositionals: true,
    })
    for (const name of Object.keys(values)) {
      if (name !== 'help' && !(allowed as readonly string[]).includes(name)) {
        throw new UsageError(`"migrate ${verb}" knows no option --${name}.`)
      }
    }
    return { values, targets: [...positionals, ...steps] }
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError((error as Error).message)
  }
}

function changeOptions(values: { sql?: boolean; 'no-backup'?: boolean; yes?: boolean }) {
  return { sql: values.sql, backup: !values['no-backup'], yes: values.yes }
}

function one(targets: readonly string[], otherwise?: string): string {
  const [target = otherwise] = targets
  if (targets.length > 1) throw new UsageError(`One target, not ${targets.join(' and ')}.`)
  if (target === undefined) throw new UsageError('Name the revision, or -N, or base.')
  return target
}

function none(targets: readonly string[]): void {
  if (targets.length > 0) throw new UsageError(`Nothing can be done with "${targets.join(' ')}".`)
}

function messageOf(message: string | undefined): string {
  if (message?.trim()) return message.trim()
  throw new UsageError('Say with -m "…" what the revision does.')
}

function report(error: unknown, environment: Environment | null): number {
  const say = (line: string) => process.stderr.write(`${line}\n`)
  if (error instanceof UsageError) {
    say(`${error.message}\n"migrate help" shows every command with examples.`)
    return 2
  }
  if (error instanceof ConfigError) {
    say(error.message)
    return 78
  }
  if (error instanceof MigrationError) {
    say(error.message)
    if (error.statement) say(`The statement was: ${error.statement}`)
    if (error.hint) say(error.hint)
  } else if (error instanceof ChainError || error instanceof MigrationAborted) say(error.message)
  else sayUnexpected(error, environment, say)
  return 1
}

/** What a driver says names neither the database nor what to do about it. */
function sayUnexpected(
  error: unknown,
  environment: Environment | null,
  say: (line: string) => void,
): void {
  const reason = error instanceof Error ? error.message : String(error)
  const url = environment?.url ?? ''
  const engine = sqliteFile(url) === null ? 'postgres' : 'sqlite'
  const hint = hintOf(error, { engine, address: url })
  if (error instanceof MissingFolderError) say(`The database cannot be opened: ${reason}.`)
  else if (hint === null || error instanceof MissingDatabaseError) say(reason)
  else {
    say(`The database ${shownAddress(url)} cannot be used: ${reason}.`)
    say(isConnectionLost(error) ? 'Does it run? "mvrun check" says more.' : hint)
  }
}
