import type { FastifyInstance } from 'fastify'
import type { ReaderContext } from '../context.js'
import type { Streams } from '../sse.js'
import { channelsEndpoint } from './channels.js'
import { configEndpoint } from './config.js'
import { coverageEndpoint } from './coverage.js'
import { edgesEndpoint } from './edges.js'
import { tagWeakly } from './etag.js'
import { langEndpoint } from './lang.js'
import { liveEndpoint } from './live.js'
import { malformedEndpoint } from './malformed.js'
import { contactEndpoint, impersonationEndpoint } from './node-contact.js'
import { nodesEndpoint } from './nodes.js'
import { packetsEndpoint } from './packets.js'
import { packetsSeenEndpoint } from './packets-seen.js'
import { referencePage } from './reference-page.js'
import { snapshotsEndpoint } from './snapshots.js'
import { countEndpoint, statsEndpoint, topEndpoint } from './stats.js'
import { statusEndpoint } from './status.js'
import { tracerouteEndpoint } from './traceroute.js'

/** Every JSON endpoint; a new one needs its file and a line here. */
const endpoints = [
  nodesEndpoint,
  packetsEndpoint,
  packetsSeenEndpoint,
  tracerouteEndpoint,
  channelsEndpoint,
  statsEndpoint,
  countEndpoint,
  topEndpoint,
  edgesEndpoint,
  snapshotsEndpoint,
  contactEndpoint,
  impersonationEndpoint,
  coverageEndpoint,
  configEndpoint,
  langEndpoint,
  statusEndpoint,
  malformedEndpoint,
]

/** Adds the API in a scope of its own: read by programs from any origin, validated by its cache. */
export function registerApi(app: FastifyInstance, context: ReaderContext, streams: Streams): void {
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('access-control-allow-origin', '*')
  })
  tagWeakly(app)
  for (const endpoint of endpoints) endpoint(app, context)
  liveEndpoint(app, context, streams)
  referencePage(app, context)
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger())
}
