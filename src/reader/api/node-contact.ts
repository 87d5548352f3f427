import type { FastifyInstance } from 'fastify'
import { findPublicKeys, type PublicKeyRow } from '../../db/read/node-details.js'
import { findNode } from '../../db/read/nodes.js'
import { parseNodeId } from '../../mesh/node-id.js'
import { contactUrl, publicKeyBytes } from '../contact.js'
import type { ReaderContext } from '../context.js'
import { HttpError } from '../errors.js'
import { nodePath } from './schema-parts.js'
import { contactAnswer, impersonationAnswer } from './schemas-mesh.js'

type NodeRequest = { Params: { node_id: string } }

/** `GET /api/node/{node_id}/qr`: the address that a contact's QR code holds. */
export function contactEndpoint(app: FastifyInstance, context: ReaderContext): void {
  const schema = {
    summary: 'The contact of a node, for a QR code',
    tags: ['nodes'],
    params: nodePath,
    response: { 200: contactAnswer },
  }
  const config = { failure: 'Failed to generate URL' }
  app.get<NodeRequest>('/api/node/:node_id/qr', { schema, config }, async ({ params }) => {
    const node = await findNode(context.db, nodeOfPath(params.node_id))
    if (node === undefined) throw new HttpError(404, 'Node not found')
    return {
      node_id: node.node_id,
      long_name: node.long_name,
      short_name: node.short_name,
      meshtastic_url: contactUrl(node),
      role: node.role,
      public_key: node.public_key,
    }
  })
}

/** How many keys `public_keys` names before it ends with "...", as in 3.x. */
const NAMED_KEYS = 3

/** `GET /api/node/{node_id}/impersonation-check`: whether several keys speak for one node. */
export function impersonationEndpoint(app: FastifyInstance, context: ReaderContext): void {
  const schema = {
    summary: 'The public keys that a node has announced',
    tags: ['nodes'],
    params: nodePath,
    response: { 200: impersonationAnswer },
  }
  const config = { failure: 'Failed to check impersonation' }
  app.get<NodeRequest>(
    '/api/node/:node_id/impersonation-check',
    { schema, config },
    async ({ params }) => {
      const node_id = nodeOfPath(params.node_id)
      return describeKeys(node_id, await findPublicKeys(context.db, node_id))
    },
  )
}

function describeKeys(node_id: number, keys: readonly PublicKeyRow[]) {
  const several = keys.length > 1
  const names = keys.map((key) => key.public_key)
  return {
    node_id,
    unique_public_key_count: keys.length,
    potential_impersonation: several,
    public_keys: names.length > NAMED_KEYS ? [...names.slice(0, NAMED_KEYS), '...'] : names,
    warning: several
      ? `${keys.length} different public keys were announced for this node: it may be impersonated, or was set up anew`
      : null,
    keys: keys.map((key) => ({
      ...key,
      public_key_base64: publicKeyBytes(key.public_key)?.toString('base64') ?? null,
    })),
  }
}

/** The node of a path, in any spelling. */
export function nodeOfPath(text: string): number {
  const node_id = parseNodeId(text)
  if (node_id === null) throw new HttpError(400, 'Invalid node_id')
  return node_id
}
