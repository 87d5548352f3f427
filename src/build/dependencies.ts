import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'

/**
 * Packages of hundreds of files, each with the names by which we import it. To find and read
 * those files was the greater part of what a start of one of our processes took (decision 6).
 */
const bundled: Record<string, readonly string[]> = {
  mqtt: ['mqtt'],
  typebox: ['typebox', 'typebox/schema', 'typebox/value'],
  typeorm: ['typeorm'],
}

/** How a CommonJS package within an ES module asks for Node's own modules, and for drivers. */
const REQUIRE = `import { createRequire as requireOf } from 'node:module'
const require = requireOf(import.meta.url)`

/**
 * Makes few files of each package in `bundled`, in dist/node_modules of the repository at `root`:
 * there Node looks for what the compiled files import, before the folder that npm filled.
 * Without it they take the packages themselves.
 */
export async function bundleDependencies(root: string): Promise<void> {
  const folder = join(root, 'dist', 'node_modules')
  rmSync(folder, { recursive: true, force: true })
  for (const [name, specifiers] of Object.entries(bundled)) {
    await bundle(root, join(folder, name), name, specifiers)
  }
}

async function bundle(
  root: string,
  outdir: string,
  name: string,
  specifiers: readonly string[],
): Promise<void> {
  const files = specifiers.map((specifier) => specifier.split('/')[1] ?? 'index')
  await build({
    entryPoints: specifiers.map((specifier, index) => ({
      in: `every-name-of:${specifier}`,
      out: files[index] ?? '',
    })),
    plugins: [everyName(root)],
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // TypeORM's errors are told by the names of their classes.
    keepNames: true,
    outdir,
    outExtension: { '.js': '.mjs' },
    external: optionalOf(root, name),
    banner: { js: REQUIRE },
    logLevel: 'warning',
  })
  const exports = specifiers.map((specifier, index) => [
    specifier.replace(name, '.'),
    `./${files[index]}.mjs`,
  ])
  writeFileSync(
    join(outdir, 'package.json'),
    `${JSON.stringify({ name, type: 'module', exports: Object.fromEntries(exports) }, null, 2)}\n`,
  )
}

/**
 * `every-name-of:PACKAGE` is a module that hands on what PACKAGE exports, name by name: what a
 * CommonJS package exports Node can tell, a bundler cannot.
 */
function everyName(root: string): Plugin {
  const prefix = 'every-name-of:'
  return {
    name: 'every name',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^${prefix}`) }, ({ path }) => ({ path, namespace: prefix }))
      onLoad({ filter: /./, namespace: prefix }, async ({ path }) => {
        const specifier = path.replace(prefix, '')
        const names = Object.keys(await import(specifier)).filter((each) => /^[\w$]+$/.test(each))
        return {
          contents: `export { ${names.join(', ')} } from '${specifier}'\n`,
          resolveDir: root,
        }
      })
    },
  }
}

/** What a package loads only when it is there and wanted, such as TypeORM its drivers. */
function optionalOf(root: string, name: string): string[] {
  const manifest: { peerDependencies?: Record<string, string> } = JSON.parse(
    readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'),
  )
  return Object.keys(manifest.peerDependencies ?? {})
}
