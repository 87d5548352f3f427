import type { FastifyInstance } from 'fastify'
import { findNodes, type NodeFilter, type NodeRow } from '../../db/read/nodes.js'
import { formatNodeId, parseNodeId } from '../../mesh/node-id.js'
import type { ReaderContext } from '../context.js'
import { integerOf, textOf } from './params.js'
import { nodesAnswer, nodesQuery } from './schemas-mesh.js'

const DAY_US = 86_400_000_000
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
    async (request) => {
      const filter = readFilter(request.query, context.nowUs())
      const nodes = filter === null ? [] : await findNodes(context.db, filter)
      return { nodes: nodes.map(nodeItem) }
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
    filter.since_us = Math.max(filter.since_us ?? 0, now_us - days * DAY_US)
  }
  filter.named = !isTrue(textOf(query, 'all'))
  const gateway = textOf(query, 'gateway')
  if (gateway !== undefined) filter.gateway = isTrue(gateway)
  return filter
}

function isTrue(text: string | undefined): boolean {
  return text === 'true' || text === '1'
}

/** A node as the API has it: `id` is the `!hex` form, `is_mqtt_gateway` true or null. */
export function nodeItem(node: NodeRow) {
  return {
    id: formatNodeId(node.node_id),
    node_id: node.node_id,
    long_name: node.long_name,
    short_name: node.short_name,
    hw_model: node.hw_model,
    firmware: node.firmware,
    role: node.role,
    last_lat: node.last_lat,
    last_long: node.last_long,
    channel: node.channel,
    is_mqtt_gateway: node.gateway_seen_us === null ? null : true,
    first_seen_us: node.first_seen_us,
    last_seen_us: node.last_seen_us,
    altitude: node.altitude,
    precision_bits: node.precision_bits,
    position_us: node.position_us,
    is_licensed: node.is_licensed,
    is_unmessagable: node.is_unmessagable,
    public_key: node.public_key,
    region: node.region,
    modem_preset: node.modem_preset,
    gateway_seen_us: node.gateway_seen_us,
  }
}
