import type { FastifyInstance } from 'fastify'
import { findMalformed } from '../../db/read/status.js'
import type { ReaderContext } from '../context.js'
import { malformedAnswer } from './schemas-site.js'

/** `GET /api/malformed`: the last hundred messages that could not be understood. */
export function malformedEndpoint(app: FastifyInstance, context: ReaderContext): void {
  const schema = {
    summary: 'Messages that were not understood',
    tags: ['site'],
    response: { 200: malformedAnswer },
  }
  app.get('/api/malformed', { schema }, async () => ({
    malformed: (await findMalformed(context.db)).map((row) => ({
      malformed_id: row.malformed_id,
      time_us: row.import_time_us,
      topic: row.topic,
      reason: row.reason,
      payload: Buffer.from(row.payload).toString('hex'),
    })),
  }))
}
