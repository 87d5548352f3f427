import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { program } from '../src/run/programs.js'
import { type Running, run } from '../test/helpers/processes.js'

/** Starts the writer or the reader just as mvrun does: as one file, with its bounds of memory. */
export function runProgram(
  name: 'writer' | 'reader',
  config: string,
  nodeArgs: readonly string[] = [],
  env: Record<string, string> = {},
): Running {
  const { file, nodeArgs: own } = program(name)
  const dist = fileURLToPath(new URL('..', import.meta.url))
  const module = file.slice(dist.length)
  return run(module, ['--config', config], env, undefined, [...own, ...nodeArgs])
}

/** A process of the benchmark itself that is told one thing a line, and answers each with JSON. */
export interface Helper {
  ask<T>(line: string): Promise<T>
  stop(): Promise<void>
}

export function runHelper(script: string, args: readonly string[]): Helper {
  const file = fileURLToPath(new URL(script, import.meta.url))
  const child = spawn(process.execPath, [file, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async ask(line) {
      child.stdin.write(`${line}\n`)
      const { value, done } = await answers.next()
      if (done) throw new Error(`${script} has ended instead of answering: ${line}`)
      return JSON.parse(value)
    },
    async stop() {
      child.stdin.end()
      await ended
    },
  }
}

/** Time on a processor of all threads of a process, where there is /proc (nanoseconds there). */
export function cpuMs(pid: number | undefined): number {
  try {
    const tasks = readdirSync(`/proc/${pid}/task`)
    const times = tasks.map((task) =>
      Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]),
    )
    return times.reduce((sum, time) => sum + time, 0) / 1e6
  } catch {
    return Number.NaN
  }
}

/** Resident memory of a process in kilobytes (1024 bytes), where there is /proc. */
export function residentKb(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN)
  } catch {
    return Number.NaN
  }
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The value below which a share of all lies: 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN
}
