import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Program, program } from '../../src/run/programs.js'

/** Only for what never comes: where others are at work on the machine a start takes half of it. */
const PATIENCE_MS = 60_000

/** A process of ours that runs, and what it said. */
export interface Running {
  child: ChildProcess
  lines: string[]
  /** Resolves with the exit code (or signal) when it has ended. */
  ended: Promise<number | string>
  /** The first line, past or to come, that matches. */
  said(pattern: RegExp, timeoutMs?: number): Promise<string>
  /** Sends SIGTERM and waits for the end. */
  stop(): Promise<number | string>
}

/**
 * Starts a compiled module of ours, such as `src/writer/main.js`: of writer and reader the file
 * that `mvrun` would start.
 */
export function run(
  module: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
  cwd?: string,
  nodeArgs: string[] = [],
): Running {
  const { file, nodeArgs: usual } = programOf(module)
  const child = spawn(process.execPath, [...usual, ...nodeArgs, file, ...args], {
    env: { ...process.env, ...env },
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', (line) => lines.push(line))
  }
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'))
  })
  return {
    child,
    lines,
    ended,
    said: (pattern, timeoutMs = PATIENCE_MS) => waitForLine(child, lines, pattern, timeoutMs),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return ended
      child.kill('SIGTERM')
      // One that does not end is told by its code, and holds up nothing else.
      const deaf = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
      return ended.finally(() => clearTimeout(deaf))
    },
  }
}

function programOf(module: string): Program {
  const [, name] = /^src\/(writer|reader)\/main\.js$/.exec(module) ?? []
  if (name === 'writer' || name === 'reader') return program(name)
  return { file: fileURLToPath(new URL(`../../${module}`, import.meta.url)), nodeArgs: [] }
}

async function waitForLine(
  child: ChildProcess,
  lines: string[],
  pattern: RegExp,
  timeoutMs: number,
): Promise<string> {
  const until = Date.now() + timeoutMs
  for (;;) {
    const line = lines.find((each) => pattern.test(each))
    if (line !== undefined) return line
    if (child.exitCode !== null || Date.now() > until) {
      throw new Error(`${pattern} was not said; the process said:\n${lines.join('\n')}`)
    }
    await sleep(20)
  }
}

/** The port in a `listening` line of the log. */
export async function listeningPort(running: Running, what: 'web' | 'broker'): Promise<number> {
  const line = await running.said(new RegExp(`"listening":\\{"what":"${what}"`))
  return JSON.parse(line).listening.port
}

/** A folder with a `config.ini` of these settings (`{ server: { port: 0 } }`). */
export function makeFolder(settings: Record<string, Record<string, string | number>>): {
  folder: string
  config: string
  remove(): void
} {
  const folder = mkdtempSync(join(tmpdir(), 'meshview-system-'))
  const config = join(folder, 'config.ini')
  const text = Object.entries(settings).map(([section, keys]) => {
    const lines = Object.entries(keys).map(([key, value]) => `${key} = ${value}`)
    return [`[${section}]`, ...lines].join('\n')
  })
  writeFileSync(config, `${text.join('\n\n')}\n`)
  return { folder, config, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** What has to come about of itself; throws when it has not after a time that only a fault takes. */
export async function within<T>(promise: Promise<T>, what: string): Promise<T> {
  const over = new AbortController()
  const late = sleep(PATIENCE_MS, undefined, { signal: over.signal }).then(() => {
    throw new Error(`${what} did not come about`)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    late.catch(() => {})
    over.abort()
  }
}

/** Asks again until the answer is there; throws after `timeoutMs` with the last one. */
export async function until<T>(
  ask: () => Promise<T>,
  isThere: (answer: T) => boolean,
  timeoutMs = PATIENCE_MS,
): Promise<T> {
  const end = Date.now() + timeoutMs
  for (;;) {
    let answer: T | undefined
    let failure: unknown
    try {
      answer = await ask()
      if (isThere(answer)) return answer
    } catch (error) {
      failure = error
    }
    if (Date.now() > end) {
      throw new Error(`it did not come about; last: ${JSON.stringify(answer)} ${failure ?? ''}`)
    }
    await sleep(30)
  }
}
