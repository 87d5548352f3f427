import { findLinks, LINK_KINDS } from '../db/read/links.js'
import { findNodes, type NodeRow } from '../db/read/nodes.js'
import { distanceMetres } from '../mesh/distance.js'
import { precisionRadius } from '../mesh/payloads/index.js'
import type { ReaderContext } from './context.js'
import { type Period, type PeriodKey, periodOf, sinceUs } from './periods.js'
import { remember } from './remember.js'

/** Two nodes of which at least one heard the other, both directions as one. */
export interface LongLink {
  one: number
  other: number
  metres: number
  /** Metres by which the distance may be wrong: both nodes told their places rounded. */
  doubt: number
  /** dB at which `other` heard `one`; null = not measured, undefined = did not hear it. */
  there: number | null | undefined
  /** dB at which `one` heard `other`. */
  back: number | null | undefined
  /** The better of both. */
  snr: number | null
  /** How often it was proved. */
  count: number
  last_seen_us: number
}

export type LinkSort = 'metres' | 'snr' | 'count' | 'last_seen_us'
export const LINK_SORTS: readonly LinkSort[] = ['metres', 'snr', 'count', 'last_seen_us']

export interface LinkQuery {
  /** Name in LINK_KINDS. */
  kind: string
  period: Period
  /** Of either node. */
  channel?: string | undefined
  /** In the name of either node, or its id. */
  text?: string | undefined
  sort: LinkSort
  descending: boolean
}

export const LINK_PERIODS: readonly PeriodKey[] = ['24h', '3d', '7d', '30d', 'all']

/** The most recently proved ones: more than a mesh has of one kind. */
const MOST_LINKS = 20_000
const MOST_NODES = 100_000
const REMEMBER_US = 60_000_000
/** LoRa went further from balloons; between two nodes of a mesh a place is wrong before that. */
const MOST_METRES = 400_000

/** What the parameters of an address mean, odd ones left out. */
export function linkQueryOf(parameter: (name: string) => string | undefined): LinkQuery {
  const sort = parameter('sort') ?? ''
  const kind = parameter('kind') ?? ''
  return {
    kind: LINK_KINDS.has(kind) ? kind : 'direct',
    period: periodOf(parameter('period'), LINK_PERIODS, '7d'),
    channel: parameter('channel'),
    text: parameter('q'),
    sort: LINK_SORTS.find((each) => each === sort.replace(/^-/, '')) ?? 'metres',
    descending: sort === '' || sort.startsWith('-'),
  }
}

/** Every link that fits, in order; what was never measured comes last. */
export async function findLongLinks(context: ReaderContext, query: LinkQuery): Promise<LongLink[]> {
  const { kind, period, sort, descending } = query
  const links = `long links ${kind} ${period.key}`
  const sorted = `${links} ${sort} ${descending}`
  const asOfLastMinute = <T>(key: string, make: () => Promise<T>) =>
    remember(context.db, key, context.nowUs(), REMEMBER_US, make)
  const all = await asOfLastMinute(sorted, async () => {
    const since_us = sinceUs(period, context.nowUs())
    const measured = await asOfLastMinute(links, () => measure(context, kind, since_us))
    return inOrder(measured, sort, descending)
  })
  const wanted = await wantedNodes(context, query)
  return wanted === null
    ? all
    : all.filter(({ one, other }) => wanted.has(one) || wanted.has(other))
}

/** Sorted by numbers beside the links: reading them from 20,000 links again and again takes twice as long. */
function inOrder(links: readonly LongLink[], sort: LinkSort, descending: boolean): LongLink[] {
  const sign = descending ? -1 : 1
  const values = Float64Array.from(links, (link) => {
    const value = link[sort]
    return value === null ? Number.MAX_VALUE : sign * value
  })
  const metres = Float64Array.from(links, (link) => link.metres)
  const order = Uint32Array.from(links, (_, index) => index)
  order.sort(
    (a, b) =>
      values[a]! - values[b]! || metres[b]! - metres[a]! || links[a]!.one - links[b]!.one || a - b,
  )
  return Array.from(order, (index) => links[index]!)
}

/** Null: all of them. */
async function wantedNodes(
  { db }: ReaderContext,
  { channel, text }: LinkQuery,
): Promise<Set<number> | null> {
  if (channel === undefined && text === undefined) return null
  const nodes = await findNodes(db, { channel, text, limit: MOST_NODES })
  return new Set(nodes.map((node) => node.node_id))
}

/** Links between nodes that have told where they are, by the places that they told last. */
async function measure({ db }: ReaderContext, kind: string, since_us: number): Promise<LongLink[]> {
  const links = await findLinks(db, {
    ...{ kind: LINK_KINDS.get(kind) ?? 1, since_us, limit: MOST_LINKS },
  })
  const positioned = { positioned: true, sort: 'node_id', limit: MOST_NODES } as const
  const nodes = new Map((await findNodes(db, positioned)).map((node) => [node.node_id, node]))
  const pairs = new Map<string, LongLink>()
  for (const { from_node_id, to_node_id, snr_last, count, last_seen_us } of links) {
    const isThere = from_node_id < to_node_id
    const [one, other] = isThere ? [from_node_id, to_node_id] : [to_node_id, from_node_id]
    const name = `${one} ${other}`
    const pair = pairs.get(name) ?? pairOf(nodes.get(one), nodes.get(other))
    if (pair === null) continue
    pairs.set(name, pair)
    if (isThere) pair.there = snr_last
    else pair.back = snr_last
    if (snr_last !== null) pair.snr = Math.max(pair.snr ?? snr_last, snr_last)
    pair.count += count
    pair.last_seen_us = Math.max(pair.last_seen_us, last_seen_us)
  }
  return [...pairs.values()]
}

/** Null where a place is not known, or so roughly that it says nothing about the distance. */
function pairOf(one: NodeRow | undefined, other: NodeRow | undefined): LongLink | null {
  if (one === undefined || other === undefined) return null
  const { last_lat: lat1, last_long: long1 } = one
  const { last_lat: lat2, last_long: long2 } = other
  if (lat1 === null || long1 === null || lat2 === null || long2 === null) return null
  const metres = distanceMetres(lat1, long1, lat2, long2)
  const doubt =
    (precisionRadius(one.precision_bits) ?? 0) + (precisionRadius(other.precision_bits) ?? 0)
  if (metres > MOST_METRES || doubt >= metres) return null
  return {
    ...{ one: one.node_id, other: other.node_id, metres, doubt: Math.round(doubt) },
    ...{ there: undefined, back: undefined, snr: null, count: 0, last_seen_us: 0 },
  }
}
