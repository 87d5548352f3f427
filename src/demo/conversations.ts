import { encodePayload } from '../mesh/encode.js'
import { relayByte } from '../mesh/node-id.js'
import { PORT } from '../mesh/portnums.js'
import { type Hop, UNKNOWN_HOP } from '../mesh/traceroute.js'
import { type Listening, LONG_FAST, PRIORITY, type Publication } from './air.js'
import type { Moment } from './packets.js'
import type { DemoNode } from './world.js'

// What goes between two nodes: a question and its answer.

function later(publications: readonly Publication[], delay_ms: number): Publication[] {
  return publications.map((each) => ({ ...each, delay_ms: each.delay_ms + delay_ms }))
}

/** Nodes and SNR along a path as RouteDiscovery lists them; old firmware does not name itself. */
function listed(air: Moment['air'], path: readonly Hop[]) {
  const silent = new Set(air.world.filter((node) => node.isOldFirmware).map((node) => node.node_id))
  return {
    nodes: path.map((hop) => (silent.has(hop.node_id) ? UNKNOWN_HOP : hop.node_id)),
    snr: path.map((hop) => (silent.has(hop.node_id) ? -128 : (hop.snr4 ?? -128))),
  }
}

/** The SNR at which the addressee itself heard the packet, which it alone can add. */
function lastSnr(where: Listening): number[] {
  return where.isAddressee && where.snr4 !== null ? [where.snr4] : []
}

/** A traceroute, and its answer when it gets through. */
export function traceroute(moment: Moment, from: DemoNode, to: DemoNode): Publication[] {
  const { air, now_ms } = moment
  const request = air.send(
    {
      sender: from,
      to,
      channel: LONG_FAST,
      want_ack: true,
      priority: PRIORITY.RELIABLE,
      data: (where) => {
        const { nodes, snr } = listed(air, where.path)
        const fields = { route: nodes, snr_towards: [...snr, ...lastSnr(where)] }
        const payload = encodePayload('RouteDiscovery', fields)
        return { portnum: PORT.TRACEROUTE, payload, want_response: true }
      },
    },
    now_ms,
  )
  if (request.arrival === null) return request.publications
  const { path, signal, delay_ms, relayer } = request.arrival
  const towards = listed(air, path)
  const route = { route: towards.nodes, snr_towards: [...towards.snr, signal.snr * 4] }
  const wait_ms = delay_ms + 800
  const reply = air.send(
    {
      sender: to,
      to: from,
      channel: LONG_FAST,
      priority: PRIORITY.RESPONSE,
      next_hop: relayByte(relayer.node_id),
      data: (where) => {
        const { nodes, snr } = listed(air, where.path)
        const back = { route_back: nodes, snr_back: [...snr, ...lastSnr(where)] }
        const payload = encodePayload('RouteDiscovery', { ...route, ...back })
        return { portnum: PORT.TRACEROUTE, payload, request_id: request.id }
      },
    },
    now_ms + wait_ms,
  )
  return [...request.publications, ...later(reply.publications, wait_ms)]
}

/** A direct text on the public channel, as old firmware sends it, and its acknowledgement. */
export function directText(
  moment: Moment,
  from: DemoNode,
  to: DemoNode,
  text: string,
): Publication[] {
  const { air, now_ms } = moment
  const data = { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from(text) }
  const sent = air.send(
    { sender: from, to, channel: LONG_FAST, data, want_ack: true, priority: PRIORITY.RELIABLE },
    now_ms,
  )
  return [...sent.publications, ...acknowledgement(moment, sent, from, to)]
}

function acknowledgement(
  { air, now_ms }: Moment,
  sent: ReturnType<Moment['air']['send']>,
  from: DemoNode,
  to: DemoNode,
): Publication[] {
  if (sent.arrival === null) return []
  const wait_ms = sent.arrival.delay_ms + 400
  const payload = encodePayload('Routing', { error_reason: 'NONE' })
  const data = { portnum: PORT.ROUTING, payload, request_id: sent.id }
  const answer = air.send(
    { sender: to, to: from, channel: LONG_FAST, data, priority: PRIORITY.ACK },
    now_ms + wait_ms,
  )
  return later(answer.publications, wait_ms)
}

/** A direct message under public keys. */
export function sealedMessage(
  { air, now_ms }: Moment,
  from: DemoNode,
  to: DemoNode,
): Publication[] {
  return air.sendSealed(from, to, now_ms).publications
}

/** The store & forward server plays a missed text back to somebody. */
export function playBack(
  { air, now_ms }: Moment,
  server: DemoNode,
  to: DemoNode,
  text: string,
): Publication[] {
  const fields = { rr: 'ROUTER_TEXT_BROADCAST', text: Buffer.from(text) }
  const payload = encodePayload('StoreAndForward', fields)
  const data = { portnum: PORT.STORE_FORWARD, payload }
  return air.send({ sender: server, to, channel: LONG_FAST, data }, now_ms).publications
}
