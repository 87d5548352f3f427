import { findGatewayReceptions, type GatewayReception } from '../db/read/gateway-receptions.js'
import { hopsAway, isDirectReception } from '../mesh/hops.js'
import type { ReaderContext } from './context.js'
import { type Period, sinceUs } from './periods.js'
import { remember } from './remember.js'

/** What two gateways heard in the same time. */
export interface Comparison {
  /** Packets that only the first heard, only the second, and both. */
  onlyFirst: number
  onlySecond: number
  both: number
  /** Packets by how often they were relayed before, of each gateway; the last is "unknown". */
  hops: { hops: number | null; first: number; second: number }[]
  /** Nodes that both heard without a relay, in the same packets. */
  senders: SenderComparison[]
  /** True when the bound of what is read ended the time before the period did. */
  isCut: boolean
}

/** Means over the packets of one node that both gateways heard from it itself. */
export interface SenderComparison {
  node_id: number
  packets: number
  /** dB. */
  firstSnr: number
  secondSnr: number
  /** dBm; null where a gateway measures none. */
  firstRssi: number | null
  secondRssi: number | null
}

const REMEMBER_US = 30_000_000
const MOST_SENDERS = 100

/** Compares two gateways over a period, as of the last half minute. */
export function compareGateways(
  context: ReaderContext,
  first: number,
  second: number,
  period: Period,
): Promise<Comparison> {
  const { db, nowUs } = context
  const key = `compare ${first} ${second} ${period.key}`
  return remember(db, key, nowUs(), REMEMBER_US, async () => {
    const since_us = sinceUs(period, nowUs())
    const one = await findGatewayReceptions(db, first, since_us)
    const other = await findGatewayReceptions(db, second, since_us)
    // A gateway that hears more fills the bound sooner: both count from there on.
    const from = Math.max(one.down_to, other.down_to)
    const within = ({ packet_key }: GatewayReception) => packet_key >= from
    const isCut = one.isCut || other.isCut
    const receptions = [one.receptions.filter(within), other.receptions.filter(within)] as const
    return { ...compare(first, second, receptions), isCut }
  })
}

type Pair = readonly [first: GatewayReception[], second: GatewayReception[]]

function compare(first: number, second: number, [one, other]: Pair): Omit<Comparison, 'isCut'> {
  const heard = new Map(other.map((reception) => [reception.packet_key, reception]))
  const both = one.flatMap((reception) => {
    const match = heard.get(reception.packet_key)
    return match === undefined ? [] : [[reception, match] as const]
  })
  const direct = both.filter(([a, b]) => isDirect(a, first) && isDirect(b, second))
  return {
    onlyFirst: one.length - both.length,
    onlySecond: other.length - both.length,
    both: both.length,
    hops: countHops(one, other),
    senders: bySender(direct),
  }
}

function isDirect(reception: GatewayReception, gateway: number): boolean {
  return isDirectReception({ ...reception, from: reception.from_node_id }, gateway)
}

function countHops(one: GatewayReception[], other: GatewayReception[]): Comparison['hops'] {
  const counts = new Map<number | null, { first: number; second: number }>()
  const add = (which: 'first' | 'second', { hop_start, hop_limit }: GatewayReception) => {
    const hops = hopsAway(hop_start, hop_limit)
    const known = counts.get(hops) ?? { first: 0, second: 0 }
    counts.set(hops, known)
    known[which] += 1
  }
  for (const reception of one) add('first', reception)
  for (const reception of other) add('second', reception)
  return [...counts]
    .map(([hops, each]) => ({ hops, ...each }))
    .sort((a, b) => (a.hops ?? 99) - (b.hops ?? 99))
}

function bySender(
  pairs: readonly (readonly [GatewayReception, GatewayReception])[],
): SenderComparison[] {
  const senders = new Map<number, (typeof pairs)[number][]>()
  for (const pair of pairs) {
    const known = senders.get(pair[0].from_node_id) ?? []
    senders.set(pair[0].from_node_id, known)
    known.push(pair)
  }
  return [...senders]
    .map(([node_id, all]) => ({
      node_id,
      packets: all.length,
      firstSnr: mean(all.map(([a]) => a.rx_snr4)) / 4,
      secondSnr: mean(all.map(([, b]) => b.rx_snr4)) / 4,
      firstRssi: meanOfMeasured(all.map(([a]) => a.rx_rssi)),
      secondRssi: meanOfMeasured(all.map(([, b]) => b.rx_rssi)),
    }))
    .sort((a, b) => b.packets - a.packets || a.node_id - b.node_id)
    .slice(0, MOST_SENDERS)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** A radio that measures nothing says 0. */
function meanOfMeasured(values: readonly number[]): number | null {
  const measured = values.filter((value) => value !== 0)
  return measured.length === 0 ? null : mean(measured)
}
