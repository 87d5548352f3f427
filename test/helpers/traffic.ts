import {
  type DataFields,
  encodeEnvelope,
  encodePayload,
  type PacketHeader,
} from '../../src/mesh/encode.js'
import { DEFAULT_KEY } from '../../src/mesh/keys.js'
import { BROADCAST, formatNodeId } from '../../src/mesh/node-id.js'
import { PORT } from '../../src/mesh/portnums.js'

/** One MQTT message to be published. */
export interface Published {
  topic: string
  payload: Buffer
}

/** What a run of traffic consists of, so that what the site says can be compared with it. */
export interface Traffic {
  messages: Published[]
  packets: number
  receptions: number
  perPort: Map<number, number>
  perNode: Map<number, number>
  /** Names by node id. */
  names: Map<number, { long_name: string; short_name: string }>
  /** Last position by node id, degrees × 1e7. */
  positions: Map<number, { latitude_i: number; longitude_i: number }>
  texts: { id: number; from: number; text: string }[]
  /** Traceroute replies with the nodes on the way there, both ends included. */
  routes: { id: number; from: number; to: number; towards: number[] }[]
}

export interface TrafficOptions {
  packets: number
  receptions: number
  nodes?: number
  gateways?: number
  seed?: number
  channel?: string
  root?: string
  /** Unix seconds of the first packet. Default: now. */
  start?: number
  /** Seconds from one packet to the next. */
  pause_s?: number
}

/** A small generator of numbers that repeats itself with the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Makes encrypted envelopes of a mesh: every packet heard by `receptions` different gateways. */
export function makeTraffic(options: TrafficOptions): Traffic {
  const { packets, receptions, nodes = 200, gateways = 40, seed = 1 } = options
  const { channel = 'LongFast', root = 'msh/US/test', pause_s = 1 / 50 } = options
  const random = seeded(seed)
  const start = options.start ?? Math.floor(Date.now() / 1000)
  const nodeIds = Array.from({ length: nodes }, (_, i) => (0x10000000 + i * 0x10001) >>> 0)
  const gatewayIds = nodeIds.slice(0, gateways)
  const traffic: Traffic = {
    messages: [],
    packets,
    receptions: packets * receptions,
    perPort: new Map(),
    perNode: new Map(),
    names: new Map(),
    positions: new Map(),
    texts: [],
    routes: [],
  }
  for (let index = 0; index < packets; index++) {
    const from = pick(nodeIds, random)
    const id = (0x20000000 + index * 7919 + Math.floor(random() * 7000)) >>> 0
    const { to, data } = content(index, id, from, nodeIds, traffic, random)
    add(traffic.perPort, data.portnum)
    add(traffic.perNode, from)
    const hop_start = 3
    const first = Math.floor(random() * gateways)
    for (let copy = 0; copy < receptions; copy++) {
      const gateway = gatewayIds[(first + copy) % gateways] ?? 0
      const hop_limit = hop_start - (copy % 4)
      const packet: PacketHeader = {
        from,
        to,
        id,
        rx_time: Math.floor(start + index * pause_s),
        rx_snr: Math.round((random() * 20 - 12) * 4) / 4,
        rx_rssi: -60 - Math.floor(random() * 60),
        hop_limit,
        hop_start,
        relay_node: copy % 4 === 0 ? from & 0xff : gateway & 0xff,
      }
      const gateway_id = formatNodeId(gateway)
      traffic.messages.push({
        topic: `${root}/2/e/${channel}/${gateway_id}`,
        payload: encodeEnvelope({
          channel_id: channel,
          gateway_id,
          packet,
          data,
          key: DEFAULT_KEY,
        }),
      })
    }
  }
  return traffic
}

function content(
  index: number,
  id: number,
  from: number,
  nodeIds: number[],
  traffic: Traffic,
  random: () => number,
): { to: number; data: DataFields } {
  switch (index % 8) {
    case 0: {
      const names = {
        long_name: `Node ${formatNodeId(from)}`,
        short_name: formatNodeId(from).slice(-4),
      }
      traffic.names.set(from, names)
      return {
        to: BROADCAST,
        data: {
          portnum: PORT.NODEINFO,
          payload: encodePayload('User', {
            id: formatNodeId(from),
            ...names,
            hw_model: 43,
            role: 0,
          }),
        },
      }
    }
    case 1:
    case 2: {
      const place = {
        latitude_i: Math.round((36 + random() * 3) * 1e7),
        longitude_i: Math.round((-123 + random() * 2) * 1e7),
      }
      traffic.positions.set(from, place)
      return {
        to: BROADCAST,
        data: {
          portnum: PORT.POSITION,
          payload: encodePayload('Position', { ...place, altitude: 100, precision_bits: 32 }),
        },
      }
    }
    case 3: {
      const text = `message ${index} of the mesh`
      traffic.texts.push({ id, from, text })
      return { to: BROADCAST, data: { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from(text) } }
    }
    case 4: {
      const others = nodeIds.filter((node) => node !== from)
      const [asker, relay] = [pick(others, random), pick(others, random)]
      traffic.routes.push({ id, from, to: asker, towards: [asker, relay, from] })
      return {
        to: asker,
        data: {
          portnum: PORT.TRACEROUTE,
          request_id: (id ^ 0x5555) >>> 0,
          payload: encodePayload('RouteDiscovery', {
            route: [relay],
            snr_towards: [20, -8],
            route_back: [],
            snr_back: [],
          }),
        },
      }
    }
    default:
      return {
        to: BROADCAST,
        data: {
          portnum: PORT.TELEMETRY,
          payload: encodePayload('Telemetry', {
            time: Math.floor(Date.now() / 1000),
            device_metrics: {
              battery_level: Math.floor(random() * 100),
              voltage: 3.3 + random(),
              channel_utilization: random() * 20,
              air_util_tx: random() * 5,
              uptime_seconds: index,
            },
          }),
        },
      }
  }
}

function pick<T>(items: readonly T[], random: () => number): T {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}

function add(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
