import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type Database, openDatabase } from '../src/db/open.js'
import { fill, makeSchema, shapeOf } from '../test/adopt/original.js'
import { makeTraffic } from '../test/adopt/traffic.js'
import { makeFolder, run } from '../test/helpers/processes.js'
import { cpuSeconds } from './ingest.js'
import type { Line } from './table.js'

const PARTS = 13
const PACKETS = 10_000
const AMOUNT = {
  packets: PACKETS,
  receptions: 8.08,
  nodes: 2000,
  gateways: 60,
  traceroutes: 0.0279,
}
const SHAPE = shapeOf('4f1d2a9c8b71')
const DAY_US = 86_400_000_000
/** How packet ids of the made-up traffic follow each other. */
const ID_STEP = 2_654_435_761
const MB = 1e6
/** An adoption that takes longer is given up. */
const PATIENCE_MS = 600_000

/** What taking over a large database of MeshView 3.x costs, by the command that operators have. */
export async function benchAdopt(nodeArgs: string[]): Promise<Line[]> {
  const lines = await adoptSqlite(nodeArgs)
  const admin = process.env.MESHVIEW_TEST_POSTGRES
  if (admin) return [...lines, ...(await adoptPostgres(admin, nodeArgs))]
  console.error('adopt on PostgreSQL: skipped, MESHVIEW_TEST_POSTGRES is not set')
  return lines
}

async function adoptSqlite(nodeArgs: string[]): Promise<Line[]> {
  const { folder, config, remove } = makeFolder({ database: {} })
  const file = join(folder, 'packets.db')
  try {
    const size = await makeOld(`sqlite:///${file}`)
    const old = statSync(file).size
    const used = (pid: number | undefined) => folderSize(folder) + unlinkedSize(pid)
    const cost = await adopt(config, {}, nodeArgs, async (pid) => used(pid))
    return linesOf('SQLite', size, { ...cost, old, result: statSync(file).size })
  } finally {
    remove()
  }
}

async function adoptPostgres(admin: string, nodeArgs: string[]): Promise<Line[]> {
  const { config, remove } = makeFolder({ database: {} })
  const name = `bench_adopt_${process.pid}`
  const server = new pg.Client({ connectionString: admin })
  await server.connect()
  try {
    await server.query(`create database ${name}`)
    const url = Object.assign(new URL(admin), { pathname: `/${name}` }).href
    const size = await makeOld(url)
    const used = async () =>
      Number((await server.query('select pg_database_size($1) as bytes', [name])).rows[0].bytes)
    const old = await used()
    const env = { MESHVIEW_DATABASE_CONNECTION_STRING: url }
    const cost = await adopt(config, env, nodeArgs, used)
    return linesOf('PostgreSQL', size, { ...cost, old, result: await used() })
  } finally {
    await server.query(`drop database if exists ${name} with (force)`)
    await server.end()
    remove()
  }
}

interface Size {
  packets: number
  receptions: number
  traceroutes: number
}

/** Fills a database as MeshView 3.x would have, a day for each part. */
async function makeOld(url: string): Promise<Size> {
  const db = await openDatabase(url, 'write')
  try {
    await makeSchema(db, SHAPE)
    if (db.engine === 'sqlite') await db.run('pragma synchronous = off')
    const size = { packets: 0, receptions: 0, traceroutes: 0 }
    for (let part = 0; part < PARTS; part++) await fillDay(db, part, size)
    if (db.engine === 'sqlite') await db.run('pragma wal_checkpoint(truncate)')
    return size
  } finally {
    await db.close()
  }
}

async function fillDay(db: Database, part: number, size: Size): Promise<void> {
  const content = makeTraffic(AMOUNT, part + 1)
  const later = (row: { import_time_us?: unknown }) => ({
    import_time_us: Number(row.import_time_us) + part * DAY_US,
  })
  const id = (old: unknown) => (Number(old) + part * PACKETS * ID_STEP) % 0x1_0000_0000
  const routes = size.traceroutes
  await fill(db, SHAPE, {
    node: part === 0 ? content.node : [],
    node_public_key: part === 0 ? content.node_public_key : [],
    daily_snapshot: part === 0 ? content.daily_snapshot : [],
    packet: content.packet.map((row) => ({ ...row, ...later(row), id: id(row.id) })),
    packet_seen: content.packet_seen.map((row) => ({
      ...row,
      ...later(row),
      packet_id: id(row.packet_id),
    })),
    traceroute: content.traceroute.map((row, index) => ({
      ...row,
      ...later(row),
      id: routes + index + 1,
      packet_id: id(row.packet_id),
    })),
  })
  size.packets += content.packet.length
  size.receptions += content.packet_seen.length
  size.traceroutes += content.traceroute.length
}

interface Cost {
  seconds: number
  /** Of our process; null where the system does not tell. */
  cpu: number | null
  peak: number
}

/** Runs `mvrun migrate upgrade`, backup included, and looks again and again how much it takes. */
async function adopt(
  config: string,
  env: Record<string, string>,
  nodeArgs: string[],
  used: (pid: number | undefined) => Promise<number>,
): Promise<Cost> {
  const started = performance.now()
  const child = run(
    'mvrun.js',
    ['migrate', 'upgrade', '--config', config],
    env,
    undefined,
    nodeArgs,
  )
  let hasEnded = false
  child.ended.then(() => {
    hasEnded = true
  })
  const cost: Cost = { seconds: 0, cpu: null, peak: 0 }
  while (!hasEnded) {
    cost.peak = Math.max(cost.peak, await used(child.child.pid))
    cost.cpu = cpuSeconds(child.child.pid) ?? cost.cpu
    if (performance.now() - started > PATIENCE_MS) child.child.kill('SIGKILL')
    await Promise.race([child.ended, sleep(25)])
  }
  cost.seconds = (performance.now() - started) / 1000
  const code = await child.ended
  if (code !== 0) throw new Error(`the adoption ended with ${code}:\n${child.lines.join('\n')}`)
  return cost
}

function linesOf(
  engine: string,
  { packets, receptions, traceroutes }: Size,
  { seconds, cpu, peak, old, result }: Cost & { old: number; result: number },
): Line[] {
  const what = [packets, receptions, traceroutes].map((count) => count.toLocaleString('en'))
  return [
    {
      name: `${engine}: ${what[0]} packets, ${what[1]} receptions, ${what[2]} traceroutes of 3.x`,
      value: old / MB,
      unit: 'MB',
    },
    { name: '  adopted in', value: seconds, unit: 's' },
    ...(cpu === null ? [] : [{ name: '  CPU of the process', value: cpu, unit: 's' }]),
    { name: '  most room taken meanwhile', value: peak / MB, unit: 'MB', ratio: peak / old },
    { name: '  the database afterwards', value: result / MB, unit: 'MB', ratio: result / old },
  ]
}

/** Of every file there, backups included. */
function folderSize(folder: string): number {
  let bytes = 0
  for (const name of readdirSync(folder)) {
    bytes += statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0
  }
  return bytes
}

/** Of temporary files that a process has open and that have no name any more (Linux). */
function unlinkedSize(pid: number | undefined): number {
  let bytes = 0
  try {
    for (const name of readdirSync(`/proc/${pid}/fd`)) {
      const file = statSync(`/proc/${pid}/fd/${name}`, { throwIfNoEntry: false })
      if (file?.isFile() && file.nlink === 0) bytes += file.size
    }
  } catch {
    // It has ended, or there is no /proc.
  }
  return bytes
}
