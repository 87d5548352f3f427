import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { availableParallelism, freemem } from 'node:os'
import { join, relative } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { fileURLToPath } from 'node:url'
import { type Failure, filesToRepeat } from './again.js'
import { memoryTablespace } from './helpers/memory-tablespace.js'
import { TABLESPACE } from './helpers/postgres-server.js'
import { isAlive } from './run/scripts.js'

/**
 * `npm test [-- WORD …]`: all tests, or those in files with a WORD in their path. Files of a folder
 * share a few processes: to load the reader and to compile it takes a processor two seconds, longer
 * than most files of tests do.
 */
const compiled = fileURLToPath(new URL('.', import.meta.url))
const sources = join(compiled, '..', '..', 'test')
const groups = join(compiled, 'groups')

/**
 * How many processes a folder has; the tests of each come one after another. The long ones are
 * begun first, so that what is left at the end is short.
 */
const PROCESSES = new Map([
  ['browser', 4],
  ['long', Number.POSITIVE_INFINITY],
  ['adopt', 2],
  ['operations', 2],
  ['migrate', 2],
  ['system', 3],
  ['reader', 3],
  ['writer', 1],
  ['run', 1],
])
/** The folders that are not named share as many. */
const ELSEWHERE = 1

const MEMORY = '/dev/shm'
/** Twenty times what all tests at once were seen to hold. */
const MUCH_BYTES = 1e9

/** Files that take long, mostly waiting for processes: as if they had a folder of their own. */
const LONG =
  /^(adopt|migrate)\/kill-|^migrate\/(docs|processes)|^run\/mvrun|^system\/(end-to-end|full-disk)/

const words = process.argv.slice(2)
const found = readdirSync(compiled, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.js') && isInSources(path))
  .filter((path) => words.length === 0 || words.some((word) => path.includes(word)))
if (found.length === 0) {
  console.error(`no test file has ${words.join(' or ')} in its path`)
  process.exit(1)
}

rmSync(groups, { recursive: true, force: true })
mkdirSync(groups)
const files = byFolder(found).flatMap(([folder, paths]) =>
  inGroups(folder, paths, PROCESSES.get(folder) ?? ELSEWHERE),
)

const folder = inMemory()
if (folder !== null) {
  process.env.TMPDIR = folder
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))
}
// Whoever names one chooses: `pg_default` is the server's own place.
const tablespace = process.env[TABLESPACE] ? null : await memoryTablespace()
if (tablespace !== null) process.env[TABLESPACE] = tablespace.name

// Tests wait as well: for processes that start, for brokers that are away, for a disk.
const failures = await runFiles(files, 3 * availableParallelism())
if (failures.length > 0 && !(await passAlone(failures))) process.exitCode = 1
// What a server that went away keeps, the next run drops.
await tablespace?.drop().catch((error) => console.error(`${error}`))

/** Prints what the tests of these files say as it comes, and gives back those that failed. */
async function runFiles(files: string[], concurrency: number): Promise<Failure[]> {
  const failures: Failure[] = []
  const events = run({ files, concurrency }).on('test:fail', ({ name, file }) => {
    failures.push({ name, file: relative(compiled, file ?? name) })
  })
  for await (const text of events.compose(new spec())) process.stdout.write(text)
  return failures
}

/**
 * Whether tests that failed pass with nothing beside them: see
 * docs/decisions/0013-a-second-run-alone.md. They are named at the end all the same.
 */
async function passAlone(failures: readonly Failure[]): Promise<boolean> {
  const repeated = filesToRepeat(failures, found)
  if (repeated.length === 0) return false
  console.log(`\nonce more, one by one: ${repeated.join(' ')}\n`)
  const still = await runFiles(
    repeated.map((path) => join(compiled, path)),
    1,
  )
  if (still.length > 0) return false
  console.log('\nunsteady: failed beside others, passed alone. To be mended:')
  for (const { name, file } of failures) console.log(`  ${file}: ${name}`)
  return true
}

/**
 * A folder for the databases of the tests in the memory of a machine that has enough of it: on a
 * disk they wait for each other, and need not survive a power cut. Whoever sets TMPDIR chooses.
 */
function inMemory(): string | null {
  try {
    const { bsize, bavail } = statfsSync(MEMORY)
    if (process.env.TMPDIR || Math.min(bsize * bavail, freemem()) < MUCH_BYTES) return null
    // A run that was killed has left its own.
    for (const name of readdirSync(MEMORY)) {
      const [, pid] = /^meshview-test-(\d+)$/.exec(name) ?? []
      if (pid !== undefined && !isAlive(Number(pid))) {
        rmSync(join(MEMORY, name), { recursive: true, force: true })
      }
    }
    const folder = join(MEMORY, `meshview-test-${process.pid}`)
    mkdirSync(folder)
    return folder
  } catch {
    return null
  }
}

/** The compiler leaves what it made of files that have gone since. */
function isInSources(path: string): boolean {
  return existsSync(join(sources, path.replace(/\.js$/, '.ts')))
}

function byFolder(paths: readonly string[]): [folder: string, paths: string[]][] {
  const folders = new Map([...PROCESSES.keys(), 'elsewhere'].map((each) => [each, [] as string[]]))
  for (const path of [...paths].sort()) {
    const top = LONG.test(path) ? 'long' : path.split('/')[0]
    const folder = folders.get(top ?? '') ?? folders.get('elsewhere')
    folder?.push(path)
  }
  return [...folders]
}

/** Deals the files of a folder to so many processes; each is a file that imports its own. */
function inGroups(folder: string, paths: readonly string[], most: number): string[] {
  if (paths.length <= most) return paths.map((path) => join(compiled, path))
  return Array.from({ length: most }, (_, group) => {
    const file = join(groups, `${folder}-${group + 1}.js`)
    const own = paths.filter((_, index) => index % most === group)
    writeFileSync(file, own.map((path) => `import '../${path}'\n`).join(''))
    return file
  })
}
