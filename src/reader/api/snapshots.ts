import type { FastifyInstance } from 'fastify'
import { type DailySnapshotRow, findDailySnapshots } from '../../db/read/snapshots.js'
import type { ReaderContext } from '../context.js'
import { strictIntegerOf } from './params.js'
import { snapshotsAnswer, snapshotsQuery } from './schemas-site.js'

const USUAL_DAYS = 30
const MOST_DAYS = 3650

/** `GET /api/snapshots/daily`: the numbers of every day, oldest first. */
export function snapshotsEndpoint(app: FastifyInstance, context: ReaderContext): void {
  const schema = {
    summary: 'Numbers of every day',
    tags: ['statistics'],
    querystring: snapshotsQuery,
    response: { 200: snapshotsAnswer },
  }
  const config = { failure: 'Failed to fetch daily snapshots' }
  app.get('/api/snapshots/daily', { schema, config }, async ({ query }) => {
    const length = strictIntegerOf(query, 'length', 'length must be an integer') ?? USUAL_DAYS
    const days = Math.min(Math.max(length, 1), MOST_DAYS)
    return { data: (await findDailySnapshots(context.db, days)).map(snapshotItem) }
  })
}

function snapshotItem({ snapshot_date: date, ...counts }: DailySnapshotRow) {
  return { date, ...counts }
}
