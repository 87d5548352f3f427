import Type from 'typebox'
import { Answer, count, Nullable, nodeId } from './schema-parts.js'

const period = {
  period_type: Type.Optional(Type.Union([Type.Literal('hour'), Type.Literal('day')])),
  length: Type.Optional(Type.Integer({ description: 'How many hours or days' })),
}
export const channelsQuery = Type.Object(period)
export const channelsAnswer = Answer({
  channels: Type.Array(Type.String()),
  error: Type.Optional(Type.String()),
})

export const statsQuery = Type.Object({
  ...period,
  channel: Type.Optional(Type.String({ description: 'Any letter case' })),
  portnum: Type.Optional(Type.Integer()),
  from_node: nodeId('Sender'),
  to_node: nodeId('Destination'),
  node: nodeId('Totals of this node instead of a series'),
})
export const statsAnswer = Type.Union([
  Answer({
    period_type: Type.String(),
    length: Type.Integer(),
    channel: Nullable(Type.String()),
    portnum: Nullable(Type.Integer()),
    to_node: Nullable(Type.Integer()),
    from_node: Nullable(Type.Integer()),
    data: Type.Array(
      Answer({
        period: Type.String({ description: '2026-11-20 or 2026-11-20 13:00, UTC' }),
        count: count('Packets'),
      }),
    ),
  }),
  Answer({
    node_id: Type.Integer(),
    period_type: Type.String(),
    length: Type.Integer(),
    sent: count('Packets sent'),
    seen: count('Receptions of them'),
  }),
])
export const countQuery = Type.Object({
  ...period,
  packet_id: Type.Optional(Type.Integer()),
  channel: Type.Optional(Type.String({ description: 'Any letter case' })),
  from_node: nodeId('Sender'),
  to_node: nodeId('Destination'),
})
export const countAnswer = Answer({
  total_packets: count('Packets'),
  total_seen: count('Receptions'),
})
export const topQuery = Type.Object({
  ...period,
  channel: Type.Optional(Type.String({ description: 'Exact name of the channel of the node' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, default: 0 })),
})
export const topAnswer = Answer({
  total: count('Nodes that sent something'),
  limit: Type.Integer(),
  offset: Type.Integer(),
  nodes: Type.Array(
    Answer({
      node_id: Type.Integer(),
      long_name: Nullable(Type.String()),
      short_name: Nullable(Type.String()),
      channel: Nullable(Type.String()),
      sent: count('Packets'),
      seen: count('Receptions'),
      avg: Type.Number({ description: 'Receptions per packet' }),
    }),
  ),
})
