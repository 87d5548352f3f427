import type { FastifyInstance } from 'fastify'
import type { NodeFilter } from '../../db/read/nodes.js'
import { findNodesAsJson } from '../../db/read/nodes-as-json.js'
import { parseNodeId } from '../../mesh/node-id.js'
import type { ReaderContext } from '../context.js'
import { daysAgoUs } from '../periods.js'
import { integerOf, textOf } from './params.js'
import { nodesAnswer, nodesQuery } from './schemas-mesh.js'

/** More nodes than any mesh has; the answer of 3.x has no paging. */
const MOST_NODES = 100_000

/** `GET /api/nodes`: every node that has told a name, by short name. */
export function nodesEndpoint(app: FastifyInstance, context: ReaderContext): void {
  app.get(
    '/api/nodes',
    {
      schema: {
        summary: 'Nodes',
        tags: ['nodes'],
        querystring: nodesQuery,
        response: { 200: nodesAnswer },
      },
      config: { failure: 'Failed to fetch nodes' },
    },
    async (request, reply) => {
      const filter = readFilter(request.query, context.nowUs())
      if (filter === null) return { nodes: [] }
      reply.type('application/json; charset=utf-8')
      return await findNodesAsJson(context.db, filter)
    },
  )
}

/** Null when nothing can match. */
function readFilter(query: unknown, now_us: number): NodeFilter | null {
  const filter: NodeFilter = { sort: 'short_name_exact', limit: MOST_NODES }
  const node_id = textOf(query, 'node_id')
  if (node_id !== undefined) {
    const parsed = parseNodeId(node_id)
    if (parsed === null) return null
    filter.node_id = parsed
  }
  const limit = integerOf(query, 'limit')
  if (limit !== undefined) filter.limit = Math.min(Math.max(limit, 1), MOST_NODES)
  filter.role = textOf(query, 'role')?.toUpperCase()
  filter.channel = textOf(query, 'channel')
  filter.hw_model = textOf(query, 'hw_model')
  filter.firmware = textOf(query, 'firmware')
  filter.since_us = integerOf(query, 'since')
  const days = integerOf(query, 'days_active')
  if (days !== undefined) {
    filter.since_us = Math.max(filter.since_us ?? 0, daysAgoUs(days, now_us))
  }
  filter.named = !isTrue(textOf(query, 'all'))
  const gateway = textOf(query, 'gateway')
  if (gateway !== undefined) filter.gateway = isTrue(gateway)
  return filter
}

function isTrue(text: string | undefined): boolean {
  return text === 'true' || text === '1'
}
