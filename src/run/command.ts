/** What the command line asks for. */
export type Command =
  | { verb: 'start'; config: string; pidDir: string; demo: boolean }
  | { verb: 'check'; config: string }
  | { verb: 'health'; config: string; live: boolean }
  | { verb: 'migrate'; config: string; args: string[] }
  | { verb: 'backup'; config: string; file: string | null }
  | { verb: 'restore'; config: string; file: string }
  | { verb: 'forget'; config: string; node: string; dryRun: boolean; yes: boolean }
  | { verb: 'help' }
  | { verb: 'version' }

/** The command line cannot be understood. */
export class UsageError extends Error {}

export const USAGE = `MeshView: gathers a Meshtastic mesh from MQTT and shows it in a browser.

usage:
  mvrun [--config FILE] [--pid_dir DIR] [--demo]   run writer and reader
  mvrun check [--config FILE]                      try configuration, database, broker and ports
  mvrun health [--live] [--config FILE]            asks the MeshView that runs how it is; exit code 0 = well,
                                                   with --live as long as it answers at all
  mvrun migrate VERB … [--config FILE]             revisions of the database schema; --help says more
  mvrun backup [TO] [--config FILE]                a checked copy of the database, also while it is in use;
                                                   TO is a file (.gz = compressed) or a folder
  mvrun restore FROM [--config FILE]               puts such a copy in place; MeshView must not be running
  mvrun forget NODE [--dry-run] [--yes] [--config FILE]
                                                   deletes what is kept of a node, also while MeshView runs;
                                                   --dry-run only counts it, --yes does not ask

  --config FILE   configuration, config.ini unless given
  --pid_dir DIR   folder of meshview-db.pid and meshview-web.pid, the current one unless given
  --demo          a simulated mesh, in a database of its own (demo.db)
  --help, --version
`

/** Reads the arguments after the name of the script; throws {@link UsageError}. */
export function parseCommand(argv: readonly string[]): Command {
  let config = 'config.ini'
  let pidDir = '.'
  let demo = false
  let dryRun = false
  let yes = false
  let live = false
  const rest: string[] = []

  const args = [...argv]
  for (let arg = args.shift(); arg !== undefined; arg = args.shift()) {
    const [option = '', ...inline] = arg.split('=')
    const value = () => {
      const given = inline.length > 0 ? inline.join('=') : args.shift()
      if (!given) throw new UsageError(`${option} needs a value`)
      return given
    }
    if (option === '--config') config = value()
    else if (rest[0] === 'migrate') rest.push(arg)
    else if (option === '--pid_dir' || option === '--pid-dir') pidDir = value()
    else if (arg === '--demo') demo = true
    else if (rest[0] === 'forget' && arg === '--dry-run') dryRun = true
    else if (rest[0] === 'forget' && arg === '--yes') yes = true
    else if (rest[0] === 'health' && arg === '--live') live = true
    else if (arg === '--help' || arg === '-h') return { verb: 'help' }
    else if (arg === '--version' || arg === '-V') return { verb: 'version' }
    else if (arg.startsWith('-')) throw new UsageError(`unknown option ${arg}`)
    else rest.push(arg)
  }

  const [verb, ...verbArgs] = rest
  if (verb === 'migrate') return { verb, config, args: verbArgs }
  const [file = null, ...more] = verbArgs
  if (verb === 'backup' && more.length === 0) return { verb, config, file }
  if (verb === 'restore' && file !== null && more.length === 0) return { verb, config, file }
  if (verb === 'restore' && file === null)
    throw new UsageError('restore needs the file of a backup')
  if (verb === 'forget' && file !== null && more.length === 0) {
    return { verb, config, node: file, dryRun, yes }
  }
  if (verb === 'forget' && file === null) throw new UsageError('forget needs the id of a node')
  if (verbArgs.length > 0) throw new UsageError(`unexpected ${verbArgs[0]}`)
  if (verb === undefined) return { verb: 'start', config, pidDir, demo }
  if (verb === 'check') return { verb, config }
  if (verb === 'health') return { verb, config, live }
  if (verb === 'help') return { verb }
  throw new UsageError(`unknown command ${verb}`)
}
