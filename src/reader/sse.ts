import type { FastifyReply, FastifyRequest } from 'fastify'
import { HttpError } from './errors.js'
import { isThisMachine, visitorOf } from './visitor.js'

/** Open at the same time, all in all … */
const MOST_STREAMS = 1000
/** … and for one address: a school or an event behind one, and still room for three of them. */
const MOST_FOR_ONE = 250
/** A listener who reads so slowly that this much waits for him is cut, never waited for. */
const MOST_WAITING_BYTES = 256 * 1024
const HEARTBEAT_MS = 15_000
/** How long a browser waits before it connects again. */
const RETRY_MS = 2000

/** An event as it goes over the wire: made once, written to every stream that it is for. */
export type EncodedEvent = Buffer

/** Encodes an event; `id` is what the client names as `Last-Event-ID` when it comes back. */
export function encodeEvent(event: string, id: number | null, data: unknown): EncodedEvent {
  const line = id === null ? '' : `id: ${id}\n`
  return Buffer.from(`event: ${event}\n${line}data: ${JSON.stringify(data)}\n\n`)
}

/** No event, but what the client names as `Last-Event-ID` if it comes back before the first one. */
export function encodeCursor(id: number): EncodedEvent {
  return Buffer.from(`id: ${id}\n\n`)
}

const ALIVE = Buffer.from(': alive\n\n')

/** An open stream of Server-Sent Events. */
export interface EventStream {
  /** Sends events in one go. Who listens along shares their bytes: they cost no memory of its own. */
  send(...events: readonly EncodedEvent[]): void
  readonly closed: boolean
  /** Runs when the client has gone or was cut; at once when that has happened already. */
  onClose(listener: () => void): void
  end(): void
}

/** Every open stream of the process, to bound and to end them. */
export interface Streams {
  /** Streams that are open now. */
  readonly size: number
  /** Answers with a stream that stays open; throws HttpError 503 or 429 when there are too many. */
  open(request: FastifyRequest, reply: FastifyReply): EventStream
  endAll(): void
}

export function createStreams(most = MOST_STREAMS, mostForOne = MOST_FOR_ONE): Streams {
  const streams = new Set<EventStream>()
  const visitors = new Map<string, number>()
  return {
    get size() {
      return streams.size
    },
    open(request, reply) {
      if (streams.size >= most) {
        reply.header('retry-after', '10')
        throw new HttpError(503, 'Too many listeners; try again later')
      }
      const visitor = visitorOf(request.ip)
      const open = visitors.get(visitor) ?? 0
      if (open >= mostForOne && !isThisMachine(request.ip)) {
        reply.header('retry-after', '10')
        throw new HttpError(
          429,
          `${visitor} listens ${open} times already; close some, or, where that is your proxy, name it in [site] trust_proxy`,
        )
      }
      const stream = openEventStream(request, reply)
      streams.add(stream)
      visitors.set(visitor, open + 1)
      stream.onClose(() => {
        streams.delete(stream)
        const left = (visitors.get(visitor) ?? 0) - 1
        if (left > 0) visitors.set(visitor, left)
        else visitors.delete(visitor)
      })
      return stream
    },
    endAll() {
      for (const stream of streams) stream.end()
    },
  }
}

/** The route must return without sending anything else. */
function openEventStream(request: FastifyRequest, reply: FastifyReply): EventStream {
  reply.hijack()
  const raw = reply.raw
  const headers = Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined)
  raw.writeHead(200, {
    ...Object.fromEntries(headers),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // A buffering proxy (nginx) would hold the events back.
    'x-accel-buffering': 'no',
  })
  raw.write(`retry: ${RETRY_MS}\n\n`)
  const heartbeat = setInterval(() => write([ALIVE]), HEARTBEAT_MS)
  const listeners = new Set<() => void>()
  let closed = false
  raw.on('close', close)
  raw.on('error', close)
  if (request.raw.destroyed || raw.destroyed) close()

  return {
    send: (...events) => write(events),
    get closed() {
      return closed
    },
    onClose(listener) {
      if (closed) listener()
      else listeners.add(listener)
    },
    end() {
      if (!closed) raw.end()
      close()
    },
  }

  /**
   * What is written in one turn of the event loop leaves together at its end. So only what is left
   * of earlier turns tells how slowly a listener reads.
   */
  function write(events: readonly EncodedEvent[]): void {
    if (closed || events.length === 0) return
    if (raw.writableLength > MOST_WAITING_BYTES) {
      raw.destroy()
      close()
      return
    }
    for (const event of events) raw.write(event)
  }

  function close(): void {
    if (closed) return
    closed = true
    clearInterval(heartbeat)
    for (const listener of listeners) listener()
    listeners.clear()
  }
}
