import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { HttpConnection } from './http-connection.js'
import { quantile } from './processes.js'

/** What a load came to; times in milliseconds. */
export interface LoadReport {
  requests: number
  seconds: number
  failed: number
  median: number
  high: number
  longest: number
}

/**
 * A process of visitors, told what to do a line at a time: `load CONNECTIONS SECONDS PATH…` asks as
 * fast as it is answered, `probe PAUSE_MS SECONDS PATH` now and then over one connection.
 */
const port = Number(process.argv[2])

for await (const line of createInterface({ input: process.stdin })) {
  const [verb, first, seconds, ...paths] = line.split(' ')
  const report =
    verb === 'load'
      ? await load(Number(first), Number(seconds), paths)
      : await probe(Number(first), Number(seconds), paths[0] ?? '/')
  console.log(JSON.stringify(report))
}

async function load(connections: number, seconds: number, paths: string[]): Promise<LoadReport> {
  const times: number[] = []
  let failed = 0
  const started = performance.now()
  const ends = started + seconds * 1000
  const visit = async () => {
    const connection = await HttpConnection.open(port)
    while (performance.now() < ends) {
      const asked = performance.now()
      const path = paths[times.length % paths.length] ?? '/'
      if ((await connection.get(path)) !== 200) failed++
      times.push(performance.now() - asked)
    }
    connection.close()
  }
  await Promise.all(Array.from({ length: connections }, visit))
  return report(times, failed, started)
}

async function probe(pause_ms: number, seconds: number, path: string): Promise<LoadReport> {
  const times: number[] = []
  let failed = 0
  const connection = await HttpConnection.open(port)
  const started = performance.now()
  while (performance.now() < started + seconds * 1000) {
    await sleep(pause_ms)
    const asked = performance.now()
    if ((await connection.get(path)) !== 200) failed++
    times.push(performance.now() - asked)
  }
  connection.close()
  return report(times, failed, started)
}

function report(times: readonly number[], failed: number, started: number): LoadReport {
  return {
    requests: times.length,
    seconds: (performance.now() - started) / 1000,
    failed,
    median: quantile(times, 0.5),
    high: quantile(times, 0.99),
    longest: times.reduce((most, time) => Math.max(most, time), 0),
  }
}
