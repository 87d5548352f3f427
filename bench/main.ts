import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { benchAdopt } from './adopt.js'
import { benchIngest } from './ingest-table.js'
import { benchLive } from './live.js'
import { benchMemory } from './memory.js'
import { benchOperations } from './operations.js'
import { measurePaints } from './paints.js'
import { measureReads, measureReadsPostgres, measureReadsTenfold } from './reads.js'
import { benchStart } from './start.js'
import { type Line, printTable } from './table.js'
import { benchThroughput } from './throughput.js'

const SMALL = { packets: 130_000, receptions: 8, nodes: 2000, days: 14 }
const TITLE = '130,000 packets, 1,040,000 receptions, 2,000 nodes'

/**
 * `npm run bench [-- NAME …] [--profile DIR]`: the benchmarks by name, all of them without one.
 * Prints a table and writes the same as JSON to `bench-results.json`; `--profile` leaves CPU
 * profiles of the processes measured in DIR, for the developer tools of a browser; `--minutes N`
 * and `--soak ENVELOPES` say how long `memory` runs. Machines differ and are busy with other
 * things: read the ratios, which are taken within one run.
 */
const benchmarks: Record<string, () => Promise<Line[]>> = {
  adopt: () => benchAdopt(nodeArgs),
  ingest: () => benchIngest(nodeArgs),
  live: () => benchLive(nodeArgs),
  memory: () => benchMemory({ minutes: Number(values.minutes), soak: Number(values.soak) }),
  operations: benchOperations,
  pages: benchPages,
  reads: benchReads,
  'reads-postgres': benchReadsPostgres,
  'reads-tenfold': benchReadsTenfold,
  start: () => benchStart(SMALL),
  throughput: () => benchThroughput(SMALL, nodeArgs),
}

const USAGE = `npm run bench [-- NAME … [--profile DIR] [--minutes N] [--soak ENVELOPES]]
benchmarks, all without a name: ${Object.keys(benchmarks).join(', ')}`

const { values, positionals: asked } = readArguments()
const nodeArgs = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${resolve(values.profile)}`] : []
const lines: Line[] = []
for (const [name, benchmark] of Object.entries(benchmarks)) {
  if (asked.length === 0 || asked.includes(name)) lines.push(...(await benchmark()))
}
printTable(lines)
const machine = { node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model ?? '' }
writeFileSync('bench-results.json', `${JSON.stringify({ machine, lines }, null, 2)}\n`)

/** Ends the program with the usage where the arguments are none of ours. */
function readArguments() {
  const options = {
    help: { type: 'boolean', default: false },
    profile: { type: 'string' },
    minutes: { type: 'string', default: '3' },
    soak: { type: 'string', default: '200000' },
  } as const
  try {
    const parsed = parseArgs({ allowPositionals: true, options })
    const unknown = parsed.positionals.filter((name) => !(name in benchmarks))
    if (unknown.length > 0) throw new Error(`no benchmark ${unknown.join(', ')}`)
    if (!parsed.values.help) return parsed
    console.log(USAGE)
    process.exit(0)
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`)
    process.exit(1)
  }
}

async function benchReads(): Promise<Line[]> {
  return [
    { name: TITLE, value: SMALL.packets, unit: 'packets' },
    ...(await measureReads(SMALL, nodeArgs)),
  ]
}

async function benchReadsPostgres(): Promise<Line[]> {
  if (!process.env.MESHVIEW_TEST_POSTGRES) {
    console.error('reads-postgres: skipped, MESHVIEW_TEST_POSTGRES is not set')
    return []
  }
  return [
    { name: `${TITLE}, PostgreSQL`, value: SMALL.packets, unit: 'packets' },
    ...(await measureReadsPostgres(SMALL, nodeArgs)),
  ]
}

async function benchPages(): Promise<Line[]> {
  return [{ name: TITLE, value: SMALL.packets, unit: 'packets' }, ...(await measurePaints(SMALL))]
}

async function benchReadsTenfold(): Promise<Line[]> {
  return [
    { name: `${TITLE}, and ten times that`, value: SMALL.packets, unit: 'packets' },
    ...(await measureReadsTenfold(SMALL, 10, nodeArgs)),
  ]
}
