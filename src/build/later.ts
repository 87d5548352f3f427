import type { Plugin } from 'esbuild'

/** A module that another one asks for at its start, and the functions that it uses of it, if ever. */
interface Later {
  importer: RegExp
  module: string
  functions: readonly string[]
}

/**
 * What a start of the reader need not wait for: a tenth of its CPU time (docs/performance.md). None of
 * these is used but where a site has TLS.
 */
const LATER: readonly Later[] = [
  { importer: /@fastify\/swagger\/.*\.js$/, module: 'yaml', functions: ['stringify'] },
  { importer: /@fastify\/static\/index\.js$/, module: 'glob', functions: ['glob'] },
  {
    importer: /\/fastify\/lib\/server\.js$/,
    module: 'node:http2',
    functions: ['createServer', 'createSecureServer'],
  },
  { importer: /\/fastify\/lib\/server\.js$/, module: 'node:https', functions: ['createServer'] },
  {
    importer: /\/src\/reader\/server\.js$/,
    module: 'node:tls',
    functions: ['createSecureContext'],
  },
]

const NAMESPACE = 'later'

/** Has such a module loaded by the first call of one of its functions. */
export function loadLater(): Plugin {
  return {
    name: 'load later',
    setup({ onResolve, onLoad }) {
      onResolve(
        { filter: /^(yaml|glob|node:(http2|https|tls))$/ },
        ({ path, importer, namespace }) => {
          const from = importer.replaceAll('\\', '/')
          const index = LATER.findIndex((each) => each.module === path && each.importer.test(from))
          if (namespace === NAMESPACE || index < 0) return undefined
          return { path: String(index), namespace: NAMESPACE, pluginData: importer }
        },
      )
      onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path, pluginData }) => {
        const later = LATER[Number(path)]
        if (later === undefined) throw new Error(`nothing to load later at ${path}`)
        const { module, functions } = later
        const contents = functions.map(
          (name) => `exports.${name} = (...args) => require('${module}').${name}(...args)`,
        )
        // Found from where the importer is.
        return {
          contents: contents.join('\n'),
          resolveDir: pluginData.replace(/[\\/][^\\/]*$/, ''),
        }
      })
    },
  }
}
