import { readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { build, type Plugin } from 'esbuild'

/** The processes that run all the time and their threads: `dist/app/NAME.js` and what it is of. */
const programs: Record<string, string> = {
  writer: 'dist/src/writer/main.js',
  reader: 'dist/src/reader/main.js',
  'migrating-thread': 'dist/src/migrate/worker-thread.js',
  'predicting-thread': 'dist/src/coverage/worker.js',
}

/** Packages in CommonJS ask for Node's modules with `require`, which an ES module has not. */
const banner = `import { createRequire as requireFor } from 'node:module'\nconst require = requireFor(import.meta.url)`

/**
 * Makes one file of the thousand modules of a process. Measured (docs/performance.md): half the
 * CPU time of a start, 20 MB less memory. Not minified: the stack traces stay readable.
 */
export async function buildPrograms(root: string): Promise<void> {
  const outdir = join(root, 'dist', 'app')
  rmSync(outdir, { recursive: true, force: true })
  await build({
    absWorkingDir: root,
    entryPoints: programs,
    outdir,
    chunkNames: 'part-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // TypeORM's errors are told by the names of their classes.
    keepNames: true,
    // Finds its binary by the folder that it lies in.
    external: ['better-sqlite3'],
    banner: { js: banner },
    plugins: [keepPlaces(root, outdir), leaveOptional(root)],
    logLevel: 'warning',
  })
}

/**
 * Our modules find files beside them by `import.meta.url`, which goes on naming their own place;
 * except for the script of a thread, which is one of the programs made here.
 */
function keepPlaces(root: string, outdir: string): Plugin {
  const made = new Map(
    Object.entries(programs).map(([name, file]) => [resolve(root, file), `./${name}.js`]),
  )
  return {
    name: 'keep places',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]dist[\\/](src|migrations)[\\/].*\.js$/ }, ({ path }) => {
        const place = relative(outdir, path).replaceAll('\\', '/')
        const contents = readFileSync(path, 'utf8').replace(
          /(new URL\('([^']+)', )?import\.meta\.url(?=(\))?)/g,
          (text, url: string | undefined, target: string | undefined) => {
            const program = target && made.get(resolve(dirname(path), target))
            if (url && program) return `new URL('${program}', import.meta.url`
            const own = `new URL(${JSON.stringify(place)}, import.meta.url).href`
            return text.replace('import.meta.url', own)
          },
        )
        return { contents, loader: 'js' }
      })
    },
  }
}

/** TypeORM and others try for packages that nobody has installed: found missing when asked for. */
function leaveOptional(root: string): Plugin {
  const { resolve: find } = createRequire(join(root, 'package.json'))
  return {
    name: 'leave optional packages',
    setup({ onResolve }) {
      onResolve({ filter: /^[^./]/ }, ({ path, kind, importer }) => {
        if (kind !== 'require-call' || !importer.includes('node_modules')) return undefined
        try {
          find(path, { paths: [dirname(importer)] })
          return undefined
        } catch {
          return { path, external: true }
        }
      })
    },
  }
}
