import { type BrotliOptions, brotliCompress, constants, gzip, type ZlibOptions } from 'node:zlib'
import { negotiate } from '@fastify/accept-negotiator'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { encode } from './encode.js'

type Encoding = 'br' | 'gzip'

/** The first is taken where a visitor takes both alike. */
export const encodings: Encoding[] = ['br', 'gzip']

/**
 * The defaults are for files that are compressed once; these take a tenth of the time for a sixth
 * more bytes at most. For streams, which are long, and for large answers.
 */
export const brotliOptions = quality(1)
export const gzipOptions: ZlibOptions = { level: 1 }
/** Three times as long as the above for a tenth less, which is a millisecond for most pages. */
const ofPages = { br: quality(4), gzip: { level: 3 } }
/** Larger ones are data: for the nodes of a map 9 and 4 ms for a tenth and a twentieth of 150 kB. */
const LARGE_BYTES = 256 * 1024

/** What is smaller is sent as it is. */
const FEWEST_BYTES = 1024
/** Most pages leave the compressor as one piece: each is a way to its thread and back. */
const PIECE = { chunkSize: 65_536 }

/** What was made of an answer, for as long as there is the answer: see same-answer.ts. */
const made = new WeakMap<Buffer, Map<Encoding, Promise<Buffer>>>()

/**
 * Compresses answers that are there as a whole in one go, in a thread of their own, and an answer
 * that many get once for all of them. Through the plugin's streams a page took 2 ms, half as much
 * as making it; and it asks of each answer whether it is one of `fetch`, which Node loads for the
 * question: 10 MB. Streams are sent with `reply.compress`, which is the plugin's.
 */
export function compressWhole(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    route.onSend = [...[route.onSend ?? []].flat(), compress]
  })
}

async function compress(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  const body = bytesOf(payload)
  if (body === null || body.length < FEWEST_BYTES || !isText(reply)) return payload
  const encoding = encodingFor(request)
  if (encoding === null) return payload
  reply.header('content-encoding', encoding).header('vary', varies(reply))
  reply.removeHeader('content-length')
  return compressed(body, encoding)
}

function quality(value: number): BrotliOptions {
  return { params: { [constants.BROTLI_PARAM_QUALITY]: value } }
}

function bytesOf(payload: unknown): Buffer | null {
  if (Buffer.isBuffer(payload)) return payload
  return typeof payload === 'string' ? encode(payload) : null
}

function isText(reply: FastifyReply): boolean {
  if (reply.statusCode === 206 || reply.hasHeader('content-encoding')) return false
  return /^text\/|[/+](?:json|xml)\b/.test(String(reply.getHeader('content-type')))
}

function encodingFor({ method, headers }: FastifyRequest): Encoding | null {
  const accepted = headers['accept-encoding']
  if (method !== 'GET' || accepted === undefined) return null
  if (headers['x-no-compression'] !== undefined) return null
  return negotiate(accepted, encodings) as Encoding | null
}

function varies(reply: FastifyReply): string {
  const others = [reply.getHeader('vary') ?? []].flat().map(String)
  return [...others, 'accept-encoding'].join(', ')
}

function compressed(body: Buffer, encoding: Encoding): Promise<Buffer> {
  const known = made.get(body) ?? new Map<Encoding, Promise<Buffer>>()
  made.set(body, known)
  const old = known.get(encoding)
  if (old !== undefined) return old
  const small = new Promise<Buffer>((resolve, reject) => {
    const told = (error: Error | null, bytes: Buffer) => (error ? reject(error) : resolve(bytes))
    const isLarge = body.length >= LARGE_BYTES
    if (encoding === 'br') {
      brotliCompress(body, { ...(isLarge ? brotliOptions : ofPages.br), ...PIECE }, told)
    } else gzip(body, { ...(isLarge ? gzipOptions : ofPages.gzip), ...PIECE }, told)
  })
  known.set(encoding, small)
  return small
}
