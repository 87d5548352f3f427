import Type, { type TProperties, type TSchema } from 'typebox'

/**
 * What the schemas of the API are made of. They describe what the endpoints take and answer, for
 * `/api/openapi.json`; queries are read by the endpoints themselves (params.ts), and answers go
 * out as they are: nothing is dropped or converted.
 */

export const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()])

export const nodeId = (description: string) =>
  Type.Optional(Type.String({ description: `${description}: decimal, 0x… or !…` }))
export const count = (description: string) => Type.Integer({ description })
export const timeUs = (description: string) =>
  Type.Integer({ description: `${description}, microseconds since 1970 UTC` })

/** An answer whose properties are all there, and to which later versions may add some. */
export const Answer = (properties: TProperties) => Type.Object(properties)

export const packetPath = Type.Object({
  packet_id: Type.Integer({ description: 'The packet id; several senders may share it' }),
})
export const nodePath = Type.Object({
  node_id: Type.String({ description: 'The node: decimal, 0x… or !…' }),
})
