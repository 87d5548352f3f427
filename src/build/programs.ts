import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { type BuildOptions, build, type Plugin } from 'esbuild'
import { compact } from './compact.js'
import { loadLater } from './later.js'

/** What programs are made of: the name of each, and the module from the root of the repository. */
type Programs = Readonly<Record<string, string>>

/** The processes that run all the time and their threads: `dist/app/NAME.cjs` and what it is of. */
const programs: Programs = {
  writer: 'dist/src/writer/main.js',
  reader: 'dist/src/reader/main.js',
  start: 'dist/src/run/start.js',
  'migrating-thread': 'dist/src/migrate/worker-thread.js',
  'predicting-thread': 'dist/src/coverage/worker.js',
}

/** Those that leave a code cache whenever the program runs; a thread may have nothing to do then. */
const RUN_AT_BUILD = new Set(['writer', 'reader', 'start'])

/** Loaded by the others only where they need it. */
const parts: Record<string, string> = { typeorm: 'dist/node_modules/typeorm/index.mjs' }

/** What starts them, small and compiled each time. */
const LOADER = { load: 'dist/src/run/load-program.js' }

/**
 * Makes one file of the thousand modules of a process, as CommonJS, since V8 keeps what it
 * compiled of such a file only (src/run/load-program.ts). Measured (docs/performance.md): half
 * the CPU time of a start, 25 MB less memory.
 * Gives whether one of the processes has no code cache yet: one that did not change keeps its own.
 */
export async function buildPrograms(
  root: string,
  outdir = join(root, 'dist', 'app'),
  modules = programs,
): Promise<boolean> {
  const common: BuildOptions & { write: false } = {
    absWorkingDir: root,
    outdir,
    write: false,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    // Finds its binary by the folder that it lies in.
    external: ['better-sqlite3', 'better-sqlite3-13'],
    banner: { js: `const __url = require('node:url').pathToFileURL(__filename).href` },
    define: { 'import.meta.url': '__url' },
    plugins: [keepPlaces(root, outdir, modules), loadLater(), leaveOptional(root), shareParts()],
    logLevel: 'warning',
  }
  const built = await Promise.all([
    build({ ...common, entryPoints: { ...modules, ...LOADER } }),
    // TypeORM's errors are told by the names of their classes. Elsewhere it would cost each function
    // that is made while a request or a message is served: 4 % of the time of /health.
    build({ ...common, entryPoints: parts, keepNames: true }),
  ])
  const outputFiles = built.flatMap((each) => each.outputFiles)
  mkdirSync(outdir, { recursive: true })
  const standing = new Set(readdirSync(outdir))
  const kept = new Set<string>()
  const put = (file: string, contents: string) => {
    writeFileSync(join(outdir, file), contents)
    kept.add(file)
  }
  // V8 takes a cache only from the same Node, run with the same flags.
  const flags = ['programs.js', 'load-program.js'].map((file) =>
    readFileSync(join(root, 'dist', 'src', 'run', file)),
  )
  const cacheOf = Buffer.concat([Buffer.from(process.version), ...flags])
  let uncached = false
  for (const { path, text } of outputFiles) {
    const name = basename(path, '.js')
    if (name === 'load') {
      put('load.cjs', text)
      continue
    }
    const contents = await compact(text)
    const digest = createHash('sha256').update(cacheOf).update(contents).digest('hex').slice(0, 16)
    const coded = `${name}-${digest}`
    put(`${coded}.js`, contents)
    // Newer than what the compiler made, or mvrun does not take it.
    put(
      `${name}.cjs`,
      `module.exports = require('./load.cjs').loadProgram(__dirname, '${coded}')\n`,
    )
    kept.add(`${coded}.cache`)
    if (RUN_AT_BUILD.has(name)) uncached ||= !standing.has(`${coded}.cache`)
  }
  for (const file of standing) if (!kept.has(file)) rmSync(join(outdir, file))
  return uncached
}

/** Those that use a part ask for the one file of it. */
function shareParts(): Plugin {
  return {
    name: 'share parts',
    setup({ onResolve }) {
      onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
        parts[path] !== undefined && kind !== 'entry-point'
          ? { path: `./${path}`, external: true }
          : undefined,
      )
    },
  }
}

/**
 * Our modules find files beside them by `import.meta.url`, which goes on naming their own place;
 * except for the script of a thread, which is one of the programs made here.
 */
function keepPlaces(root: string, outdir: string, modules: Programs): Plugin {
  const made = new Map(
    Object.entries(modules).map(([name, file]) => [resolve(root, file), `./${name}.cjs`]),
  )
  return {
    name: 'keep places',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]dist[\\/](src|migrations|test)[\\/].*\.js$/ }, ({ path }) => {
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
