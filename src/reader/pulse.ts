import type { FastifyInstance } from 'fastify'
import { newestPacketKey } from '../db/read/packets.js'
import { findLastPacketTime, findWriter } from '../db/read/status.js'
import type { ReaderContext } from './context.js'
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
}

/** Tells every open page how the feed is, and that there is something new. */
export interface Pulse {
  /** Sends the state at once, and from then on whenever something has changed. */
  join(stream: EventStream): void
}

/** Pages that show numbers ask for them again at most this often, so it need not be faster. */
const BEAT_MS = 3000

/** The state of the feed, by two looks at single rows. */
export async function readFeedState({ db, config, nowUs }: ReaderContext): Promise<FeedState> {
  const now_us = nowUs()
  const writer = await findWriter(db)
  const last_us = await findLastPacketTime(db)
  const age_s = last_us === null ? null : Math.max(0, Math.floor((now_us - last_us) / 1e6))
  return {
    kind: feedKind(writerProblem(writer, now_us) === null, age_s, config.site.silentMinutes),
    age_s,
    packet_key: await newestPacketKey(db),
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

/** A pulse that looks at the database only while somebody listens. */
export function createPulse(context: ReaderContext, log: FastifyInstance['log']): Pulse {
  const listeners = new Map<EventStream, string>()
  let timer: NodeJS.Timeout | null = null

  return {
    join(stream) {
      listeners.set(stream, '')
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

  async function beat(): Promise<void> {
    try {
      const state = await readFeedState(context)
      const told = `${state.kind} ${state.packet_key}`
      const event = encodeEvent('pulse', null, state)
      for (const [stream, before] of listeners) {
        if (before === told) continue
        listeners.set(stream, told)
        stream.send(event)
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
    pulse.join(streams.open(request, reply))
    return reply
  })
}
