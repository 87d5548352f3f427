import type { FastifyInstance } from 'fastify'
import { findActiveChannels } from '../../db/read/channels.js'
import type { ReaderContext } from '../context.js'
import { strictIntegerOf, textOf } from './params.js'
import { firstHour } from './period.js'
import { channelsAnswer, channelsQuery } from './schemas-stats.js'

/** `GET /api/channels`: channels with traffic in the last hours or days. */
export function channelsEndpoint(app: FastifyInstance, context: ReaderContext): void {
  app.get(
    '/api/channels',
    {
      schema: {
        summary: 'Channels with traffic',
        tags: ['statistics'],
        querystring: channelsQuery,
        response: { 200: channelsAnswer },
      },
    },
    async (request) => {
      const period = (textOf(request.query, 'period_type') ?? 'hour').toLowerCase()
      if (period !== 'hour' && period !== 'day') {
        // MeshView answers this with status 200.
        return { channels: [], error: "period_type must be 'hour' or 'day'" }
      }
      const length = strictIntegerOf(request.query, 'length', 'length must be an integer') ?? 24
      const hour = firstHour(context.nowUs(), period, length)
      return { channels: await findActiveChannels(context.db, hour) }
    },
  )
}
