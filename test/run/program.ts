import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isAlive, until } from './scripts.js'

const MVRUN = fileURLToPath(new URL('../../mvrun.js', import.meta.url))
/** Addresses of this machine alone and any free ports, so that tests do not meet. */
export const LOCAL = '[server]\nbind = 127.0.0.1\nport = 0\n[broker]\nbind = 127.0.0.1\nport = 0\n'

/** A site and a broker on these ports of this machine, which take from one sender whatever he sends. */
export function unguarded(web: number, broker: number): string {
  return `[server]
bind = 127.0.0.1
port = ${web}
[broker]
bind = 127.0.0.1
port = ${broker}
[ingest]
flood_per_minute = 0
flood_per_hour = 0
`
}

/** mvrun as a process, in a folder of its own. */
export interface Program {
  folder: string
  process: ChildProcess
  /** Everything written to standard output and standard error so far. */
  text(): string
  /** The exit code; null when a signal ended it. */
  exit: Promise<number | null>
  /** Resolves to the first capture of `pattern` in the output once it is there. */
  said(pattern: RegExp): Promise<string>
  /** The process that a pid file names. */
  pid(name: 'meshview-db.pid' | 'meshview-web.pid'): number | undefined
  /** Ends what is left and removes the folder. */
  remove(): Promise<void>
}

export interface ProgramOptions {
  config?: string
  args?: readonly string[]
  /** The folder of another program, which then is to be removed by that one. */
  folder?: string
  /** Started by a shell that looks like npm; `process` is the shell. */
  npm?: boolean
}

export function runProgram(options: ProgramOptions = {}): Program {
  const { config = LOCAL, args = [], folder, npm = false } = options
  const home = folder ?? mkdtempSync(join(tmpdir(), 'meshview-mvrun-'))
  if (folder === undefined) writeFileSync(join(home, 'config.ini'), config)
  const command = [process.execPath, MVRUN, ...args]
  // The true at its end keeps the shell from becoming mvrun.
  const shell = ['/bin/sh', '-c', `"$@"; true`, 'sh', ...command]
  const [file = '', ...rest] = npm ? shell : command
  const child = spawn(file, rest, {
    cwd: home,
    env: npm ? { ...process.env, npm_lifecycle_event: 'start' } : withoutNpm(process.env),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  const collect = (chunk: Buffer) => {
    text += chunk.toString()
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  const exit = new Promise<number | null>((resolve) => child.on('close', resolve))

  const pid: Program['pid'] = (name) => {
    const file = join(home, name)
    return existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined
  }
  return {
    folder: home,
    process: child,
    text: () => text,
    exit,
    async said(pattern) {
      try {
        await until(() => pattern.test(text), 60_000)
      } catch {
        throw new Error(`${pattern} was not said:\n${text}`)
      }
      const match = pattern.exec(text)!
      return match[1] ?? match[0]
    },
    pid,
    async remove() {
      const children = [pid('meshview-db.pid'), pid('meshview-web.pid')]
      child.kill('SIGKILL')
      if (folder !== undefined) return
      await exit
      await until(() => children.every((id) => id === undefined || !isAlive(id)))
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** The tests themselves are run by npm. */
function withoutNpm({ npm_lifecycle_event: _, ...env }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return env
}
