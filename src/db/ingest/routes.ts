import type { Data } from '../../mesh/data.js'
import { decodeRouteDiscovery } from '../../mesh/payloads/traceroute.js'
import {
  areSameRoutes,
  mergeRoutes,
  type RadioLink,
  type Route,
  radioLinks,
  readRoute,
} from '../../mesh/traceroute.js'
import { LINK_TRACEROUTE } from '../entities/link.js'
import { addLink, type Rows } from './rows.js'

/** A traceroute packet, and the routes that its copies carried so far. */
export interface RoutedPacket {
  packet_key: number
  from_node_id: number
  to_node_id: number
  routes: RouteCopy[]
}

/** What a copy said, and whether it came over the air all the way. */
export interface RouteCopy extends Route {
  isRadio: boolean
}

/** Copies of one traceroute packet that are compared; more gateways than that tell nothing new. */
const MAX_COPIES = 32
/** More than a direction can have, so that direction and place are one number. */
const ANY_HOPS = 1024

/**
 * Notes one gateway's copy of a traceroute packet: the copy itself, the hops of the best way
 * known by now, and the links that no earlier copy had proved. `isRadio`: the copy came over the
 * air all the way, so that neighbours on its route are neighbours by radio.
 * Throws MeshFault when the payload is no route.
 */
export function addRoute(
  known: RoutedPacket,
  uplink_id: number,
  time_us: number,
  data: Data,
  isRadio: boolean,
  rows: Rows,
): void {
  const header = { from: known.from_node_id, to: known.to_node_id, request_id: data.request_id }
  const copy = readRoute(header, decodeRouteDiscovery(data.payload))
  noteCopy(known.packet_key, uplink_id, time_us, data, rows)
  const earlier = known.routes
  if (earlier.length >= MAX_COPIES) return
  // As most copies of a reply: its way there was complete before it set out.
  const same = earlier.filter((each) => areSameRoutes(each, copy))
  if (same.some((each) => each.isRadio || !isRadio)) return
  known.routes = [...earlier, { ...copy, isRadio }]
  const route = mergeRoutes(known.routes)
  cutHops(known.packet_key, mergeRoutes(earlier), route, rows)
  addHops(known.packet_key, route, rows)
  if (!isRadio) return
  // A copy that came by MQTT proved nothing, though it said the same.
  const byRadio = earlier.filter((each) => each.isRadio)
  const proved = new Set(byRadio.flatMap(radioLinks).map(linkName))
  for (const link of radioLinks(copy)) {
    if (proved.has(linkName(link))) continue
    addLink(rows, link.from_node_id, link.to_node_id, LINK_TRACEROUTE, time_us, link.snr4, null)
  }
}

/** Notes the copy alone, whatever its payload is. */
export function noteCopy(
  packet_key: number,
  uplink_id: number,
  time_us: number,
  data: Data,
  rows: Rows,
): void {
  rows.routes.set(packet_key, uplink_id, [
    packet_key,
    uplink_id,
    time_us,
    data.request_id !== 0,
    data.payload,
  ])
}

/** A way that reached its end may be shorter than one that went astray: the rest of that goes. */
function cutHops(packet_key: number, before: Route, route: Route, rows: Rows): void {
  const directions = [
    [before.towards.length, route.towards.length],
    [before.back.length, route.back.length],
  ] as const
  for (const [direction, [longer, length]] of directions.entries()) {
    if (length >= longer) continue
    for (let hop = length; hop < longer; hop++) {
      rows.hops.delete(packet_key, direction * ANY_HOPS + hop)
    }
    rows.hopCuts.push([packet_key, direction, length])
  }
}

function addHops(packet_key: number, route: Route, rows: Rows): void {
  for (const [direction, hops] of [route.towards, route.back].entries()) {
    for (const [index, hop] of hops.entries()) {
      rows.hops.set(packet_key, direction * ANY_HOPS + index, [
        packet_key,
        direction,
        index,
        hop.node_id,
        hop.snr4,
      ])
    }
  }
}

function linkName(link: RadioLink): string {
  return `${link.from_node_id} ${link.to_node_id}`
}
