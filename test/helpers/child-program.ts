import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildPrograms } from '../../src/build/programs.js'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/**
 * A compiled script that tests start dozens of times, made as the build makes writer and reader:
 * one file, with what V8 compiled of it (decision 10). That halves what each start takes. The run
 * that leaves the code behind is on the empty SQLite database that `args` get the address of.
 * Gives the file to start, which goes with this process.
 */
export async function childProgram(
  script: URL,
  args: (database: string) => string[],
): Promise<string> {
  const module = fileURLToPath(script)
  const name = basename(module, '.js')
  const folder = mkdtempSync(join(root, 'dist', 'test', `${name}-`))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  await buildPrograms(root, folder, { [name]: relative(root, module) })
  const file = join(folder, `${name}.cjs`)
  const child = spawn(process.execPath, [file, ...args(`sqlite:///${join(folder, 'first.db')}`)], {
    env: { ...process.env, MESHVIEW_CODE_CACHE: folder },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`${name} ended with ${code}`)
  return file
}
