import type { FastifyInstance } from 'fastify'
import { renderSVG } from 'uqr'
import { findNode } from '../db/read/nodes.js'
import { parseNodeId } from '../mesh/node-id.js'
import { contactUrl } from './contact.js'
import type { ReaderContext } from './context.js'
import { HttpError } from './errors.js'

/** Adds the picture of a node's contact code. */
export function registerQr(app: FastifyInstance, context: ReaderContext): void {
  app.get('/node/:id/qr.svg', { schema: { hide: true } }, async (request, reply) => {
    const node_id = parseNodeId((request.params as { id: string }).id)
    if (node_id === null) throw new HttpError(400, 'Invalid node_id')
    const node = await findNode(context.db, node_id)
    if (node === undefined) throw new HttpError(404, 'Node not found')
    reply.type('image/svg+xml').header('cache-control', 'no-cache')
    return qrSvg(contactUrl(node))
  })
}

/** A text as a QR code: dark on white whatever the theme, as scanners want it. */
function qrSvg(text: string): string {
  return renderSVG(text, { ecc: 'M', border: 3, blackColor: '#111', whiteColor: '#fff' })
}
