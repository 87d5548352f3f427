import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Output } from '../../src/run/output.js'

/** A folder of small scripts to run as children, and what they and the supervisor said. */
export interface Scripts {
  folder: string
  /** Writes a script and gives its path. */
  add(name: string, source: string): string
  output: Output
  /** `name: line` of every line, in order. */
  said: string[]
  remove(): void
}

export function makeScripts(): Scripts {
  const folder = mkdtempSync(join(tmpdir(), 'meshview-run-'))
  const said: string[] = []
  return {
    folder,
    add(name, source) {
      const file = join(folder, name)
      writeFileSync(file, source)
      return file
    },
    output: {
      line: (name, line) => said.push(`${name}: ${line}`),
      say: (message) => said.push(`mvrun: ${message}`),
    },
    said,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Waits until `condition` holds; fails when it still does not after `milliseconds`. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  milliseconds = 60_000,
): Promise<void> {
  const deadline = performance.now() + milliseconds
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`not within ${milliseconds} ms: ${condition}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
