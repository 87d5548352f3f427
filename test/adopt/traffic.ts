import { encodePayload } from '../../src/mesh/encode.js'
import { BROADCAST, formatNodeId } from '../../src/mesh/node-id.js'
import { PORT } from '../../src/mesh/portnums.js'
import type { Content, Row } from './original.js'

export interface Amount {
  packets: number
  /** Receptions per packet, on the average. */
  receptions: number
  nodes: number
  gateways: number
  /** Share of packets that are traceroutes; each reception of one is a row as well. */
  traceroutes: number
}

/** 2025-06-01 00:00:00 UTC */
export const START_US = 1_748_736_000_000_000

/** A day of a made-up mesh, the same at every call. */
export function makeTraffic(amount: Amount, seed = 1): Content {
  const random = generator(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const ids = Array.from({ length: amount.nodes }, (_, i) => 0x10_00_00_00 + i * 7919)
  const gateways = ids.slice(0, amount.gateways)
  const content: Content = {
    node: [],
    packet: [],
    packet_seen: [],
    traceroute: [],
    node_public_key: [],
    daily_snapshot: [
      {
        snapshot_date: '2025-06-01',
        node_count: 3,
        packet_count: 4,
        gateway_count: 2,
        captured_at_us: START_US,
      },
    ],
  }
  for (const [index, node_id] of ids.entries()) addNode(content, node_id, index, amount)
  const step_us = Math.floor(86_400_000_000 / amount.packets)
  for (let index = 0; index < amount.packets; index++) {
    const time_us = START_US + index * step_us
    const isRoute = random() < amount.traceroutes
    const from = pick(ids)
    const to = isRoute ? pick(ids) : BROADCAST
    const channel = random() < 0.8 ? 'LongFast' : 'MediumFast'
    const id = (0x20_00_00_00 + index * 2_654_435_761) % 0x1_0000_0000
    const hop_start = 3
    const decoded = isRoute
      ? routeData(random, pick(ids), pick(ids))
      : pick(makers)(from, index, random, pick(ids))
    const rx_time = Math.floor(time_us / 1_000_000)
    const count = 1 + Math.floor(random() * (amount.receptions * 2 - 1))
    const first = Math.floor(random() * gateways.length)
    const header = { from, to, id, rx_time, rx_snr: 5.25, rx_rssi: -90, hop_start, hop_limit: 2 }
    const isSecret = decoded === null
    content.packet.push({
      id,
      portnum: decoded?.portnum ?? 0,
      from_node_id: from,
      to_node_id: to,
      payload: encodePayload(
        'MeshPacket',
        isSecret
          ? { ...header, channel: 8, encrypted: Buffer.alloc(40, index) }
          : { ...header, decoded },
      ),
      import_time_us: time_us,
      channel,
    })
    for (let copy = 0; copy < Math.min(count, gateways.length); copy++) {
      const gateway = gateways[(first + copy) % gateways.length] as number
      const seen_us = time_us + copy * 120_000
      content.packet_seen.push({
        packet_id: id,
        node_id: gateway,
        rx_time,
        hop_limit: copy % 4,
        hop_start,
        channel,
        rx_snr: Math.floor(random() * 80 - 40) / 4,
        rx_rssi: -60 - Math.floor(random() * 60),
        topic: `msh/US/bayarea/2/e/${channel}/${formatNodeId(gateway)}`,
        import_time_us: seen_us,
        relay_node: 1 + (copy % 250),
      })
      if (!isRoute || decoded === null) continue
      content.traceroute.push({
        id: content.traceroute.length + 1,
        packet_id: id,
        gateway_node_id: gateway,
        done: decoded.request_id !== undefined,
        route:
          copy % 2 === 0 ? decoded.payload : encodePayload('RouteDiscovery', { route: [gateway] }),
        import_time_us: seen_us,
      })
    }
  }
  return content
}

interface Decoded {
  portnum: number
  payload: Buffer
  want_response?: boolean
  request_id?: number
  reply_id?: number
}

type Maker = (from: number, index: number, random: () => number, other: number) => Decoded | null

const makers: readonly Maker[] = [
  () => null,
  (_from, index) => ({ portnum: PORT.TEXT_MESSAGE, payload: Buffer.from(`message ${index}`) }),
  (_from, index, random) => ({
    portnum: PORT.POSITION,
    payload: encodePayload('Position', {
      latitude_i: 376_000_000 + Math.floor(random() * 1_000_000),
      longitude_i: -1_220_000_000 + index,
      altitude: 12,
      precision_bits: 16,
    }),
  }),
  (from) => ({
    portnum: PORT.NODEINFO,
    payload: encodePayload('User', {
      id: formatNodeId(from),
      long_name: `Node ${from}`,
      short_name: formatNodeId(from).slice(-4),
      hw_model: 43,
      public_key: keyOf(from),
    }),
  }),
  ...Array.from(
    { length: 4 },
    (): Maker => (_from, index) => ({
      portnum: PORT.TELEMETRY,
      payload: encodePayload('Telemetry', {
        time: 1,
        device_metrics: {
          battery_level: index % 101,
          voltage: 4.1,
          air_util_tx: 1.5,
          uptime_seconds: index,
        },
      }),
    }),
  ),
  (from, _index, _random, other) => ({
    portnum: PORT.NEIGHBORINFO,
    payload: encodePayload('NeighborInfo', {
      node_id: from,
      neighbors: [{ node_id: other, snr: 4.5 }],
    }),
  }),
  (_from, index) => ({
    portnum: PORT.ROUTING,
    payload: Buffer.from([0x18, 0]),
    request_id: index + 1,
  }),
]

function routeData(random: () => number, hop: number, other: number): Decoded {
  const isReply = random() < 0.5
  return {
    portnum: PORT.TRACEROUTE,
    payload: encodePayload('RouteDiscovery', {
      route: [hop, other],
      snr_towards: isReply ? [20, -8, 12] : [20, -8],
      ...(isReply ? { route_back: [hop], snr_back: [4] } : {}),
    }),
    ...(isReply ? { request_id: 77 } : { want_response: true }),
  }
}

/** A public key of a node, in bytes. */
export function keyOf(node_id: number): Buffer {
  return Buffer.alloc(32, node_id % 251)
}

function addNode(content: Content, node_id: number, index: number, amount: Amount): void {
  const node: Row = {
    id: formatNodeId(node_id),
    node_id,
    long_name: `Old ${node_id}`,
    short_name: 'old',
    hw_model: 'HELTEC_V3',
    firmware: index % 5 === 0 ? '2.7.4' : null,
    role: 'CLIENT',
    last_lat: index % 3 === 0 ? null : 376_611_864,
    last_long: index % 3 === 0 ? null : -1_219_385_141,
    channel: 'LongFast',
    first_seen_us: START_US - 86_400_000_000,
    last_seen_us: START_US + 3_600_000_000,
    is_mqtt_gateway: index < amount.gateways ? true : null,
  }
  content.node.push(node)
  content.node_public_key.push({
    id: content.node_public_key.length + 1,
    node_id,
    public_key: keyOf(node_id).toString('hex'),
    first_seen_us: START_US - 86_400_000_000,
    last_seen_us: START_US + 3_600_000_000,
  })
}

/** A small generator of numbers in [0, 1) that gives the same ones for the same seed. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 0x1_0000_0000
  }
}
