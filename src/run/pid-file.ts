import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'

/** Writes the id of a process; throws what the file system says. */
export function writePidFile(path: string, pid: number): void {
  writeFileSync(path, `${pid}\n`)
}

/** Removes the file, provided it still names that process: another mvrun may have taken it over. */
export function removePidFile(path: string, pid: number): void {
  if (readPid(path) === pid) rmSync(path, { force: true })
}

/**
 * The process that a pid file names, if it lives and runs `script` (the end of its path is
 * enough). A number left behind by a power cut may belong to anybody by now.
 */
export function livingProcess(path: string, script: string): number | undefined {
  const pid = readPid(path)
  if (pid === undefined || !isAlive(pid)) return undefined
  return commandLine(pid).includes(script) ? pid : undefined
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

/** '' when the process is gone or cannot be looked at. */
function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux') {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    }
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}
