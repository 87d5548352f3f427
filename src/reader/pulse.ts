import type { FastifyInstance } from 'fastify'
import { findNewestPacket } from '../db/read/packets.js'
import { countReceptions } from '../db/read/receptions.js'
import { findWriter } from '../db/read/status.js'
import { strictIntegerOf } from './api/params.js'
import type { ReaderContext } from './context.js'
import { HttpError } from './errors.js'
import { writerProblem } from './health.js'
import { type EventStream, encodeEvent, type Streams } from './sse.js'

/** Whether packets flow in; what the dot beside the menu shows. */
export interface FeedState {
  /** `down`: the writer is away or not connected; `silent`: it is well, but nothing comes. */
  kind: 'live' | 'silent' | 'down'
  /** Seconds since the newest packet; null while there is none. */
  age_s: number | null
  /** Key of the newest packet: another one means that pages have something new to show. */
  packet_key: number
  /** How often the packet that the page is about was received. */
  copies?: number
}

/** Tells every open page how the feed is, and that there is something new. */
export interface Pulse {
  /**
   * Sends the state at once, and from then on whenever something has changed; of one packet also
   * when another copy of it came.
   */
  join(stream: EventStream, packet_key?: number): void
}

/** Pages that show numbers ask for them again at most this often, so it need not be faster. */
const BEAT_MS = 3000
/** Packets whose copies are counted at a beat; who looks at more sees theirs with the next packet. */
const MOST_FOLLOWED = 200

/** The state of the feed, by two looks at single rows. */
export async function readFeedState({ db, config, nowUs }: ReaderContext): Promise<FeedState> {
  const now_us = nowUs()
  const [writer, newest] = await Promise.all([findWriter(db), findNewestPacket(db)])
  const age_s =
    newest === undefined ? null : Math.max(0, Math.floor((now_us - newest.import_time_us) / 1e6))
  return {
    kind: feedKind(writerProblem(writer, now_us) === null, age_s, config.site.silentMinutes),
    age_s,
    packet_key: newest?.packet_key ?? 0,
  }
}

function feedKind(
  isWriterWell: boolean,
  age_s: number | null,
  silentMinutes: number,
): FeedState['kind'] {
  if (!isWriterWell) return 'down'
  const isSilent = age_s !== null && silentMinutes > 0 && age_s >= 60 * silentMinutes
  return isSilent ? 'silent' : 'live'
}

interface Listener {
  /** Of the packet that the page is about. */
  packet_key: number | undefined
  /** What it was told last. */
  told: string
}

/** A pulse that looks at the database only while somebody listens. */
export function createPulse(context: ReaderContext, log: FastifyInstance['log']): Pulse {
  const listeners = new Map<EventStream, Listener>()
  let timer: NodeJS.Timeout | null = null

  return {
    join(stream, packet_key) {
      // Whoever left while he was told of the past would let the timer run for nobody.
      if (stream.closed) return
      listeners.set(stream, { packet_key, told: '' })
      stream.onClose(() => leave(stream))
      timer ??= setInterval(() => void beat(), BEAT_MS)
      void beat()
    },
  }

  function leave(stream: EventStream): void {
    listeners.delete(stream)
    if (listeners.size > 0 || timer === null) return
    clearInterval(timer)
    timer = null
  }

  /** Receptions of the packets that somebody looks at. */
  async function followedCopies(): Promise<ReadonlyMap<number, number>> {
    const keys = new Set<number>()
    for (const { packet_key } of listeners.values()) {
      if (packet_key !== undefined && keys.size < MOST_FOLLOWED) keys.add(packet_key)
    }
    return keys.size === 0 ? new Map() : countReceptions(context.db, [...keys])
  }

  async function beat(): Promise<void> {
    try {
      const state = await readFeedState(context)
      const copies = await followedCopies()
      const event = encodeEvent('pulse', null, state)
      for (const [stream, listener] of listeners) {
        const count = copies.get(listener.packet_key ?? -1)
        const told = `${state.kind} ${state.packet_key} ${count}`
        if (listener.told === told) continue
        listener.told = told
        const isFollowed = count !== undefined
        stream.send(isFollowed ? encodeEvent('pulse', null, { ...state, copies: count }) : event)
      }
    } catch (error) {
      // The gate is closing, or the database was away for a moment: the next beat tells.
      log.debug({ err: error }, 'the pulse could not be read')
    }
  }
}

/** Adds `GET /live/site`: the pulse alone, for pages without a live stream of their own. */
export function registerPulse(app: FastifyInstance, streams: Streams, pulse: Pulse): void {
  const options = { schema: { hide: true }, exposeHeadRoute: false }
  app.get('/live/site', options, async (request, reply) => {
    const packet_key = followedPacket(request.query)
    pulse.join(streams.open(request, reply), packet_key)
    return reply
  })
}

function followedPacket(query: unknown): number | undefined {
  const message = 'packet must be a whole number from 0 on'
  const packet_key = strictIntegerOf(query, 'packet', message)
  if (packet_key !== undefined && packet_key < 0) throw new HttpError(400, message)
  return packet_key
}
