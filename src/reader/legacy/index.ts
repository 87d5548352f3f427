import type { FastifyInstance } from 'fastify'
import { findNodesByIds } from '../../db/read/nodes.js'
import { packetIdOf } from '../api/params.js'
import type { ReaderContext } from '../context.js'
import { HttpError } from '../errors.js'
import { registerDocuments } from './documents.js'
import { findGraph } from './graph-paths.js'
import { drawGraph } from './graph-svg.js'
import { registerRedirects } from './redirects.js'

/** Adds the addresses of MeshView 2 and 3 that are no pages of ours. */
export function registerLegacy(app: FastifyInstance, context: ReaderContext): void {
  registerRedirects(app, context)
  registerDocuments(app)
  registerGraph(app, context)
}

/** `GET /graph/traceroute/{packet_id}`: a traceroute as an SVG picture. */
function registerGraph(app: FastifyInstance, context: ReaderContext): void {
  app.get<{ Params: { packet_id: string } }>(
    '/graph/traceroute/:packet_id',
    { schema: { hide: true } },
    async ({ params }, reply) => {
      const graph = await findGraph(context.db, packetIdOf(params.packet_id, 'Invalid packet_id'))
      if (graph === null) throw new HttpError(404, 'There is no traceroute with this packet id')
      const ids = [...graph.stops.values()].flatMap(({ node_id }) => node_id ?? [])
      const nodes = await findNodesByIds(context.db, ids)
      reply.type('image/svg+xml; charset=utf-8').header('cache-control', 'no-cache')
      return drawGraph(graph, nodes, context.config.site.basePath)
    },
  )
}
