import { statSync } from 'node:fs'
import { join } from 'node:path'
import { listeningPort, makeFolder, run, until } from '../test/helpers/processes.js'
import { type DatabaseSize, fillDatabase } from './database.js'
import type { Line } from './table.js'

const REQUESTS = 40

/** Median and 95th percentile of every page and endpoint of the reader, in milliseconds. */
export async function measureReads(size: DatabaseSize, nodeArgs: string[]): Promise<Line[]> {
  const { folder, config, remove } = makeFolder({
    server: { bind: '127.0.0.1', port: 0 },
    retention: { packets_days: 0 },
  })
  const file = join(folder, 'packets.db')
  await fillDatabase(file, size)
  const reader = run('src/reader/main.js', ['--config', config], {}, undefined, nodeArgs)
  try {
    const url = `http://127.0.0.1:${await listeningPort(reader, 'web')}`
    await until(
      async () => (await fetch(`${url}/version`)).status,
      (status) => status === 200,
    )
    const lines: Line[] = []
    for (const path of await paths(url)) lines.push(await measurePath(url, path))
    lines.push({
      name: 'database file',
      value: statSync(file).size / (size.packets * size.receptions),
      unit: 'bytes/reception',
    })
    return lines
  } finally {
    await reader.stop()
    remove()
  }
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
    '/firehose',
    `/firehose?portnum=1&channel=LongFast`,
    `/firehose?node=${node}`,
    '/nodelist',
    `/node/${node}`,
    `/packet/${newest?.id}`,
    '/traceroutes',
    `/traceroute/${route?.id}`,
    '/chat',
    '/map',
    '/nodegraph',
    '/stats',
    '/top',
    '/net',
    '/status',
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
  ]
}

async function measurePath(url: string, path: string): Promise<Line> {
  const times: number[] = []
  let status = 0
  for (let request = 0; request < REQUESTS; request++) {
    const started = performance.now()
    const answer = await fetch(url + path)
    await answer.arrayBuffer()
    times.push(performance.now() - started)
    status = answer.status
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0
  return {
    name: status === 200 ? path : `${path} (answers ${status})`,
    value: at(0.5),
    unit: `ms, 95 % under ${at(0.95).toFixed(1)} ms`,
  }
}
