import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

/** A place for a database where writing can be made to fail, and to work again. */
export interface Disk {
  folder: string
  /** From now on `pid` cannot write there. */
  fill(pid: number): void
  free(pid: number): void
}

const MEGABYTES = 32
/** A page of memory, which is what such a file system gives out. */
const PIECE = 4096

/** A small file system of its own, really full; null where this user may not mount one. */
export function smallDisk(t: TestContext): Disk | null {
  const folder = mkdtempSync(join(tmpdir(), 'meshview-disk-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${MEGABYTES}m`, 'tmpfs', folder])
  if (mounted.status !== 0) {
    rmSync(folder, { recursive: true })
    return null
  }
  t.after(() => {
    spawnSync('umount', ['-l', folder])
    rmSync(folder, { recursive: true, force: true })
  })
  const ballast = join(folder, 'ballast')
  return {
    folder,
    fill: () => writeUntilFull(ballast),
    free: () => rmSync(ballast),
  }
}

/** Piece by piece: others write there too, so that what was free a moment ago may be no more. */
function writeUntilFull(file: string): void {
  const ballast = openSync(file, 'w')
  try {
    for (;;) writeSync(ballast, Buffer.alloc(PIECE))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    closeSync(ballast)
  }
}

/**
 * Any folder, and a limit of the operating system for one process: what it writes past the first
 * few bytes of a file fails (EFBIG, which SQLite reports as an I/O error).
 */
export function forbiddenDisk(t: TestContext): Disk {
  const folder = mkdtempSync(join(tmpdir(), 'meshview-disk-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const limit = (pid: number, bytes: string) => {
    const { status, stderr } = spawnSync('prlimit', [`--pid=${pid}`, `--fsize=${bytes}:`])
    if (status !== 0) throw new Error(`prlimit: ${stderr}`)
  }
  return {
    folder,
    fill: (pid) => limit(pid, '16'),
    free: (pid) => limit(pid, 'unlimited'),
  }
}
