import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { buildPrograms } from '../../src/build/programs.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const children = join(root, 'dist', 'test', 'children')
/** Longer than one is made, however busy the machine is. */
const PATIENCE_MS = 60_000

/**
 * A compiled script that tests start dozens of times, made as the build makes writer and reader:
 * one file, with what V8 compiled of it (decision 10). That halves what each start takes. The run
 * that leaves the code behind is on the empty SQLite database that `args` get the address of.
 * Gives the file to start. It is made once after each run of the compiler, for all test processes.
 */
export async function childProgram(
  script: URL,
  args: (database: string) => string[],
): Promise<string> {
  const module = fileURLToPath(script)
  const name = basename(module, '.js')
  const { mtimeMs } = statSync(join(root, 'dist', '.tsbuildinfo'))
  const folder = join(children, `${name}-${Math.round(mtimeMs)}`)
  mkdirSync(children, { recursive: true })
  if (!existsSync(folder) && (await isOurs(folder))) {
    const isOld = (each: string) =>
      each.startsWith(`${name}-`) && !each.startsWith(basename(folder))
    for (const old of readdirSync(children).filter(isOld)) {
      rmSync(join(children, old), { recursive: true, force: true })
    }
    const making = mkdtempSync(join(children, 'making-'))
    await make(making, name, module, args)
    renameSync(making, folder)
  }
  return join(folder, `${name}.cjs`)
}

/** Whether nobody else makes it: else it is there when this returns. */
async function isOurs(folder: string): Promise<boolean> {
  try {
    mkdirSync(`${folder}.lock`)
    return true
  } catch {
    // Another test process was first.
  }
  const until = performance.now() + PATIENCE_MS
  while (!existsSync(folder)) {
    // That process was ended in the midst of it.
    if (performance.now() > until) return true
    await sleep(50)
  }
  return false
}

async function make(
  folder: string,
  name: string,
  module: string,
  args: (database: string) => string[],
): Promise<void> {
  await buildPrograms(root, folder, { [name]: relative(root, module) })
  const file = join(folder, `${name}.cjs`)
  const child = spawn(process.execPath, [file, ...args(`sqlite:///${join(folder, 'first.db')}`)], {
    env: { ...process.env, MESHVIEW_CODE_CACHE: folder },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`${name} ended with ${code}`)
}
