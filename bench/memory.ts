import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import mqtt from 'mqtt'
import { program } from '../src/run/programs.js'
import { freePort } from '../test/helpers/ports.js'
import { makeFolder, run, until } from '../test/helpers/processes.js'
import { makeTraffic } from '../test/helpers/traffic.js'
import type { SoakMark } from './soak-process.js'
import type { Line } from './table.js'

const ENVELOPES_PER_SECOND = 50
const RECEPTIONS = 4
const LOOKS = 8
const PAGE_EVERY_MS = 1000
const PAGES = ['/', '/firehose', '/nodelist', '/map', '/stats', '/chat', '/top', '/api/nodes']

export interface MemoryOptions {
  /** How long the three processes run. */
  minutes: number
  /** Envelopes of the soak. */
  soak: number
}

/** What writer, reader and mvrun take while packets come and pages are read; then the soak. */
export async function benchMemory(options: MemoryOptions): Promise<Line[]> {
  return [...(await measureResident(options.minutes)), ...(await measureSoak(options.soak))]
}

async function measureResident(minutes: number): Promise<Line[]> {
  const [web, broker] = [await freePort(), await freePort()]
  const { folder, config, remove } = makeFolder({
    server: { bind: '127.0.0.1', port: web },
    broker: { bind: '127.0.0.1', port: broker },
  })
  // Node reads the certificates that a machine adds at its start: 2 MB of each process for what the machine
  // is told, not for what MeshView does.
  const env = { NODE_EXTRA_CA_CERTS: undefined }
  const mvrun = run('mvrun.js', ['--config', config, '--pid_dir', folder], env, folder)
  const url = `http://127.0.0.1:${web}`
  try {
    await until(
      async () => (await fetch(url)).status,
      (status) => status === 200,
      60_000,
    )
    const pids = [
      mvrun.child.pid,
      ...['meshview-db.pid', 'meshview-web.pid'].map((name) =>
        Number(readFileSync(join(folder, name), 'utf8').trim().split(/\s/)[0]),
      ),
    ]
    const ends = performance.now() + minutes * 60_000
    const traffic = Promise.all([publishUntil(ends, broker), readUntil(ends, url)])
    const lines: Line[] = lookAt('after the start', pids)
    for (let look = 1; look <= LOOKS; look++) {
      await sleep((minutes * 60_000) / LOOKS)
      lines.push(...lookAt(`after ${((minutes * look) / LOOKS).toFixed(1)} minutes`, pids))
    }
    await traffic
    return lines
  } finally {
    await mvrun.stop()
    remove()
  }
}

/** The sum of what each has, and what they take of the machine, which has each file once. */
function lookAt(when: string, pids: readonly (number | undefined)[]): Line[] {
  const parts = pids.map(residentParts)
  const all = parts.map(({ own, files }) => own + files)
  const [mvrun = 0, writer = 0, reader = 0] = all.map((mb) => Math.round(mb))
  const once = sum(parts.map(({ own }) => own)) + Math.max(...parts.map(({ files }) => files))
  const owns = parts.map(({ own }) => Math.round(own)).join(', ')
  return [
    {
      name: `resident ${when}, ${ENVELOPES_PER_SECOND} envelopes/s`,
      value: sum(all),
      unit: `MB (mvrun ${mvrun}, writer ${writer}, reader ${reader})`,
    },
    {
      name: '  files that they share counted once',
      value: once,
      unit: `MB (without files ${owns})`,
    },
  ]
}

/** Megabytes of a process that are its own, and of files (programs, libraries, the database). */
function residentParts(pid: number | undefined): { own: number; files: number } {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  const kb = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1])
  const own = kb('Anonymous') / 1024
  return { own, files: kb('Rss') / 1024 - own }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

async function publishUntil(ends: number, port: number): Promise<void> {
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`)
  const seconds = Math.ceil((ends - performance.now()) / 1000)
  const packets = Math.ceil((seconds * ENVELOPES_PER_SECOND) / RECEPTIONS)
  // A part at a time: this process shall not take the machine's memory either.
  for (let done = 0, seed = 1; done < packets && performance.now() < ends; seed++) {
    const { messages } = makeTraffic({ packets: 250, receptions: RECEPTIONS, nodes: 400, seed })
    done += 250
    for (const { topic, payload } of messages) {
      if (performance.now() >= ends) break
      client.publish(topic, payload)
      await sleep(1000 / ENVELOPES_PER_SECOND)
    }
  }
  await client.endAsync()
}

async function readUntil(ends: number, url: string): Promise<void> {
  for (let index = 0; performance.now() < ends; index++) {
    const answer = await fetch(url + (PAGES[index % PAGES.length] ?? '/'))
    await answer.arrayBuffer()
    await sleep(PAGE_EVERY_MS)
  }
}

async function measureSoak(envelopes: number): Promise<Line[]> {
  const { folder, remove } = makeFolder({})
  // As mvrun starts the writer.
  const nodeArgs = ['--expose-gc', ...program('writer').nodeArgs]
  const args = [folder, String(envelopes)]
  const soak = run('bench/soak-process.js', args, {}, undefined, nodeArgs)
  try {
    const code = await soak.ended
    if (code !== 0) throw new Error(`the soak ended with ${code}:\n${soak.lines.join('\n')}`)
    const marks = soak.lines.map((line) => JSON.parse(line) as SoakMark)
    // The first fifth is for the caches to fill.
    const [first, last] = [marks[Math.floor(marks.length / 5)], marks.at(-1)]
    if (first === undefined || last === undefined) return []
    return [
      soakLine('heap', first.envelopes, first.heap),
      { ...soakLine('heap', last.envelopes, last.heap), ratio: last.heap / first.heap },
      soakLine('resident', first.envelopes, first.resident),
      {
        ...soakLine('resident', last.envelopes, last.resident),
        ratio: last.resident / first.resident,
      },
    ]
  } finally {
    await soak.stop()
    remove()
  }
}

function soakLine(what: string, envelopes: number, value: number): Line {
  const name = `soak of the ingest: ${what} after ${envelopes.toLocaleString('en')} envelopes`
  return { name, value, unit: 'MB' }
}
