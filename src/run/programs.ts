import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A process of ours: its script, and what Node is told about its memory. */
export interface Program {
  file: string
  nodeArgs: readonly string[]
}

/**
 * Megabytes that new objects may fill before the short garbage collection (of 16, each twice).
 * Measured (docs/performance.md): half of it costs a page a tenth more, twice as much saves nothing.
 */
const YOUNG_MB = 4

/**
 * V8 lets the old objects grow to some multiple of what is in use before it collects them. The
 * reader collects at half more: it has 10 MB less. No limit: a page that needs more gets it.
 */
const READER_ARGS = ['--heap-growing-percent=50']

/**
 * The writer or the reader: the one file that the build made of it. The modules themselves where
 * they are newer, because only the compiler has run since.
 */
export function program(name: 'writer' | 'reader'): Program {
  const modules = fileURLToPath(new URL(`../${name}/main.js`, import.meta.url))
  const compiled = fileURLToPath(new URL('../../.tsbuildinfo', import.meta.url))
  const bundle = fileURLToPath(new URL(`../../app/${name}.cjs`, import.meta.url))
  return {
    file: madeAt(bundle) > Math.max(madeAt(modules), madeAt(compiled)) ? bundle : modules,
    nodeArgs: [`--max-semi-space-size=${YOUNG_MB}`, ...(name === 'reader' ? READER_ARGS : [])],
  }
}

function madeAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
