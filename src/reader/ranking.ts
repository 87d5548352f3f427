import { findForRanking, findNodeIds, findNodes, type NodeInRanking } from '../db/read/nodes.js'
import { findGatewaySums, findSenderSums, type Hours, type SenderSum } from '../db/read/top.js'
import { hourOf } from '../db/values.js'
import type { ReaderContext } from './context.js'
import { type Period, sinceUs } from './periods.js'
import { remember } from './remember.js'

/** A node in a ranking; of gateways `count` are receptions and `other` hours. */
export interface Ranked {
  node_id: number
  /** Packets sent, or receptions of a gateway. */
  count: number
  /** Receptions of the packets, or hours in which the gateway received anything. */
  other: number
  /** `other` per `count` for senders: how many gateways hear a packet; receptions per hour. */
  mean: number
}

export type RankingSort = 'count' | 'other' | 'mean'

export interface RankingQuery {
  of: 'senders' | 'gateways'
  period: Period
  channel?: string
  /** In a name, or an id. */
  text?: string
  sort: RankingSort
  descending: boolean
}

/** Sums over hours that are over are made at most this often. */
const REMEMBER_US = 60_000_000
/** This hour and the one before: late gateways may yet add to it. */
const OPEN_HOURS = 2
/** More nodes than any mesh has. */
const MOST_NODES = 100_000

/** Every node that fits, in order. */
export async function findRanking(context: ReaderContext, query: RankingQuery): Promise<Ranked[]> {
  const rows = await sums(context, query)
  const wanted = await wantedNodes(context, query)
  const fitting = wanted === null ? rows : rows.filter((row) => wanted.has(row.node_id))
  const sign = query.descending ? -1 : 1
  return fitting.toSorted(
    (a, b) => sign * (a[query.sort] - b[query.sort]) || b.other - a.other || a.node_id - b.node_id,
  )
}

/** The nodes whose packets were received most often, and how many nodes sent anything at all. */
export async function findTopNodes(
  context: ReaderContext,
  query: { since_hour: number; channel?: string; limit: number; offset: number },
): Promise<{ total: number; nodes: (SenderSum & { node: NodeInRanking | undefined })[] }> {
  const { since_hour, channel, limit, offset } = query
  const sums = await senderSums(context, since_hour)
  const known = await findNodeIds(context.db, { channel })
  const rows = sums
    .filter((row) => known.has(row.node_id))
    .sort((a, b) => b.seen - a.seen || b.sent - a.sent || a.node_id - b.node_id)
  const shown = rows.slice(offset, offset + limit)
  const nodes = await findForRanking(
    context.db,
    shown.map((row) => row.node_id),
  )
  return {
    total: rows.length,
    nodes: shown.map((row) => ({ ...row, node: nodes.get(row.node_id) })),
  }
}

/** Ranked nodes with what is known of them. */
export async function withNodes(
  { db }: ReaderContext,
  rows: readonly Ranked[],
): Promise<(Ranked & { node: NodeInRanking | undefined })[]> {
  const nodes = await findForRanking(
    db,
    rows.map((row) => row.node_id),
  )
  return rows.map((row) => ({ ...row, node: nodes.get(row.node_id) }))
}

function sums(context: ReaderContext, { of, period }: RankingQuery): Promise<Ranked[]> {
  const since_hour = hourOf(sinceUs(period, context.nowUs()))
  return of === 'senders' ? senders(context, since_hour) : gateways(context, since_hour)
}

/** What every node sent since an hour, in no order. */
export async function senderSums(
  context: ReaderContext,
  since_hour: number,
): Promise<readonly SenderSum[]> {
  const [over, open] = await inTwo(context, 'senders', since_hour, (hours) =>
    findSenderSums(context.db, hours),
  )
  return merged(over, open, (a, b) => ({
    node_id: a.node_id,
    sent: a.sent + b.sent,
    seen: a.seen + b.seen,
  }))
}

/** Sums of the hours that are over, as of the last minute, and those of the hours that go on. */
function inTwo<T>(
  { db, nowUs }: ReaderContext,
  what: string,
  since_hour: number,
  find: (hours: Hours) => Promise<T[]>,
): Promise<[over: readonly T[], open: readonly T[]]> {
  const now_us = nowUs()
  const open = Math.max(since_hour, hourOf(now_us) - OPEN_HOURS + 1)
  const key = `sums of ${what} ${since_hour} ${open}`
  const over = () => find({ first: since_hour, before: open })
  return Promise.all([
    since_hour < open ? remember(db, key, now_us, REMEMBER_US, over) : [],
    find({ first: open }),
  ])
}

/** The rows of both; those of one node as `add` makes one of them. */
function merged<T extends { node_id: number }>(
  over: readonly T[],
  open: readonly T[],
  add: (a: T, b: T) => T,
): T[] {
  const rest = new Map(open.map((row) => [row.node_id, row]))
  const rows = over.map((row) => {
    const more = rest.get(row.node_id)
    if (more === undefined) return row
    rest.delete(row.node_id)
    return add(row, more)
  })
  return [...rows, ...rest.values()]
}

async function senders(context: ReaderContext, since_hour: number): Promise<Ranked[]> {
  const rows = await senderSums(context, since_hour)
  return rows.map(({ node_id, sent, seen }) => ({
    node_id,
    count: sent,
    other: seen,
    mean: sent === 0 ? 0 : seen / sent,
  }))
}

async function gateways(context: ReaderContext, since_hour: number): Promise<Ranked[]> {
  const [over, open] = await inTwo(context, 'gateways', since_hour, (hours) =>
    findGatewaySums(context.db, hours),
  )
  const rows = merged(over, open, (a, b) => ({
    node_id: a.node_id,
    receptions: a.receptions + b.receptions,
    hours: a.hours + b.hours,
  }))
  return rows.map(({ node_id, receptions, hours }) => ({
    node_id,
    count: receptions,
    other: hours,
    mean: hours === 0 ? 0 : receptions / hours,
  }))
}

/** Null: all of them. */
async function wantedNodes(
  { db }: ReaderContext,
  { channel, text }: RankingQuery,
): Promise<Set<number> | null> {
  if (channel === undefined && text === undefined) return null
  const nodes = await findNodes(db, { channel, text, limit: MOST_NODES })
  return new Set(nodes.map((node) => node.node_id))
}
