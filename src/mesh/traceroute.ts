import { MeshFault } from './fault.js'
import { BROADCAST } from './node-id.js'
import type { RouteDiscovery } from './payloads/traceroute.js'

/** The node number that stands for a hop which did not name itself. */
export const UNKNOWN_HOP: number = BROADCAST
/** More hops than any firmware allows (7, and 255 is the limit of the header). */
export const MAX_HOPS = 64

const UNKNOWN_SNR = -128
/** Firmware keeps it in a byte with sign; what is beyond that no radio measured. */
const HIGHEST_SNR = 127

/** One node on a route. */
export interface Hop {
  node_id: number
  /** dB × 4 at which this node heard the one before; `null` for the first and when unknown. */
  snr4: number | null
}

/** Both directions of a traceroute as one packet tells them. */
export interface Route {
  /** From the requester (hop 0) towards the target, as far as known. */
  towards: Hop[]
  /** From the target (hop 0) back to the requester; empty when the packet says nothing of it. */
  back: Hop[]
  /** `towards` reaches the target. */
  reached: boolean
  /** `towards` reaches the target, and of a reply also `back` the requester. */
  complete: boolean
}

/** What of a packet's header a traceroute needs. `request_id` is not 0 in a reply. */
export interface TracerouteHeader {
  from: number
  to: number
  request_id: number
}

function snr4At(snr: readonly number[], index: number): number | null {
  const value = snr[index]
  return value === undefined || value <= UNKNOWN_SNR || value > HIGHEST_SNR ? null : value
}

/** `start`, then `between`, each with the SNR at which it heard the one before. */
function path(start: number, between: readonly number[], snr: readonly number[]): Hop[] {
  const hops = between.map((node_id, index) => ({ node_id, snr4: snr4At(snr, index) }))
  return [{ node_id: start, snr4: null }, ...hops]
}

/** A path whose last node is there once one more SNR than nodes in between was noted. */
function closedPath(start: number, end: number, between: number[], snr: number[]): Hop[] {
  const hops = path(start, between, snr)
  return [...hops, { node_id: end, snr4: snr4At(snr, between.length) }]
}

/**
 * Reads a RouteDiscovery together with its packet's header.
 *
 * A request (request_id 0) travels from the requester to the target, and every node that relays it
 * adds itself and the SNR at which it heard it; a copy that a gateway hears is as long as its way
 * until there, and complete only when the target itself noted its SNR. A reply (request_id not 0)
 * goes the other way, with `from` and `to` exchanged: it holds the whole way there, and collects
 * the way back. Lists of SNR that are shorter or longer than the route are taken as far as they go.
 *
 * @throws MeshFault `too-many-hops` when a direction has more than {@link MAX_HOPS}
 */
export function readRoute(header: TracerouteHeader, discovery: RouteDiscovery): Route {
  const { route, snr_towards, route_back, snr_back } = discovery
  if (route.length > MAX_HOPS || route_back.length > MAX_HOPS) {
    const count = Math.max(route.length, route_back.length)
    throw new MeshFault('too-many-hops', `a route of ${count} hops, ${MAX_HOPS} are allowed`)
  }
  const isReply = header.request_id !== 0
  if (!isReply) {
    const isThere = snr_towards.length > route.length
    return {
      towards: isThere
        ? closedPath(header.from, header.to, route, snr_towards)
        : path(header.from, route, snr_towards),
      back: [],
      reached: isThere,
      complete: isThere,
    }
  }
  const isBack = snr_back.length > route_back.length
  return {
    towards: closedPath(header.to, header.from, route, snr_towards),
    back: isBack
      ? closedPath(header.from, header.to, route_back, snr_back)
      : path(header.from, route_back, snr_back),
    reached: true,
    complete: isBack,
  }
}

/** Counts what a direction tells: nodes first, known SNR second. */
function knowledge(hops: readonly Hop[]): number {
  return hops.length * (MAX_HOPS + 3) + hops.filter((hop) => hop.snr4 !== null).length
}

function longest(paths: readonly Hop[][]): Hop[] {
  let best: Hop[] = []
  for (const each of paths) if (knowledge(each) > knowledge(best)) best = each
  return best
}

/**
 * Joins the copies of a traceroute that several gateways heard, and a request with its reply: in
 * each direction the longest one that was told wins, among equals the one with more SNR.
 * A way that reached its end is the one that counts; a longer one that did not went astray.
 */
export function mergeRoutes(copies: readonly Route[]): Route {
  const reached = copies.filter((copy) => copy.reached)
  const returned = copies.filter((copy) => copy.complete && copy.back.length > 0)
  const towards = reached.length > 0 ? reached : copies
  const back = returned.length > 0 ? returned : copies
  return {
    towards: longest(towards.map((copy) => copy.towards)),
    back: longest(back.map((copy) => copy.back)),
    reached: reached.length > 0,
    complete: copies.some((copy) => copy.complete),
  }
}

/** Whether two copies say the same. */
export function areSameRoutes(a: Route, b: Route): boolean {
  return (
    a.reached === b.reached &&
    a.complete === b.complete &&
    areSameHops(a.towards, b.towards) &&
    areSameHops(a.back, b.back)
  )
}

function areSameHops(a: readonly Hop[], b: readonly Hop[]): boolean {
  if (a.length !== b.length) return false
  return a.every((hop, index) => hop.node_id === b[index]?.node_id && hop.snr4 === b[index]?.snr4)
}

/** A radio link that a traceroute proves: `to_node_id` heard `from_node_id`. */
export interface RadioLink {
  from_node_id: number
  to_node_id: number
  snr4: number | null
}

/**
 * The directed links between neighbours on both ways. Left out: unknown hops, a node next to
 * itself. Not to be asked of copies that came by MQTT, whose neighbours are no radio neighbours.
 */
export function radioLinks(route: Route): RadioLink[] {
  return [...linksAlong(route.towards), ...linksAlong(route.back)]
}

/** 0 is no node either. */
function isNamed({ node_id }: Hop): boolean {
  return node_id !== UNKNOWN_HOP && node_id !== 0
}

function linksAlong(hops: readonly Hop[]): RadioLink[] {
  const links: RadioLink[] = []
  for (let index = 1; index < hops.length; index += 1) {
    const from = hops[index - 1]
    const to = hops[index]
    if (from === undefined || to === undefined) continue
    if (!isNamed(from) || !isNamed(to) || from.node_id === to.node_id) continue
    links.push({ from_node_id: from.node_id, to_node_id: to.node_id, snr4: to.snr4 })
  }
  return links
}
