import { encodePayload } from '../mesh/encode.js'
import { formatNodeId } from '../mesh/node-id.js'
import { PORT } from '../mesh/portnums.js'
import type { Air, Outgoing } from './air.js'
import { LONG_FAST, PRIORITY, type Publication } from './air.js'
import {
  airQualityMetrics,
  deviceMetrics,
  environmentMetrics,
  localStats,
  paxcount,
  powerMetrics,
} from './measurements.js'
import { neighbors } from './radio.js'
import type { Random } from './random.js'
import { type DemoNode, spotAt } from './world.js'

// What nodes say of themselves, on the public channel to everybody.

/** A moment of the simulation, and all that takes part in it. */
export interface Moment {
  air: Air
  random: Random
  now_ms: number
}

function broadcast(
  { air, now_ms }: Moment,
  sender: DemoNode,
  portnum: number,
  payload: Buffer,
  more: Partial<Outgoing> = {},
): Publication[] {
  const outgoing: Outgoing = {
    sender,
    to: null,
    channel: LONG_FAST,
    data: { portnum, payload },
    priority: PRIORITY.BACKGROUND,
    ...more,
  }
  return air.send(outgoing, now_ms).publications
}

export function nodeInfo(moment: Moment, node: DemoNode): Publication[] {
  const user = {
    id: formatNodeId(node.node_id),
    long_name: node.long_name,
    short_name: node.short_name,
    macaddr: macaddr(node),
    hw_model: node.hw_model,
    role: node.role,
    ...(!node.isOldFirmware && {
      public_key: node.public_key,
      is_unmessagable: node.role === 'SENSOR' || node.role === 'ROUTER',
    }),
  }
  return broadcast(moment, node, PORT.NODEINFO, encodePayload('User', user))
}

/** Firmware makes the node number of the last four bytes of the hardware address. */
function macaddr(node: DemoNode): Buffer {
  const address = Buffer.alloc(6)
  address.writeUInt16BE(0xf412, 0)
  address.writeUInt32BE(node.node_id, 2)
  return address
}

/** Coordinates of 1e-7 degrees cut to their leading bits, then set to the middle of what is left. */
export function maskCoordinate(value: number, precision_bits: number): number {
  if (precision_bits >= 32) return value
  const dropped = 32 - precision_bits
  const kept = (value >> dropped) << dropped
  return (kept + 2 ** (dropped - 1)) | 0
}

function coordinates(node: DemoNode, seconds: number) {
  const { latitude, longitude, heading } = spotAt(node, seconds)
  return {
    latitude_i: maskCoordinate(Math.round(latitude * 1e7), node.precision_bits),
    longitude_i: maskCoordinate(Math.round(longitude * 1e7), node.precision_bits),
    heading,
  }
}

export function position(moment: Moment, node: DemoNode): Publication[] {
  const { air, random, now_ms } = moment
  const { latitude_i, longitude_i, heading } = coordinates(node, air.secondsAt(now_ms))
  const time = Math.floor(now_ms / 1000)
  const hasReceiver = node.way.length > 0 || node.power === 'solar'
  const fields = {
    latitude_i,
    longitude_i,
    altitude: node.elevation + Math.round(node.antenna),
    time,
    location_source: hasReceiver ? 'LOC_INTERNAL' : 'LOC_MANUAL',
    precision_bits: node.precision_bits,
    ...(hasReceiver && {
      timestamp: time - random.integer(0, 20),
      PDOP: random.integer(110, 320),
      sats_in_view: random.integer(6, 14),
      // km/h, as firmware sends it.
      ground_speed: Math.round(node.speed * 3.6),
    }),
    ...(heading !== null && { ground_track: Math.round(heading * 100) }),
  }
  return broadcast(moment, node, PORT.POSITION, encodePayload('Position', fields))
}

function telemetry(moment: Moment, node: DemoNode, kind: string, metrics: object): Publication[] {
  const fields = { time: Math.floor(moment.now_ms / 1000), [kind]: metrics }
  return broadcast(moment, node, PORT.TELEMETRY, encodePayload('Telemetry', fields))
}

export function deviceTelemetry(moment: Moment, node: DemoNode): Publication[] {
  const { air, random, now_ms } = moment
  const metrics = deviceMetrics(node, now_ms, air.secondsAt(now_ms), random)
  return telemetry(moment, node, 'device_metrics', metrics)
}

export function statsTelemetry(moment: Moment, node: DemoNode): Publication[] {
  const { air, random, now_ms } = moment
  const metrics = localStats(node, now_ms, air.secondsAt(now_ms), random)
  return telemetry(moment, node, 'local_stats', metrics)
}

/** One reading of one of the node's sensors; nothing from a node without any. */
export function sensorReading(moment: Moment, node: DemoNode): Publication[] {
  if (node.sensors.length === 0) return []
  const { air, random, now_ms } = moment
  switch (random.pick(node.sensors)) {
    case 'environment': {
      const metrics = environmentMetrics(node, now_ms, random)
      return telemetry(moment, node, 'environment_metrics', metrics)
    }
    case 'power':
      return telemetry(moment, node, 'power_metrics', powerMetrics(node, now_ms, random))
    case 'air_quality': {
      const metrics = airQualityMetrics(node, now_ms, random)
      return telemetry(moment, node, 'air_quality_metrics', metrics)
    }
    case 'paxcounter': {
      const count = paxcount(node, now_ms, air.secondsAt(now_ms), random)
      return broadcast(moment, node, PORT.PAXCOUNTER, encodePayload('Paxcount', count))
    }
  }
}

export function neighborInfo(moment: Moment, node: DemoNode): Publication[] {
  const { air, random, now_ms } = moment
  const payload = encodePayload('NeighborInfo', {
    node_id: node.node_id,
    last_sent_by_id: node.node_id,
    node_broadcast_interval_secs: 14_400,
    neighbors: neighbors(air.world, node, air.secondsAt(now_ms), random),
  })
  return broadcast(moment, node, PORT.NEIGHBORINFO, payload)
}

export function mapReport({ air, random, now_ms }: Moment, gateway: DemoNode): Publication[] {
  const { latitude_i, longitude_i } = coordinates(gateway, air.secondsAt(now_ms))
  const payload = encodePayload('MapReport', {
    long_name: gateway.long_name,
    short_name: gateway.short_name,
    role: gateway.role,
    hw_model: gateway.hw_model,
    firmware_version: gateway.firmware_version,
    region: 'US',
    modem_preset: 'LONG_FAST',
    has_default_channel: true,
    latitude_i,
    longitude_i,
    altitude: gateway.elevation,
    position_precision: gateway.precision_bits,
    num_online_local_nodes: random.integer(30, 47),
    has_opted_report_location: true,
  })
  return [air.report(gateway, { portnum: PORT.MAP_REPORT, payload }, now_ms)]
}

const WAYPOINTS = [
  {
    name: 'Field day',
    description: 'Antennas, coffee, questions',
    icon: '📡',
    spot: [37.8711, -122.2682],
  },
  {
    name: 'Trailhead',
    description: 'Parking fills up by nine',
    icon: '🥾',
    spot: [37.9116, -122.578],
  },
  { name: 'Fog', description: 'Cannot see the bridge', icon: '🌁', spot: [37.8324, -122.4795] },
  {
    name: 'Swap meet',
    description: 'Radios and parts, Saturday',
    icon: '🔧',
    spot: [37.4419, -122.143],
  },
] as const

export function waypoint(moment: Moment, node: DemoNode): Publication[] {
  const index = moment.random.integer(0, WAYPOINTS.length - 1)
  const chosen = WAYPOINTS[index] ?? WAYPOINTS[0]
  const payload = encodePayload('Waypoint', {
    id: 1000 + index,
    latitude_i: Math.round(chosen.spot[0] * 1e7),
    longitude_i: Math.round(chosen.spot[1] * 1e7),
    expire: Math.floor(moment.now_ms / 1000) + 86_400,
    name: chosen.name,
    description: chosen.description,
    icon: chosen.icon.codePointAt(0),
  })
  return broadcast(moment, node, PORT.WAYPOINT, payload, { priority: PRIORITY.DEFAULT })
}

/** Text that a module sends: range tests, detection sensors, alerts. */
export function moduleText(
  moment: Moment,
  node: DemoNode,
  portnum: number,
  text: string,
): Publication[] {
  const priority = portnum === PORT.ALERT ? PRIORITY.HIGH : PRIORITY.DEFAULT
  return broadcast(moment, node, portnum, Buffer.from(text), { priority })
}

export function storeForwardHeartbeat(moment: Moment, node: DemoNode): Publication[] {
  const fields = { rr: 'ROUTER_HEARTBEAT', heartbeat: { period: 900, secondary: 0 } }
  return broadcast(moment, node, PORT.STORE_FORWARD, encodePayload('StoreAndForward', fields))
}
