import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { encode } from '../encode.js'

/**
 * Gives every JSON answer of a scope a weak ETag, and answers 304 to who has it already. The
 * tag is weak since the bytes differ with the compression.
 */
export function tagWeakly(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.method !== 'GET' || reply.statusCode !== 200) return payload
    if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return payload
    // Once for the tag, the compression and the length.
    const body = typeof payload === 'string' ? encode(payload) : payload
    const tag = tagOf(body)
    reply.header('etag', tag).header('cache-control', 'no-cache')
    if (!known(request.headers['if-none-match'], tag)) return body
    reply.code(304).removeHeader('content-type')
    return ''
  })
}

/** Of answers that many get, for as long as there is the answer. */
const tags = new WeakMap<Buffer, string>()

function tagOf(body: Buffer): string {
  const old = tags.get(body)
  if (old !== undefined) return old
  const tag = `W/"${createHash('sha1').update(body).digest('base64url').slice(0, 22)}"`
  tags.set(body, tag)
  return tag
}

function known(header: string | undefined, tag: string): boolean {
  return header?.split(',').some((each) => each.trim() === tag) ?? false
}
