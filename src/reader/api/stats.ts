import type { FastifyInstance } from 'fastify'
import {
  countReceptionsOfId,
  findHourlyTraffic,
  findTraffic,
  type HourTraffic,
} from '../../db/read/stats.js'
import { countersOf, findCounters } from '../../db/read/status.js'
import type { ReaderContext } from '../context.js'
import { HttpError } from '../errors.js'
import { findTopNodes } from '../ranking.js'
import { isPortnum, limitOf, nodeIdOf, strictIntegerOf, textOf } from './params.js'
import { firstHour, firstHourOfDay, type PeriodType, periodName } from './period.js'
import {
  countAnswer,
  countQuery,
  statsAnswer,
  statsQuery,
  topAnswer,
  topQuery,
} from './schemas-stats.js'

const tags = ['statistics']

/** `GET /api/stats`: packets per hour or day, or the totals of one node. */
export function statsEndpoint(app: FastifyInstance, context: ReaderContext): void {
  const schema = {
    summary: 'Packets per hour or day',
    tags,
    querystring: statsQuery,
    response: { 200: statsAnswer },
  }
  app.get('/api/stats', { schema }, async ({ query }) => {
    const period = periodOf(query, 'hour')
    const length = strictIntegerOf(query, 'length', 'length must be an integer') ?? 24
    const node_id = nodeIdOf(query, 'node', 'node must be an integer')
    const now = context.nowUs()
    if (node_id !== undefined) {
      const since_hour = firstHour(now, period, length)
      const total = await findTraffic(context.db, { since_hour, from_node_id: node_id })
      const { packets: sent, receptions: seen } = total
      return { node_id, period_type: period, length, sent, seen }
    }
    const channel = textOf(query, 'channel')
    const portnum = strictIntegerOf(query, 'portnum', 'portnum must be an integer')
    const to_node_id = nodeIdOf(query, 'to_node', 'to_node must be an integer')
    const from_node_id = nodeIdOf(query, 'from_node', 'from_node must be an integer')
    const since_hour = firstHourOfDay(now, period, length)
    const filter = { since_hour, channel, portnum, to_node_id, from_node_id }
    const possible = portnum === undefined || isPortnum(portnum)
    return {
      period_type: period,
      length,
      channel: channel ?? null,
      portnum: portnum ?? null,
      to_node: to_node_id ?? null,
      from_node: from_node_id ?? null,
      data: possible ? byPeriod(await findHourlyTraffic(context.db, filter), period) : [],
    }
  })
}

function byPeriod(hours: readonly HourTraffic[], period: PeriodType) {
  const counts = new Map<string, number>()
  for (const { hour, packets } of hours) {
    const name = periodName(hour, period)
    counts.set(name, (counts.get(name) ?? 0) + packets)
  }
  return [...counts].map(([name, count]) => ({ period: name, count }))
}

/** `GET /api/stats/count`: packets and receptions, of the whole database or of a period. */
export function countEndpoint(app: FastifyInstance, context: ReaderContext): void {
  const schema = {
    summary: 'Totals',
    tags,
    querystring: countQuery,
    response: { 200: countAnswer },
  }
  app.get('/api/stats/count', { schema }, async ({ query }) => {
    const packet_id = strictIntegerOf(query, 'packet_id', 'packet_id must be integer')
    const length = strictIntegerOf(query, 'length', 'length must be integer')
    const from_node_id = nodeIdOf(query, 'from_node', 'from_node must be integer')
    const to_node_id = nodeIdOf(query, 'to_node', 'to_node must be integer')
    const channel = textOf(query, 'channel')
    const period = textOf(query, 'period_type') === undefined ? undefined : periodOf(query, 'day')
    const inPeriod = [length, from_node_id, to_node_id, channel, period].some(
      (value) => value !== undefined,
    )
    const total = inPeriod
      ? await findTraffic(context.db, {
          since_hour: firstHour(context.nowUs(), period ?? 'day', length ?? 1),
          channel,
          from_node_id,
          to_node_id,
        })
      : await wholeDatabase(context)
    return {
      total_packets: total.packets,
      total_seen:
        packet_id === undefined
          ? total.receptions
          : await countReceptionsOfId(context.db, packet_id),
    }
  })
}

async function wholeDatabase(context: ReaderContext) {
  const totals = countersOf(await findCounters(context.db), 'total.')
  return { packets: totals.packets ?? 0, receptions: totals.receptions ?? 0 }
}

/** `GET /api/stats/top`: the nodes whose packets were received most often. */
export function topEndpoint(app: FastifyInstance, context: ReaderContext): void {
  const schema = {
    summary: 'Nodes with the most traffic',
    tags,
    querystring: topQuery,
    response: { 200: topAnswer },
  }
  app.get('/api/stats/top', { schema }, async ({ query }) => {
    const period = textOf(query, 'period_type')?.toLowerCase() === 'hour' ? 'hour' : 'day'
    const length = strictIntegerOf(query, 'length', 'length must be an integer') ?? 1
    strictIntegerOf(query, 'limit', 'limit must be an integer')
    const limit = limitOf(query, 20, 100)
    const offset = Math.max(strictIntegerOf(query, 'offset', 'offset must be an integer') ?? 0, 0)
    const { total, nodes } = await findTopNodes(context, {
      since_hour: firstHour(context.nowUs(), period, length),
      channel: textOf(query, 'channel'),
      limit,
      offset,
    })
    return { total, limit, offset, nodes: nodes.map(topItem) }
  })
}

function topItem({ node_id, sent, seen, node }: TopNodes['nodes'][number]) {
  return {
    node_id,
    long_name: node?.long_name ?? null,
    short_name: node?.short_name ?? null,
    channel: node?.channel ?? null,
    sent,
    seen,
    avg: sent === 0 ? 0 : Math.round((seen / sent) * 100) / 100,
  }
}

type TopNodes = Awaited<ReturnType<typeof findTopNodes>>

function periodOf(query: unknown, usual: PeriodType): PeriodType {
  const period = (textOf(query, 'period_type') ?? usual).toLowerCase()
  if (period === 'hour' || period === 'day') return period
  throw new HttpError(400, "Invalid period_type. Must be one of {'day', 'hour'}")
}
