import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { uptime } from 'node:os'

/** Writes the id of a process; throws what the file system says. */
export function writePidFile(path: string, pid: number): void {
  writeFileSync(path, `${pid}\n`)
}

/** Removes the file, provided it still names that process: another mvrun may have taken it over. */
export function removePidFile(path: string, pid: number): void {
  if (readPid(path) === pid) rmSync(path, { force: true })
}

/** A process that runs, and the configuration that its command line names. */
export interface Living {
  pid: number
  config: string | undefined
}

/**
 * The process that a pid file names, if it lives and runs `script` (the end of its path is
 * enough). A number left behind by a power cut may belong to anybody by now, also to the MeshView of
 * another configuration: that one was started after the file had been written.
 */
export function livingProcess(path: string, script: string, config: string): Living | undefined {
  const pid = readPid(path)
  if (pid === undefined || !isAlive(pid)) return undefined
  const args = commandLine(pid)
  if (!args.join(' ').includes(script)) return undefined
  const living = { pid, config: args[args.indexOf('--config') + 1] }
  return living.config === config || !isYounger(pid, path) ? living : undefined
}

function readPid(path: string): number | undefined {
  try {
    const text = readFileSync(path, 'utf8').trim()
    return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined
  } catch {
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Empty when the process is gone or cannot be looked at. */
function commandLine(pid: number): string[] {
  try {
    if (process.platform === 'linux') {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    }
    const line = execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
    return line.trim().split(' ')
  } catch {
    return []
  }
}

/** Linux tells times of processes in these parts of a second, whatever its own clock (proc(5), time(7)). */
const TICKS = 100
/** A pid file is written as soon as its process has been started; both times are rounded (ms). */
const ROUNDING = 2000

/** Whether the process was started after the file was written; false where that is not known. */
function isYounger(pid: number, path: string): boolean {
  try {
    // The name of the program, in brackets, may hold anything.
    const [, rest = ''] = /\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
    const started = Number(rest.split(' ')[19])
    const age = (uptime() - started / TICKS) * 1000
    return statSync(path).mtimeMs < Date.now() - age - ROUNDING
  } catch {
    return false
  }
}
