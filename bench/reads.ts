import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { Agent, get, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase, dropDatabase, server, urlOf } from '../test/helpers/postgres-server.js'
import { listeningPort, makeFolder, until } from '../test/helpers/processes.js'
import { type DatabaseSize, fillDatabase, fillDatabaseAt } from './database.js'
import { cpuMs, quantile, runProgram } from './processes.js'
import type { Line } from './table.js'
import { multiplyDatabase } from './tenfold.js'

const REQUESTS = 40

/** Not counted: the compiler has seen a page so often that its code is as in a reader that runs for days. */
const WARM_UP = 60

/** Median and 95th percentile of every page and endpoint of the reader, in milliseconds. */
export async function measureReads(size: DatabaseSize, nodeArgs: string[]): Promise<Line[]> {
  return withFolder(async (folder) => {
    const file = join(folder, 'packets.db')
    await fillDatabase(file, size)
    const bytes = statSync(file).size / (size.packets * size.receptions)
    const lines = await withReaders([file], nodeArgs, measurePages)
    return [...lines, { name: 'database file', value: bytes, unit: 'bytes/reception' }]
  })
}

/** The same on PostgreSQL, in a database of its own on the server of the tests. */
export async function measureReadsPostgres(
  size: DatabaseSize,
  nodeArgs: string[],
): Promise<Line[]> {
  const name = `bench_reads_${process.pid}`
  await createDatabase(name)
  try {
    // Waiting for the disk is half of the time, and a power cut may have this database.
    await server().query(`alter database ${name} set synchronous_commit = off`)
    await fillDatabaseAt(urlOf(name), size)
    const { rows } = await server().query<{ bytes: string }>(
      'select pg_database_size($1) as bytes',
      [name],
    )
    const bytes = Number(rows[0]?.bytes) / (size.packets * size.receptions)
    const lines = await withReadersOf([urlOf(name)], nodeArgs, measurePages)
    return [...lines, { name: 'database', value: bytes, unit: 'bytes/reception' }]
  } finally {
    await dropDatabase(name)
  }
}

/**
 * The same, and beside each figure that of a database that has gone on for `times` as long. Both
 * readers run at once and are asked in turns, so that what else the machine does hits both.
 */
export async function measureReadsTenfold(
  size: DatabaseSize,
  times: number,
  nodeArgs: string[],
): Promise<Line[]> {
  return withFolder(async (folder) => {
    const [small, large] = [join(folder, 'small.db'), join(folder, 'large.db')]
    await fillDatabase(small, size)
    await multiplyDatabase(small, large, { times, days: size.days })
    return withReaders([small, large], nodeArgs, measurePages)
  })
}

/** A reader that runs, and the time that its process has been on a processor, milliseconds. */
export interface Reader {
  url: string
  cpuMs(): number
}

export async function withFolder(work: (folder: string) => Promise<Line[]>): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), 'meshview-bench-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Readers of SQLite files, for as long as the work takes. */
export function withReaders(
  files: readonly string[],
  nodeArgs: string[],
  work: (readers: readonly Reader[]) => Promise<Line[]>,
): Promise<Line[]> {
  return withReadersOf(
    files.map((file) => `sqlite:///${file}`),
    nodeArgs,
    work,
  )
}

async function withReadersOf(
  urls: readonly string[],
  nodeArgs: string[],
  work: (readers: readonly Reader[]) => Promise<Line[]>,
): Promise<Line[]> {
  const running = urls.map((url) => {
    const { config, remove } = makeFolder({
      server: { bind: '127.0.0.1', port: 0 },
      database: { connection_string: url },
    })
    const process = runProgram('reader', config, nodeArgs)
    return { process, remove }
  })
  try {
    const readers: Reader[] = []
    for (const { process } of running) {
      const url = `http://127.0.0.1:${await listeningPort(process, 'web')}`
      await until(
        async () => (await fetch(`${url}/api/status`)).status,
        (status) => status === 200,
      )
      readers.push({ url, cpuMs: () => cpuMs(process.child.pid) })
    }
    return await work(readers)
  } finally {
    for (const { process, remove } of running) {
      await process.stop()
      remove()
    }
  }
}

async function measurePages(readers: readonly Reader[]): Promise<Line[]> {
  const lists = await Promise.all(readers.map(({ url }) => paths(url)))
  const lines: Line[] = []
  for (const [index, path] of lists[0]?.entries() ?? []) {
    const series = readers.map((reader, which) => ({
      ...{ reader, path: lists[which]?.[index] ?? path, times: [] as number[], cpu: 0, status: 0 },
    }))
    for (let request = -WARM_UP; request < REQUESTS; request++) {
      for (const each of series) await measureOne(each, request >= 0)
    }
    const [small, large] = series.map(({ times, cpu, status }) => ({
      ...{ median: quantile(times, 0.5), high: quantile(times, 0.95), cpu: cpu / REQUESTS, status },
    }))
    if (small === undefined) continue
    const failed = small.status === 200 ? '' : ` (answers ${small.status})`
    lines.push({ name: path + failed, value: small.median, unit: unitOf(small) })
    if (large === undefined) continue
    const ratio = Number.isNaN(large.cpu) ? large.median / small.median : large.cpu / small.cpu
    lines.push({ name: '  tenfold', value: large.median, unit: unitOf(large), ratio })
  }
  return lines
}

interface Series {
  reader: Reader
  path: string
  times: number[]
  cpu: number
  status: number
}

/** Every request has an address of its own: a page that is given again would cost nothing. */
let asked = 0

async function measureOne(series: Series, counts: boolean): Promise<void> {
  const { reader } = series
  const path = `${series.path}${series.path.includes('?') ? '&' : '?'}bench=${asked++}`
  const cpuBefore = reader.cpuMs()
  const started = performance.now()
  const status = await ask(reader.url + path)
  if (!counts) return
  series.times.push(performance.now() - started)
  series.cpu += reader.cpuMs() - cpuBefore
  series.status = status
}

const agent = new Agent({ keepAlive: true })

/**
 * The status of an answer, when its last byte is here. As a browser asks, compressed, but nothing of it is
 * kept: with `fetch` each megabyte made this process collect its own garbage, 20 ms of every third answer.
 * Not by HttpConnection, which takes an answer in chunks to end where a piece ends: compressed ones may not.
 */
async function ask(url: string): Promise<number> {
  const headers = { 'accept-encoding': 'gzip, deflate, br' }
  const [answer] = (await once(get(url, { agent, headers }), 'response')) as [IncomingMessage]
  answer.resume()
  await once(answer, 'end')
  return answer.statusCode ?? 0
}

function unitOf({ high, cpu }: { high: number; cpu: number }): string {
  const spent = Number.isNaN(cpu) ? '' : `, CPU ${cpu.toFixed(1)} ms`
  return `ms, 95 % under ${high.toFixed(1)} ms${spent}`
}

async function paths(url: string): Promise<string[]> {
  const packets = async (query: string) => {
    const answer = await fetch(`${url}/api/packets?${query}`)
    return ((await answer.json()) as { packets: { id: number; from_node_id: number }[] }).packets
  }
  const [newest] = await packets('limit=1')
  const [route] = await packets('limit=1&portnum=70')
  const node = `!${(newest?.from_node_id ?? 0).toString(16).padStart(8, '0')}`
  return [
    '/health',
    '/',
    '/firehose',
    `/firehose?portnum=1&channel=LongFast`,
    `/firehose?node=${node}`,
    '/nodelist',
    `/node/${node}`,
    `/packet/${newest?.id}`,
    '/traceroutes',
    `/traceroutes?node=${node}`,
    `/traceroute/${route?.id}`,
    '/chat',
    '/map',
    '/nodegraph',
    '/stats',
    '/top',
    '/net',
    '/heatmap',
    '/kiosk',
    '/search?q=message',
    '/status',
    '/metrics',
    '/map/data.json',
    '/map/heat.json?by=packets',
    '/api/nodes',
    '/api/packets?limit=50',
    '/api/packets?limit=1000',
    '/api/packets?contains=message&portnum=1',
    `/api/packets?node_id=${node}`,
    `/api/packets_seen/${newest?.id}`,
    '/api/channels',
    '/api/stats?period_type=day&length=14',
    '/api/stats/count',
    '/api/stats/count?period_type=day&length=14',
    '/api/stats/top?period_type=day&length=14',
    '/api/edges',
    `/api/traceroute/${route?.id}`,
    '/api/snapshots/daily',
    `/api/node/${node}/impersonation-check`,
    `/api/coverage/${node}`,
    '/api/openapi.json',
    `/graph/traceroute/${route?.id}`,
    `/node/${node}/telemetry.csv?period=7d`,
    '/nodelist.csv',
    '/stats/traffic.csv',
  ]
}
