import type { FastifyReply, FastifyRequest } from 'fastify'
import { HttpError } from './errors.js'

/** A listener who reads so slowly that this much waits for him is cut, never waited for. */
const MOST_WAITING_BYTES = 256 * 1024
const HEARTBEAT_MS = 15_000
/** How long a browser waits before it connects again. */
const RETRY_MS = 2000

/** An open stream of Server-Sent Events. */
export interface EventStream {
  /** Sends one event; `id` is what the client names as `Last-Event-ID` when it comes back. */
  send(event: string, id: number | null, data: unknown): void
  readonly closed: boolean
  /** Runs when the client has gone or was cut; at once when that has happened already. */
  onClose(listener: () => void): void
  end(): void
}

/** Every open stream of the process, to bound and to end them. */
export interface Streams {
  /** Streams that are open now. */
  readonly size: number
  /** Answers with a stream that stays open; throws HttpError 503 when there are too many. */
  open(request: FastifyRequest, reply: FastifyReply): EventStream
  endAll(): void
}

export function createStreams(most = 1000): Streams {
  const streams = new Set<EventStream>()
  return {
    get size() {
      return streams.size
    },
    open(request, reply) {
      if (streams.size >= most) {
        reply.header('retry-after', '10')
        throw new HttpError(503, 'Too many listeners; try again later')
      }
      const stream = openEventStream(request, reply)
      streams.add(stream)
      stream.onClose(() => streams.delete(stream))
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
  const heartbeat = setInterval(() => write(': alive\n\n'), HEARTBEAT_MS)
  const listeners = new Set<() => void>()
  let closed = false
  raw.on('close', close)
  raw.on('error', close)
  if (request.raw.destroyed || raw.destroyed) close()

  return {
    send(event, id, data) {
      const line = id === null ? '' : `id: ${id}\n`
      write(`event: ${event}\n${line}data: ${JSON.stringify(data)}\n\n`)
    },
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

  function write(text: string): void {
    if (closed) return
    raw.write(text)
    if (raw.writableLength > MOST_WAITING_BYTES) {
      raw.destroy()
      close()
    }
  }

  function close(): void {
    if (closed) return
    closed = true
    clearInterval(heartbeat)
    for (const listener of listeners) listener()
    listeners.clear()
  }
}
