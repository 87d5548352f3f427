import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../src/db/open.js'
import { findMosquitto } from '../test/helpers/mosquitto.js'
import { makeTraffic } from '../test/helpers/traffic.js'
import { shares } from './cpu-profile.js'
import { fillDatabase } from './database.js'
import { type IngestResult, measureFloor, measureIngest } from './ingest.js'
import { median } from './processes.js'
import type { Line } from './table.js'

const FULL = { packets: 130_000, receptions: 8, nodes: 2000, days: 14 }
/** 40,000 envelopes each, one after the other. */
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8]
const WARM_UP = 3
/** A table or index with less (bytes per reception) has no line of its own. */
const SHOWN = 0.5

/** The floors that the ingest is compared with, see floor-parts.ts. */
const LIBRARY = "floor (a bare loop with the library's parts)"
const OWN = 'floor with our own decoder and tap'

/**
 * The ingest into an empty database and into one with a million receptions, each run beside both
 * floors; where the time goes, and where the bytes.
 */
export async function benchIngest(nodeArgs: string[]): Promise<Line[]> {
  const broker = findMosquitto()
  if (broker === null) {
    console.error('ingest: skipped, Mosquitto is not installed')
    return []
  }
  const folder = mkdtempSync(join(tmpdir(), 'meshview-bench-'))
  try {
    const runs = SEEDS.map((seed) => makeTraffic({ packets: 5000, receptions: 8, seed }))
    const libraryBefore = await measureFloor(broker, runs, 'library')
    const ownBefore = await measureFloor(broker, runs, 'own')
    const empty = await measureIngest(broker, runs, { nodeArgs })
    let bytes: Line[] = []
    const later = SEEDS.map((seed) =>
      makeTraffic({ packets: 5000, receptions: 8, seed: 100 + seed }),
    )
    const full = await measureIngest(broker, later, {
      nodeArgs,
      fill: async (file) => {
        await fillDatabase(file, FULL)
        bytes = await bytesByTable(file)
      },
    })
    // A machine is not as fast at the end as at the beginning.
    const own = [...sustained(ownBefore), ...sustained(await measureFloor(broker, runs, 'own'))]
    const library = [
      ...sustained(libraryBefore),
      ...sustained(await measureFloor(broker, runs, 'library')),
    ]
    const floors = new Map([
      [LIBRARY, library],
      [OWN, own],
    ])
    // Apart: a profile costs time itself.
    await measureIngest(broker, runs, { nodeArgs: ['--cpu-prof', `--cpu-prof-dir=${folder}`] })
    return [
      ...[...floors].flatMap(([name, floor]) => linesOf(name, floor)),
      ...linesOf('ingest into an empty database', sustained(empty), floors),
      ...linesOf('ingest into 1,040,000 receptions', sustained(full), floors),
      ...shares(folder).map(([part, share]) => ({
        name: `  time: ${part}`,
        value: share * 100,
        unit: '%',
      })),
      ...bytes,
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

type Run = Pick<IngestResult, 'rate' | 'cpuUs'>

/** Without the first runs, in which code is compiled that a process of some hours has compiled. */
function sustained<T extends Run>(runs: readonly T[]): T[] {
  return runs.slice(WARM_UP)
}

/** The median of some runs, how far they are apart, and what share of each floor's it is. */
function linesOf(
  name: string,
  runs: readonly Run[],
  floors: ReadonlyMap<string, readonly Run[]> = new Map(),
): Line[] {
  const rates = runs.map(({ rate }) => rate)
  const cpuUs = median(runs.flatMap((run) => run.cpuUs ?? []))
  const [slowest, fastest] = [Math.min(...rates), Math.max(...rates)].map(Math.round)
  const value = median(rates)
  return [
    { name, value, unit: `envelopes/s (${slowest} to ${fastest})` },
    ...[...floors].map(([floor, itsRuns]) => ({
      name: `  of the ${floor}`,
      value: value / median(itsRuns.map(({ rate }) => rate)),
      unit: 'of its rate',
    })),
    ...(Number.isNaN(cpuUs) ? [] : [{ name: '  its CPU', value: cpuUs, unit: 'µs/envelope' }]),
  ]
}

/** Bytes per reception of the whole file, and of every table and index that has many. */
async function bytesByTable(file: string): Promise<Line[]> {
  const db = await openDatabase(`sqlite:///${file}`, 'read')
  try {
    const unit = 'bytes/reception'
    const count = await db.get<{ rows: number }>('select count(*) as rows from reception')
    const receptions = count?.rows ?? 0
    const tables = await db.all<{ name: string; bytes: number }>(
      'select name, sum(pgsize) as bytes from dbstat group by name order by bytes desc',
    )
    const total = tables.reduce((sum, { bytes }) => sum + bytes, 0)
    return [
      { name: 'database file', value: total / receptions, unit },
      ...tables
        .filter(({ bytes }) => bytes / receptions >= SHOWN)
        .map(({ name, bytes }) => ({ name: `  ${name}`, value: bytes / receptions, unit })),
    ]
  } finally {
    await db.close()
  }
}
