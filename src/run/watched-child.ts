import { type ChildProcess, spawn } from 'node:child_process'
import { SUPERVISED } from '../config/contract.js'
import { eachLine } from './lines.js'
import type { Output } from './output.js'
import { removePidFile, writePidFile } from './pid-file.js'

/** A process to run. */
export interface ChildPlan {
  /** Prefix of its lines. */
  name: string
  /** The script, absolute. */
  file: string
  args: readonly string[]
  /** Options of Node. */
  nodeArgs?: readonly string[]
  env?: Readonly<Record<string, string>>
  /** Holds its process id while it runs. */
  pidFile?: string
}

/** Milliseconds. */
export interface RestartDelays {
  first: number
  longest: number
  /** A process that ran this long was healthy: the next crash waits for `first` again. */
  healthyAfter: number
}

export interface WatchedChild {
  /** Sends a signal, and starts the process no more. */
  end(signal: NodeJS.Signals): void
  readonly running: boolean
}

/**
 * Memory that one thread has freed serves the others too: glibc keeps eight heaps a core, and what a
 * migration has used in one of its own would stay there for good. A large piece (bytes) goes back to the
 * system when it is freed: the reader, which compresses pages, has 10 MB less (docs/performance.md).
 * Other C libraries do not read these.
 */
const FRUGAL_GLIBC = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_TRIM_THRESHOLD_: '131072',
  MALLOC_MMAP_THRESHOLD_: '131072',
}

/**
 * Starts a process and starts it again when it crashes, each time after twice the delay.
 * `onExit` hears every end with its exit code (null: by a signal) and says whether to go on.
 */
export function watchChild(
  plan: ChildPlan,
  delays: RestartDelays,
  output: Output,
  onExit: (code: number | null) => boolean,
): WatchedChild {
  let child: ChildProcess | undefined
  let timer: NodeJS.Timeout | undefined
  let delay = delays.first
  let ending = false

  const start = () => {
    timer = undefined
    const startedAt = performance.now()
    const ended = (code: number | null, how: string) => {
      child = undefined
      const goOn = onExit(code) && !ending
      if (!goOn) return
      if (performance.now() - startedAt >= delays.healthyAfter) delay = delays.first
      output.say(`${plan.name} ${how}; starting it again in ${seconds(delay)}`, 'error')
      timer = setTimeout(start, delay)
      delay = Math.min(delay * 2, delays.longest)
    }
    // A machine without memory, processes or files to spare has them again some day.
    const failed = (error: unknown) =>
      ended(null, `could not be started: ${(error as Error).message}`)

    let started: ChildProcess
    try {
      started = spawnChild(plan)
    } catch (error) {
      failed(error)
      return
    }
    child = started
    const { pid } = started
    if (pid === undefined) {
      started.once('error', failed)
      return
    }
    if (plan.pidFile) recordPid(plan.pidFile, pid)
    for (const stream of [started.stdout!, started.stderr!]) {
      eachLine(stream, (line) => output.line(plan.name, line))
    }
    // A write to a process that has just ended is nobody's concern.
    started.stdin!.on('error', () => {})
    started.on('error', (error) => output.say(`${plan.name}: ${error.message}`, 'error'))
    started.on('close', (code, signal) => {
      if (plan.pidFile) removePidFile(plan.pidFile, pid)
      ended(code, signal ? `was ended by ${signal}` : `ended with code ${code}`)
    })
  }

  const recordPid = (pidFile: string, pid: number) => {
    try {
      writePidFile(pidFile, pid)
    } catch (error) {
      output.say(`${pidFile} cannot be written: ${(error as Error).message}`, 'warn')
    }
  }

  start()
  return {
    end(signal) {
      ending = true
      clearTimeout(timer)
      child?.kill(signal)
    },
    get running() {
      return child !== undefined
    },
  }
}

function spawnChild({ nodeArgs = [], file, args, env }: ChildPlan): ChildProcess {
  return spawn(process.execPath, [...nodeArgs, file, ...args], {
    env: { ...FRUGAL_GLIBC, ...process.env, ...env, [SUPERVISED]: '1' },
    // Its standard input is how it learns that we are gone.
    stdio: ['pipe', 'pipe', 'pipe'],
  })
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 100) / 10} s`
}
