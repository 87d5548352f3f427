import type { FastifyInstance } from 'fastify'
import { countNodes } from '../../db/read/nodes.js'
import { countersOf, findCounters, findWriter } from '../../db/read/status.js'
import type { ReaderContext } from '../context.js'
import { problemsOf } from '../problems.js'
import { statusAnswer } from './schemas-site.js'

/** Every outcome that a message can have, so that none is missing before it occurs. */
const NOTHING = { stored: 0, duplicate: 0, encrypted: 0, filtered: 0, malformed: 0 }

/** `GET /api/status`: what became of every message, and what is wrong now. */
export function statusEndpoint(app: FastifyInstance, context: ReaderContext): void {
  const schema = { summary: 'Status', tags: ['site'], response: { 200: statusAnswer } }
  app.get('/api/status', { schema }, async () => {
    const counters = await findCounters(context.db)
    const writer = await findWriter(context.db)
    const told = countersOf(counters, 'state.')
    const totals = countersOf(counters, 'total.')
    return {
      problems: await problemsOf(context, writer, counters),
      received: counters.get('received') ?? 0,
      outcomes: { ...NOTHING, ...countersOf(counters, 'outcome.') },
      filtered: countersOf(counters, 'filtered.'),
      malformed: countersOf(counters, 'malformed.'),
      totals: {
        packets: totals.packets ?? 0,
        receptions: totals.receptions ?? 0,
        nodes: await countNodes(context.db, {}),
      },
      writer: writer && {
        version: writer.version,
        started_us: writer.started_us,
        heartbeat_us: writer.heartbeat_us,
        connected: writer.connected,
        broker: writer.broker,
        error: writer.error,
        last_message_us: writer.last_message_us,
      },
      upkeep: {
        cleanup_us: told.cleanup_us || null,
        backup_us: told.backup_us || null,
        backup_bytes: told.backup_bytes || null,
        backup_failed_us: told.backup_failed_us || null,
      },
    }
  })
}
