import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { listeningPort, makeFolder } from '../test/helpers/processes.js'
import { type DatabaseSize, fillDatabase } from './database.js'
import type { LoadReport } from './load-process.js'
import { type Helper, runHelper, runProgram } from './processes.js'
import { type Reader, withFolder, withReaders } from './reads.js'
import type { Line } from './table.js'

const CONNECTIONS = 16
const WARM_UP_S = 4
const MEASURED_S = 8
const PROBED_S = 10
/** A page that others ask for while somebody downloads. */
const PROBE_EVERY_MS = 25
const SLOW_BYTES_PER_SECOND = 20_000

/** What is downloaded meanwhile, by whom: bytes a second, 0 as fast as it comes. */
const downloads: readonly { name: string; path: string; rate: number; clients: number }[] = [
  { name: '8 slow clients of a large export', path: '/firehose.csv', rate: 1, clients: 8 },
  { name: 'an export without end', path: '/firehose.csv', rate: 0, clients: 1 },
  { name: 'the list of nodes as CSV', path: '/nodelist.csv?active=all', rate: 0, clients: 1 },
  { name: '1,000 packets as JSON', path: '/api/packets?limit=1000', rate: 0, clients: 1 },
]

/** Requests a second over 16 connections, and how long others wait beside a long download. */
export async function benchThroughput(
  size: DatabaseSize,
  nodeArgs: readonly string[],
): Promise<Line[]> {
  return withFolder(async (folder) => {
    const file = join(folder, 'packets.db')
    await fillDatabase(file, size)
    return withWriter(file, () =>
      withReaders([file], [...nodeArgs], async ([reader]) =>
        reader === undefined ? [] : measureReader(reader),
      ),
    )
  })
}

/** A writer that nobody sends anything: without one the site is not healthy. */
async function withWriter(file: string, work: () => Promise<Line[]>): Promise<Line[]> {
  const { config, remove } = makeFolder({
    broker: { bind: '127.0.0.1', port: 0 },
    database: { connection_string: `sqlite:///${file}` },
  })
  const writer = runProgram('writer', config)
  try {
    await listeningPort(writer, 'broker')
    return await work()
  } finally {
    await writer.stop()
    remove()
  }
}

async function measureReader(reader: Reader): Promise<Line[]> {
  const port = new URL(reader.url).port
  const packets = await newestPackets(reader.url)
  const page = `/packet/${packets[0]}`
  const visitors = runHelper('./load-process.js', [port])
  try {
    const lines: Line[] = []
    for (const path of ['/health/live', '/health', page]) {
      lines.push(await measureLoad(visitors, reader, [path]))
    }
    const pages = packets.map((id) => `/packet/${id}`)
    lines.push(await measureLoad(visitors, reader, pages, 'pages of 1,000 packets in turns'))
    const alone = await probe(visitors, page)
    lines.push(probeLine(`${page} every ${PROBE_EVERY_MS} ms, alone`, alone))
    for (const { name, path, rate, clients } of downloads) {
      const args = [port, path, String(rate * SLOW_BYTES_PER_SECOND)]
      const running = Array.from({ length: clients }, () =>
        runHelper('./download-process.js', args),
      )
      await sleep(1000)
      const beside = await probe(visitors, page)
      await Promise.all(running.map((each) => each.stop()))
      lines.push(probeLine(`  beside ${name}`, beside, alone))
    }
    return lines
  } finally {
    await visitors.stop()
  }
}

async function newestPackets(url: string): Promise<number[]> {
  const answer = await fetch(`${url}/api/packets?limit=1000`)
  const { packets } = (await answer.json()) as { packets: { id: number }[] }
  return packets.map(({ id }) => id)
}

async function measureLoad(
  visitors: Helper,
  reader: Reader,
  paths: readonly string[],
  name = paths[0],
): Promise<Line> {
  const list = paths.join(' ')
  await visitors.ask(`load ${CONNECTIONS} ${WARM_UP_S} ${list}`)
  const cpuBefore = reader.cpuMs()
  const load = await visitors.ask<LoadReport>(`load ${CONNECTIONS} ${MEASURED_S} ${list}`)
  const cpu = ((reader.cpuMs() - cpuBefore) * 1000) / load.requests
  const failed = load.failed === 0 ? '' : `, ${load.failed} failed`
  return {
    name: `${name}, ${CONNECTIONS} connections`,
    value: load.requests / load.seconds,
    unit: `requests/s, 99 % under ${load.high.toFixed(1)} ms, CPU ${cpu.toFixed(0)} µs${failed}`,
  }
}

function probe(visitors: Helper, path: string): Promise<LoadReport> {
  return visitors.ask<LoadReport>(`probe ${PROBE_EVERY_MS} ${PROBED_S} ${path}`)
}

function probeLine(name: string, seen: LoadReport, alone?: LoadReport): Line {
  const more = alone === undefined ? '' : `, ${(seen.high - alone.high).toFixed(1)} ms more`
  return {
    name,
    value: seen.median,
    unit: `ms, 99 % under ${seen.high.toFixed(1)} ms${more}; longest ${seen.longest.toFixed(0)} ms`,
  }
}
