import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import compress from '@fastify/compress'
import rateLimit from '@fastify/rate-limit'
import serveStatic from '@fastify/static'
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyServerOptions,
  LogController,
} from 'fastify'
import helmet from 'helmet'
import type { Config } from '../config/config.js'
import type { Log } from '../config/log.js'
import type { Version } from '../config/version.js'
import { registerApi } from './api/index.js'
import { describeApi } from './api/openapi.js'
import { PUBLIC_DIR } from './assets.js'
import { answerClosed } from './closed.js'
import { brotliOptions, compressWhole, encodings, gzipOptions } from './compress-whole.js'
import type { ReaderContext } from './context.js'
import { handleErrors } from './errors.js'
import { registerExports } from './exports/index.js'
import type { Gate } from './gate.js'
import { registerHealth } from './health.js'
import { registerLanguageChoice } from './language.js'
import { registerLegacy } from './legacy/index.js'
import { registerLiveRows } from './live-pages.js'
import { registerManifest } from './manifest.js'
import { registerMap } from './map/routes.js'
import { registerMetrics } from './metrics.js'
import { menuOf, registerPages } from './pages/index.js'
import { createPulse, registerPulse } from './pulse.js'
import { registerQr } from './qr.js'
import { createStreams } from './sse.js'
import { isThisMachine } from './visitor.js'

export interface AppOptions {
  context: ReaderContext
  gate: Gate
  version: Version
  log: Log
  /** Certificate and key, for HTTPS. */
  tls?: { cert: string; key: string }
}

/** The whole web application, ready to listen; it starts nothing by itself. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { context, gate, version, log } = options
  const app = createFastify(options)
  // Schemas describe: what is sent is read by api/params.ts and answered as it is. Fastify would
  // compile a checker of schemas at every start, a tenth of what a start takes.
  app.setValidatorCompiler(() => () => true)
  app.setSerializerCompiler(() => JSON.stringify)
  handleErrors(app, context, (words) => menuOf(context.config, words))
  if (context.config.logging.accessLog) logAccess(app, log)
  await protect(app, context.config)
  compressWhole(app)
  await app.register(compress, {
    ...{ encodings, brotliOptions, zlibOptions: gzipOptions },
    // The downloads alone, which ask for it.
    globalCompression: false,
    // Nobody sends us anything that is worth it.
    globalDecompression: false,
  })
  await describeApi(app, context)
  await servePublicFiles(app)
  registerHealth(app, context, gate, version)
  registerLanguageChoice(app, context)
  registerManifest(app, context)

  const streams = createStreams()
  const pulse = createPulse(context, app.log)
  app.addHook('preClose', async () => streams.endAll())
  gate.onClosing(() => streams.endAll())
  await app.register(async (scope) => {
    closeWhileMigrating(scope, gate, context)
    await scope.register(async (api) => registerApi(api, context, streams))
    registerMetrics(scope, context, streams)
    registerLiveRows(scope, context, streams, pulse)
    registerPulse(scope, streams, pulse)
    await registerMap(scope, context, streams, pulse)
    registerPages(scope, context)
    registerLegacy(scope, context)
    registerExports(scope, context)
    registerQr(scope, context)
  })
  return app
}

/** Node takes no longer head of a request: handlers judge ids of any length themselves. */
const LONGEST_ADDRESS = 16_384
/** Nothing is there, and never will be. */
const NOWHERE = '/-'

function createFastify({ context, log, tls }: AppOptions): FastifyInstance {
  const { basePath, trustProxy } = context.config.site
  const common: FastifyServerOptions = {
    loggerInstance: quietLog(log),
    logController: new LogController({ disableRequestLogging: true }),
    // One log for all: a child for each request costs more than /health, and few requests say anything.
    childLoggerFactory: (logger) => logger,
    // Open event streams would keep the server from closing.
    forceCloseConnections: true,
    trustProxy: typeof trustProxy === 'boolean' ? trustProxy : [...trustProxy],
    // A proxy may pass the sub-path on or take it away: both arrive at the same page.
    rewriteUrl: (request) => readable(withoutBase(request.url ?? '/', basePath)),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: LONGEST_ADDRESS },
    requestTimeout: 30_000,
    bodyLimit: 64 * 1024,
  }
  return tls === undefined
    ? fastify(common)
    : fastify({ ...common, https: tls } as FastifyServerOptions)
}

/** Fastify's own lines only where something is wrong: it says at length where it listens. */
function quietLog(log: Log): FastifyBaseLogger {
  return log.isLevelEnabled('info') ? log.child({}, { level: 'warn' }) : log
}

/** What is no text when decoded (`/%ff`) is answered like any unknown address. */
function readable(url: string): string {
  if (!url.includes('%')) return url
  try {
    decodeURIComponent(url.split('?', 1)[0] ?? '')
    return url
  } catch {
    return NOWHERE
  }
}

/** `/meshview/chat?x` → `/chat?x`. */
function withoutBase(url: string, base: string): string {
  if (base === '' || !url.startsWith(base)) return url
  const rest = url.slice(base.length)
  if (rest === '') return '/'
  if (rest.startsWith('?')) return `/${rest}`
  return rest.startsWith('/') ? rest : url
}

/** Headers that keep foreign scripts, frames and forms out, and a limit that only floods reach. */
async function protect(app: FastifyInstance, config: Config): Promise<void> {
  const headers = protectiveHeaders(config)
  app.addHook('onRequest', (_request, reply, done) => {
    for (const [name, value] of headers) reply.raw.setHeader(name, value)
    done()
  })
  await app.register(rateLimit, {
    max: 3000,
    timeWindow: '1 minute',
    allowList: (request) => isThisMachine(request.ip),
    addHeadersOnExceeding: {
      'x-ratelimit-limit': false,
      'x-ratelimit-remaining': false,
      'x-ratelimit-reset': false,
    },
    addHeaders: {
      'x-ratelimit-limit': false,
      'x-ratelimit-remaining': false,
      'x-ratelimit-reset': false,
    },
  })
}

/** What helmet answers. It is the same for all, and putting it together was a fifth of /health. */
function protectiveHeaders(config: Config): [name: string, value: string][] {
  const protects = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', ...tileOrigin(config)],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    // A home server speaks HTTP: browsers ignore these there and complain about it.
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    // Whoever serves HTTPS in front of us decides that for his domain.
    strictTransportSecurity: false,
  })
  const request = new IncomingMessage(new Socket())
  const response = new ServerResponse(request)
  protects(request, response, () => {})
  return Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)])
}

/** Where the configured tiles of the map come from: the only foreign pictures there may be. */
function tileOrigin({ site }: Config): string[] {
  return site.mapTiles === '' ? [] : [new URL(site.mapTiles).origin]
}

async function servePublicFiles(app: FastifyInstance): Promise<void> {
  await app.register(serveStatic, {
    root: PUBLIC_DIR,
    index: false,
    cacheControl: false,
    // Scripts, style sheets and the map's outline were compressed by the build, better than there is time for here.
    preCompressed: true,
    setHeaders(reply, path) {
      const hashed = path.startsWith(`${PUBLIC_DIR}dist/`) && !path.endsWith('.json')
      reply.header(
        'cache-control',
        hashed ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
      )
    },
  })
}

/** Until the database is ready, everything of a scope is answered with 503 and the reason. */
function closeWhileMigrating(scope: FastifyInstance, gate: Gate, context: ReaderContext): void {
  scope.addHook('onRequest', async (request, reply) => {
    const state = gate.state()
    if (state.kind === 'ready') return
    return answerClosed(request, reply, context, state)
  })
}

function logAccess(app: FastifyInstance, log: Log): void {
  app.addHook('onResponse', async (request, reply) => {
    log.info(
      {
        method: request.method,
        url: request.url,
        status: reply.statusCode,
        ip: request.ip,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    )
  })
}
