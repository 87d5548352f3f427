import type { FastifyInstance } from 'fastify'
import type { PacketRow } from '../../db/read/packets.js'
import type { ReaderContext } from '../context.js'
import { type LiveView, registerLive } from '../live.js'
import type { Streams } from '../sse.js'
import { itemOf } from './packet-item.js'
import { nodeFilterOf, portsOf } from './packets.js'
import { textOf } from './params.js'
import { liveQuery, packet } from './schemas-mesh.js'

interface LiveFilter {
  ports: readonly number[] | undefined
  channel: string | undefined
  node_id: number | undefined
  from_node_id: number | undefined
  to_node_id: number | undefined
}

const apiLive: LiveView<LiveFilter> = {
  event: 'packet',
  schema: {
    summary: 'New packets as Server-Sent Events',
    description:
      'Each event is called `packet` and carries one packet; its id is a cursor, which a client that comes back sends as Last-Event-ID. An event `gap` says that packets up to its cursor were left out.',
    tags: ['packets'],
    querystring: liveQuery,
    response: { 200: { description: 'text/event-stream', ...packet } },
  },
  filter: ({ query }) => ({
    ports: portsOf(textOf(query, 'portnum')),
    channel: textOf(query, 'channel'),
    node_id: nodeFilterOf(query, 'node_id'),
    from_node_id: nodeFilterOf(query, 'from_node_id'),
    to_node_id: nodeFilterOf(query, 'to_node_id'),
  }),
  accepts,
  data: (packet) => itemOf(packet),
  speechless: true,
}

/** `GET /api/live`: packets as they are committed. */
export function liveEndpoint(app: FastifyInstance, context: ReaderContext, streams: Streams) {
  registerLive(app, context, streams, '/api/live', apiLive)
}

function accepts(packet: PacketRow, filter: LiveFilter): boolean {
  const { from_node_id, to_node_id } = packet
  const is = <T>(wanted: T | undefined, value: T) => wanted === undefined || wanted === value
  return (
    (filter.ports === undefined || filter.ports.includes(packet.portnum)) &&
    is(filter.channel, packet.channel) &&
    is(filter.from_node_id, from_node_id) &&
    is(filter.to_node_id, to_node_id) &&
    (filter.node_id === undefined ||
      filter.node_id === from_node_id ||
      filter.node_id === to_node_id)
  )
}
