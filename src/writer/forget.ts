import { parseArgs } from 'node:util'
import { startChild } from '../config/child.js'
import { type Database, MissingDatabaseError, openDatabase } from '../db/open.js'
import { findNode } from '../db/read/nodes.js'
import { BROADCAST, formatNodeId, readNodeId } from '../mesh/node-id.js'
import { cleanName } from '../mesh/text.js'
import { askPerson, migrationState } from '../migrate/index.js'
import { countNode, type Forgotten, forgetNode } from './forget-node.js'

// `mvrun forget NODE`: takes out of the database what one node has left in it, because somebody
// asked for that. In a process of its own, also beside a writer.

const { values, positionals } = parseArgs({
  options: {
    config: { type: 'string', default: 'config.ini' },
    'dry-run': { type: 'boolean', default: false },
    yes: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})
const stopping = new AbortController()
process.once('SIGTERM', () => stopping.abort())
process.once('SIGINT', () => stopping.abort())

async function forget(text: string): Promise<number> {
  const node_id = readNodeId(text)
  if (node_id === null || node_id === 0 || node_id === BROADCAST) {
    console.error(`"${text}" is no node; write its id as !a1b2c3d4, 0xa1b2c3d4 or 2712847316.`)
    return 1
  }
  const { config } = startChild('forget', ['--config', values.config])
  const { connectionString: url } = config.database
  const name = await withDatabase(url, 'read', (db) => tell(db, node_id))
  if (typeof name === 'number') return name
  if (!values.yes && !(await agreed())) {
    console.log('Nothing was changed; with --yes it is deleted.')
    return 1
  }
  const gone = await withDatabase(url, 'write', (db) => forgetNode(db, node_id, stopping.signal))
  console.log(`Deleted of ${name}, in steps of ${Math.ceil(gone.longestMs)} ms at most:`)
  for (const line of report(gone)) console.log(line)
  for (const line of hints(node_id, config.mqtt.skipNodeIds)) console.log(line)
  return 0
}

async function withDatabase<T>(
  url: string,
  mode: 'read' | 'write',
  work: (db: Database) => Promise<T>,
): Promise<T> {
  const db = await openDatabase(url, mode)
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}

/** Prints what is kept, and gives the node's name; an exit code where there is no more to do. */
async function tell(db: Database, node_id: number): Promise<string | number> {
  const { kind } = await migrationState(db)
  if (kind !== 'current') {
    console.error(
      kind === 'migrating'
        ? 'The database is being brought up to date; wait for that. Nothing was changed.'
        : 'The database is not up to date; start MeshView once. Nothing was changed.',
    )
    return 1
  }
  const name = nameOf((await findNode(db, node_id))?.long_name ?? null, node_id)
  const lines = report(await countNode(db, node_id))
  if (lines.length === 0) {
    console.log(`Nothing is kept of ${name}.`)
    return 0
  }
  console.log(`Kept of ${name}:`)
  for (const line of lines) console.log(line)
  if (!values['dry-run']) return name
  console.log('Nothing was changed (--dry-run).')
  return 0
}

async function agreed(): Promise<boolean> {
  return process.stdin.isTTY && (await askPerson('Delete all of this for good?'))
}

function nameOf(long_name: string | null, node_id: number): string {
  const id = formatNodeId(node_id)
  return long_name === null ? id : `${id} (${cleanName(long_name, 40)})`
}

/** What each count is of, in the order of the report. */
const labels: readonly [keyof Forgotten, string][] = [
  ['nodes', 'node'],
  ['packets', 'packets from it and to it, with their texts and routes'],
  ['naming', 'packets of others that name it: routes over it, reports of neighbours'],
  ['receptions', 'receptions of these packets'],
  ['heard', 'receptions by it as a gateway; the packets themselves, which are of others, stay'],
  ['uplinks', 'topics that it published to'],
  ['positions', 'positions'],
  ['telemetry', 'telemetry reports'],
  ['links', 'radio links from it and to it'],
  ['publicKeys', 'public keys'],
  ['hours', 'counts per hour of what it sent and heard'],
  ['malformed', 'malformed messages from it'],
  ['leftovers', 'rows left over from MeshView 3.x'],
]

function report(counts: Forgotten): string[] {
  return labels
    .filter(([part]) => counts[part] > 0)
    .map(([part, label]) => `${String(counts[part]).padStart(9)}  ${label}`)
}

function hints(node_id: number, skipped: readonly number[]): string[] {
  const id = formatNodeId(node_id)
  return [
    'Sums of the whole mesh (packets per hour, day by day) stay; they name nobody.',
    skipped.includes(node_id)
      ? `Packets from ${id} are left out from now on ([mqtt] skip_node_ids); what others say of it is not.`
      : `It comes back as soon as it is heard again. To leave its packets out: skip_node_ids = ${id} in [mqtt], then restart.`,
    'Backups, logs and copies at other sites still hold it: delete those, or wait until they are renewed.',
  ]
}

try {
  process.exit(await forget(positionals[0] ?? ''))
} catch (error) {
  if (stopping.signal.aborted) {
    console.error('interrupted; what was deleted by then is gone, the same command goes on')
  } else if (error instanceof MissingDatabaseError) {
    console.error(error.message)
  } else {
    console.error(`${(error as Error).message}; the same command goes on where this one ended`)
  }
  process.exit(1)
}
