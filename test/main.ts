import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { fileURLToPath } from 'node:url'

/**
 * `npm test [-- WORD …]`: all tests, or those in files with a WORD in their path. Files that start
 * programs have a process each; the others share one per group of their folder, because loading
 * the reader and compiling it takes a test file longer than its tests do.
 */
const compiled = fileURLToPath(new URL('.', import.meta.url))
const groups = join(compiled, 'groups')

/**
 * How many files of a folder share a process. Folders come in this order: processes of many files
 * first, those of one file after them, so that what is left at the end is short.
 */
const TOGETHER = new Map([
  ['browser', 4],
  ['long', 1],
  ['reader', 8],
  ['migrate', 1],
  ['adopt', 1],
  ['system', 1],
  ['run', 1],
  ['operations', 1],
])
const TOGETHER_ELSEWHERE = 8

/** Files that take long: as if they had a folder of their own. */
const LONG =
  /^(adopt|migrate)\/kill-|^migrate\/(docs|processes)|^run\/mvrun|^system\/(end-to-end|full-disk)/

const words = process.argv.slice(2)
const found = readdirSync(compiled, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.js') && basename(dirname(path)) !== 'groups')
  .filter((path) => words.length === 0 || words.some((word) => path.includes(word)))
if (found.length === 0) {
  console.error(`no test file has ${words.join(' or ')} in its path`)
  process.exit(1)
}

rmSync(groups, { recursive: true, force: true })
mkdirSync(groups)
const files = byFolder(found).flatMap(([folder, paths]) =>
  inGroups(folder, paths, TOGETHER.get(topOf(folder)) ?? TOGETHER_ELSEWHERE),
)

// Tests wait as well: for processes that start, for brokers that are away, for a disk.
run({ files, concurrency: 2 * availableParallelism() })
  .on('test:fail', () => {
    process.exitCode = 1
  })
  .compose(new spec())
  .pipe(process.stdout)

function topOf(folder: string): string {
  return folder.split('/')[0] ?? ''
}

function byFolder(paths: readonly string[]): [folder: string, paths: string[]][] {
  const folders = new Map<string, string[]>()
  for (const path of [...paths].sort()) {
    const folder = LONG.test(path) ? 'long' : dirname(path)
    folders.set(folder, [...(folders.get(folder) ?? []), path])
  }
  const order = [...TOGETHER.keys()]
  const place = (folder: string) => {
    const index = order.indexOf(topOf(folder))
    return index < 0 ? order.length : index
  }
  return [...folders].sort(([one], [other]) => place(one) - place(other))
}

/** Deals the files of a folder to as few processes as hold them; each is a file that imports its own. */
function inGroups(folder: string, paths: readonly string[], most: number): string[] {
  const count = Math.ceil(paths.length / most)
  if (count === paths.length) return paths.map((path) => join(compiled, path))
  return Array.from({ length: count }, (_, group) => {
    const file = join(groups, `${folder.replaceAll('/', '-')}-${group + 1}.js`)
    const own = paths.filter((_, index) => index % count === group)
    writeFileSync(file, own.map((path) => `import '../${path}'\n`).join(''))
    return file
  })
}
