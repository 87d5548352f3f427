import { setImmediate as nextTurn } from 'node:timers/promises'
import type { FastifyInstance, FastifyRequest, FastifySchema } from 'fastify'
import { findPackets, type PacketRow } from '../db/read/packets.js'
import type { Speech } from '../words/languages.js'
import type { ReaderContext } from './context.js'
import { speechOf } from './language.js'
import type { Pulse } from './pulse.js'
import {
  type EncodedEvent,
  type EventStream,
  encodeCursor,
  encodeEvent,
  type Streams,
} from './sse.js'

/** What a stream tells of packets, and of which ones. */
export interface LiveView<Filter> {
  /** Name of the event. */
  event: string
  schema: FastifySchema
  /** Tells the stream's page also how the feed is. */
  pulse?: Pulse
  /** Reads a listener's query once; throws HttpError when it makes no sense. */
  filter(request: FastifyRequest): Filter
  accepts(packet: PacketRow, filter: Filter): boolean
  /**
   * The data of the event, made and encoded once per packet and language, however many listeners
   * there are; undefined when there is nothing to tell.
   */
  data(packet: PacketRow, speech: Speech): unknown | Promise<unknown>
  /** The data is the same in every language. */
  speechless?: boolean
}

interface Listener<Filter> {
  stream: EventStream
  filter: Filter
  speech: Speech
  /** Key of the last packet that was looked at for this listener. */
  position: number
  /** Batches that arrived while the past was still being sent; null afterwards. */
  waiting: Batch[] | null
}

interface Batch {
  packets: readonly PacketRow[]
  skipped: boolean
  event: MakeEvent
}

/** The event of a packet; null when there is nothing to tell of it, or it cannot be made. */
type MakeEvent = (packet: PacketRow, speech: Speech) => Promise<EncodedEvent | null>

/** Packets of the past that a returning listener is sent; whoever missed more loads the page anew. */
const MOST_CAUGHT_UP = 500

/**
 * Adds `GET path`: a stream of new packets, one event each, `id:` a cursor. `Last-Event-ID` (or
 * `?after=`) resumes after that cursor without a gap; `event: gap` says that there is one, since
 * more was missed than is sent again. The stream is refused with 503 when too many listen, and
 * ended when the database is taken for a migration: a client has to come back by itself.
 */
export function registerLive<Filter>(
  app: FastifyInstance,
  context: ReaderContext,
  streams: Streams,
  path: string,
  view: LiveView<Filter>,
): void {
  const listeners = new Set<Listener<Filter>>()
  /** What those miss meanwhile whose streams are about to open. */
  const coming = new Set<Batch[]>()
  const silent = context.languages.of()
  let unsubscribe: (() => void) | null = null
  let delivering: Promise<void> = Promise.resolve()

  // No HEAD: its answer would stay open like that of GET.
  app.get(path, { schema: view.schema, exposeHeadRoute: false }, async (request, reply) => {
    const filter = view.filter(request)
    const after = cursorOf(request)
    const speech = view.speechless === true ? silent : speechOf(context, request.headers)
    const waiting: Batch[] = []
    try {
      // First heard, then read, then answered: whoever sees the stream open is told of everything
      // that is committed from then on.
      listen(waiting)
      const position = await context.feed.position()
      const stream = streams.open(request, reply)
      const listener: Listener<Filter> = { stream, filter, speech, position, waiting }
      coming.delete(waiting)
      listeners.add(listener)
      stream.onClose(() => leave(listener))
      await begin(listener, after)
    } finally {
      coming.delete(waiting)
      rest()
    }
    return reply
  })

  function listen(waiting: Batch[]): void {
    unsubscribe ??= context.feed.subscribe(hear)
    coming.add(waiting)
  }

  function leave(listener: Listener<Filter>): void {
    listeners.delete(listener)
    rest()
  }

  /** Nobody listens any more. */
  function rest(): void {
    if (listeners.size + coming.size > 0) return
    unsubscribe?.()
    unsubscribe = null
  }

  async function begin(listener: Listener<Filter>, after: number | null): Promise<void> {
    const { stream, position } = listener
    try {
      const isBehind = after !== null && after < position
      stream.send(encodeCursor(isBehind ? after : position))
      if (isBehind) await sendMissed(listener, after, position)
      for (let batch = listener.waiting?.shift(); batch; batch = listener.waiting?.shift()) {
        await deliver(listener, batch)
      }
      listener.waiting = null
      view.pulse?.join(stream)
    } catch (error) {
      app.log.warn({ err: error }, 'a live stream could not begin')
      stream.end()
    }
  }

  async function sendMissed(listener: Listener<Filter>, after: number, now: number): Promise<void> {
    const missed = await findPackets(
      context.db,
      { after_key: after, before_key: now + 1, limit: MOST_CAUGHT_UP + 1 },
      'oldest',
    )
    if (missed.length > MOST_CAUGHT_UP) return sendGap(listener, now)
    await send(listener, missed, makeEvent)
    // So much at once has to leave before it is judged how slowly the listener reads.
    await nextTurn()
  }

  function hear(packets: readonly PacketRow[], skipped: boolean): void {
    const made = new Map<Speech, Map<PacketRow, Promise<EncodedEvent | null>>>()
    const event: MakeEvent = (packet, speech) => {
      const known = made.get(speech) ?? new Map<PacketRow, Promise<EncodedEvent | null>>()
      made.set(speech, known)
      const event = known.get(packet) ?? makeEvent(packet, speech)
      known.set(packet, event)
      return event
    }
    // One batch after the other: the data of a packet may take a moment to make.
    delivering = delivering.then(() => deliverToAll({ packets, skipped, event }))
  }

  async function deliverToAll(batch: Batch): Promise<void> {
    for (const waiting of coming) waiting.push(batch)
    // Whoever joins while this is sent has it among what waits.
    for (const listener of [...listeners]) {
      if (listener.waiting !== null) listener.waiting.push(batch)
      else await deliver(listener, batch)
    }
  }

  async function deliver(listener: Listener<Filter>, batch: Batch): Promise<void> {
    const first = batch.packets[0]
    if (batch.skipped && first !== undefined) sendGap(listener, first.packet_key - 1)
    // Those before were sent already while catching up.
    const news = batch.packets.filter(({ packet_key }) => packet_key > listener.position)
    listener.position = news.at(-1)?.packet_key ?? listener.position
    await send(listener, news, batch.event)
  }

  async function send(
    { stream, filter, speech }: Listener<Filter>,
    packets: readonly PacketRow[],
    event: MakeEvent,
  ): Promise<void> {
    const events: EncodedEvent[] = []
    for (const packet of packets) {
      if (!accepts(packet, filter)) continue
      const made = await event(packet, speech)
      if (made !== null) events.push(made)
    }
    stream.send(...events)
  }

  /** A packet that cannot be told is left out: one odd packet shall not end the stream. */
  async function makeEvent(packet: PacketRow, speech: Speech): Promise<EncodedEvent | null> {
    try {
      const data = await view.data(packet, speech)
      return data === undefined ? null : encodeEvent(view.event, packet.packet_key, data)
    } catch (error) {
      logOdd(packet, error)
      return null
    }
  }

  function accepts(packet: PacketRow, filter: Filter): boolean {
    try {
      return view.accepts(packet, filter)
    } catch (error) {
      logOdd(packet, error)
      return false
    }
  }

  function logOdd({ packet_key }: PacketRow, error: unknown): void {
    app.log.error({ err: error, packet_key }, 'a packet cannot be told')
  }

  /** Tells that packets up to `cursor` may be missing. */
  function sendGap({ stream }: Listener<Filter>, cursor: number): void {
    stream.send(encodeEvent('gap', cursor, { cursor }))
  }
}

/** `Last-Event-ID` of a client that comes back, else `?after=`; null to begin with what is new. */
function cursorOf(request: FastifyRequest): number | null {
  const { after } = request.query as { after?: unknown }
  const text = request.headers['last-event-id'] ?? after
  if (typeof text !== 'string' || !/^\d{1,15}$/.test(text)) return null
  return Number(text)
}
