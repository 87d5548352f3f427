import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface CallFrame {
  functionName: string
  url: string
  /** From 0. */
  lineNumber: number
}

interface CpuProfile {
  nodes: { id: number; callFrame: CallFrame }[]
  samples: number[]
  timeDeltas: number[]
}

/** Parts of the writer's work, the first that fits; null: the start of the process, or nothing. */
const PARTS: readonly (readonly [part: string | null, fits: RegExp])[] = [
  [null, /^\((idle|root|program)\)|node:internal\/(modules|process|vm)|typeorm/],
  ['garbage collection', /^\(garbage collector\)/],
  ['SQLite: commits, and moving the log into the file', /^exec .*better-sqlite3/],
  ['SQLite: rows', /db\/sqlite\.js|better-sqlite3/],
  [
    'MQTT: from the socket to messages',
    /mqtt|publish-tap|node:(net|stream|tls)|node:internal\/stream/,
  ],
  ['decoding and decrypting', /protobuf|\/mesh\/|crypto/],
  ['judging, and gathering rows', /\/src\/(writer|db)\//],
]

/**
 * Where the CPU time of the process went that left its profile in `folder`: shares (0 to 1) of the
 * parts, the largest first. What cannot be told apart is `other`.
 */
export function shares(folder: string): [part: string, share: number][] {
  const sums = new Map<string, number>()
  for (const name of readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'))) {
    const profile = JSON.parse(readFileSync(join(folder, name), 'utf8')) as CpuProfile
    const parts = new Map(profile.nodes.map((node) => [node.id, partOf(node.callFrame)]))
    for (const [index, id] of profile.samples.entries()) {
      const part = parts.get(id)
      if (part == null) continue
      sums.set(part, (sums.get(part) ?? 0) + (profile.timeDeltas[index] ?? 0))
    }
  }
  const total = [...sums.values()].reduce((sum, value) => sum + value, 0)
  return [...sums]
    .map(([part, sum]): [string, number] => [part, sum / total])
    .sort((a, b) => b[1] - a[1])
}

function partOf({ functionName, url, lineNumber }: CallFrame): string | null {
  const module = moduleAt(url, lineNumber)
  const found = PARTS.find(([, fits]) => fits.test(`${functionName} ${module}`))
  return found === undefined ? 'other' : found[0]
}

/** First line and name of each module in a file that the build made of many. */
const modules = new Map<string, [line: number, module: string][]>()

/** The module that a line comes from: esbuild writes its path above its code. */
function moduleAt(url: string, line: number): string {
  if (!/\/dist\/app\/[^/]+\.js$/.test(url)) return url
  let starts = modules.get(url)
  if (starts === undefined) {
    starts = readFileSync(url.replace('file://', ''), 'utf8')
      .split('\n')
      .flatMap((text, index): [number, string][] =>
        /^\/\/ \S+\.\w+$/.test(text) ? [[index, text.slice(3)]] : [],
      )
    modules.set(url, starts)
  }
  return starts.findLast(([start]) => start <= line)?.[1] ?? url
}
