import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import { transformSync } from 'esbuild'
import { migrationsFolder } from '../../src/migrate/checksum.js'

/** The checkout that the tests run in. */
export const root = dirname(migrationsFolder())

/** A checkout of the program, built, with a database of its own. */
export function makeCheckout(t: TestContext, config: string): string {
  const checkout = realpathSync(mkdtempSync(join(tmpdir(), 'meshview-docs-')))
  t.after(() => rmSync(checkout, { recursive: true, force: true }))
  for (const part of ['package.json', 'migrations', 'src/db/entities']) {
    cpSync(join(root, part), join(checkout, part), { recursive: true })
  }
  for (const part of ['dist/mvrun.js', 'dist/src', 'dist/migrations']) {
    cpSync(join(root, part), join(checkout, part), { recursive: true })
  }
  symlinkSync(realpathSync(join(root, 'public')), join(checkout, 'public'))
  for (const part of ['node_modules', 'dist/node_modules']) {
    symlinkSync(realpathSync(join(root, part)), join(checkout, part))
  }
  writeFileSync(join(checkout, 'config.ini'), config)
  return checkout
}

/** When each file was written that has been compiled. */
const compiled = new Map<string, number>()

/** What `tsc` would do with what a person or a command has just written. */
export function compile(checkout: string): void {
  for (const folder of ['migrations', 'src/db/entities']) {
    for (const file of readdirSync(join(checkout, folder))) {
      if (!file.endsWith('.ts')) continue
      const path = join(checkout, folder, file)
      const { mtimeMs } = statSync(path)
      if (compiled.get(path) === mtimeMs) continue
      compiled.set(path, mtimeMs)
      const source = readFileSync(path, 'utf8')
      const { code } = transformSync(source, { loader: 'ts' })
      writeFileSync(join(checkout, 'dist', folder, file.replace(/\.ts$/, '.js')), code)
    }
  }
}
