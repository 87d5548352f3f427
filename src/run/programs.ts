import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A process of ours: its script, and what Node is told about its memory. */
export interface Program {
  file: string
  nodeArgs: readonly string[]
}

/**
 * Megabytes that new objects may fill before the short garbage collection (each twice): otherwise, and
 * while there is much to do (src/config/thrift.ts). Measured: docs/performance.md.
 */
const YOUNG_MB = { writer: { least: 1, most: 16 }, reader: { least: 2, most: 8 } }

/** The writer or the reader. */
export function program(name: 'writer' | 'reader'): Program {
  const modules = fileURLToPath(new URL(`../${name}/main.js`, import.meta.url))
  const { least, most } = YOUNG_MB[name]
  return {
    file: bundleOf(name, modules) ?? modules,
    nodeArgs: [
      // V8's helping threads each take pages of their own while they collect: with one instead of four
      // a process has 5 to 15 MB less, and takes no more CPU.
      '--v8-pool-size=1',
      `--min-semi-space-size=${least}`,
      `--max-semi-space-size=${most}`,
    ],
  }
}

/**
 * The one file that the build made of a program. Not where the modules themselves are newer,
 * because only the compiler has run since.
 */
export function bundleOf(name: string, modules: string): string | undefined {
  const compiled = fileURLToPath(new URL('../../.tsbuildinfo', import.meta.url))
  const bundle = fileURLToPath(new URL(`../../app/${name}.cjs`, import.meta.url))
  return madeAt(bundle) > Math.max(madeAt(modules), madeAt(compiled)) ? bundle : undefined
}

function madeAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
