import type { FastifyInstance } from 'fastify'
import type { ReaderContext } from './context.js'
import { registerLive } from './live.js'
import { type LiveQuery, liveRows } from './pages/live-rows.js'
import type { Pulse } from './pulse.js'
import type { Streams } from './sse.js'

/**
 * Adds `GET /live/{view}` for every page that grows by itself: `event: row` with the HTML of one
 * packet, rendered by the page's own component, for those whom the page's filters let through.
 */
export function registerLiveRows(
  app: FastifyInstance,
  context: ReaderContext,
  streams: Streams,
  pulse: Pulse,
): void {
  for (const [name, view] of Object.entries(liveRows)) {
    if (view.flag !== undefined && context.config.site[view.flag] === false) continue
    registerLive(app, context, streams, `/live/${name}`, {
      event: 'row',
      pulse,
      schema: { hide: true },
      filter: (request) => request.query as LiveQuery,
      accepts: (packet, query) => view.accepts(packet, query),
      async data(packet, speech) {
        const html = await view.render(packet, context, speech)
        return html === '' ? undefined : { html, cursor: packet.packet_key }
      },
    })
  }
}
