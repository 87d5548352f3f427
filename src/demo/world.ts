import { PLACES } from './places.js'
import { Random } from './random.js'

export type Sensor = 'environment' | 'power' | 'air_quality' | 'paxcounter'

/** What is told about a node where it is listed; the rest follows from it. */
export interface Place {
  long_name: string
  short_name: string
  hw_model: string
  role: string
  /** Degrees. */
  latitude: number
  longitude: number
  /** Metres of the ground above the sea. */
  elevation: number
  /** Metres of the antenna above the ground; a hand-held by default. */
  antenna?: number
  power?: 'battery' | 'solar' | 'mains'
  gateway?: boolean
  sensors?: readonly Sensor[]
  /** Firmware before 2.3: no hop_start, no bitfield, silent in traceroutes. */
  isOldFirmware?: boolean
  isStoreForward?: boolean
  isDetector?: boolean
  /** Degrees along which it moves, there and back, at `speed` m/s. */
  way?: readonly (readonly [latitude: number, longitude: number])[]
  speed?: number
}

/** A node of the simulated mesh. */
export interface DemoNode extends Required<Omit<Place, 'way' | 'speed'>> {
  node_id: number
  /** X25519 public key: 32 bytes of chance, as nothing is ever decrypted with it. */
  public_key: Buffer
  firmware_version: string
  /** Leading bits of the position that it tells; 32 = exact. */
  precision_bits: number
  hop_limit: number
  /** dB of interference where it stands. */
  noise: number
  /** When it was last started: seconds before the simulation. */
  uptime_s: number
  way: readonly (readonly [latitude: number, longitude: number])[]
  speed: number
}

export interface Spot {
  latitude: number
  longitude: number
  /** Degrees from north in which it moves, `null` when it stands. */
  heading: number | null
}

const METRES_PER_DEGREE = 111_195

/** Metres between two places: the Earth taken flat, which is right within a region. */
export function distance(
  a: { latitude: number; longitude: number },
  b: { latitude: number; longitude: number },
): number {
  const shrink = Math.cos((((a.latitude + b.latitude) / 2) * Math.PI) / 180)
  const north = (b.latitude - a.latitude) * METRES_PER_DEGREE
  const east = (b.longitude - a.longitude) * METRES_PER_DEGREE * shrink
  return Math.hypot(north, east)
}

/** All nodes, the same in every run. */
export function makeWorld(seed: number): DemoNode[] {
  const random = new Random(seed)
  const taken = new Set<number>()
  return PLACES.map((place) => {
    let node_id = 0
    while (node_id < 0x1000_0000 || taken.has(node_id)) node_id = random.integer(0, 0xfffffffe)
    taken.add(node_id)
    return makeNode(place, node_id, random)
  })
}

function makeNode(place: Place, node_id: number, random: Random): DemoNode {
  const isExact = place.gateway === true || place.role === 'ROUTER' || place.way !== undefined
  return {
    antenna: 2,
    power: 'battery',
    gateway: false,
    sensors: [],
    isOldFirmware: false,
    isStoreForward: false,
    isDetector: false,
    way: [],
    speed: 0,
    ...place,
    node_id,
    public_key: random.bytes(32),
    firmware_version: place.isOldFirmware
      ? '2.2.24.e6a2c06'
      : random.pick(['2.7.11.ee68575', '2.7.15.567b8ea', '2.6.11.60ec05e']),
    precision_bits: isExact ? 32 : random.pick([13, 14, 15, 16, 32]),
    hop_limit: random.pick([3, 3, 4, 5, 7]),
    noise: place.elevation > 300 ? random.between(0, 3) : random.between(2, 9),
    uptime_s: random.integer(3600, 40 * 86_400),
  }
}

/** Where a node is, `seconds` into the simulation. */
export function spotAt(node: DemoNode, seconds: number): Spot {
  if (node.way.length === 0) return standing(node)
  const lengths = node.way.slice(1).map((end, index) => {
    const start = node.way[index] ?? end
    return distance(point(start), point(end))
  })
  const total = lengths.reduce((sum, length) => sum + length, 0)
  if (total === 0) return standing(node)
  const travelled = (node.speed * seconds + (node.node_id % 1000) * 20) % (2 * total)
  const isReturning = travelled > total
  let left = isReturning ? 2 * total - travelled : travelled
  for (const [index, length] of lengths.entries()) {
    const start = node.way[index]
    const end = node.way[index + 1]
    if (start === undefined || end === undefined) break
    if (left > length && index < lengths.length - 1) {
      left -= length
      continue
    }
    return between(point(start), point(end), left / length, isReturning)
  }
  return standing(node)
}

function standing({ latitude, longitude }: DemoNode): Spot {
  return { latitude, longitude, heading: null }
}

function point([latitude, longitude]: readonly [number, number]): {
  latitude: number
  longitude: number
} {
  return { latitude, longitude }
}

function between(
  a: { latitude: number; longitude: number },
  b: { latitude: number; longitude: number },
  part: number,
  isReturning: boolean,
): Spot {
  const north = b.latitude - a.latitude
  const east = (b.longitude - a.longitude) * Math.cos((a.latitude * Math.PI) / 180)
  const there = (Math.atan2(east, north) * 180) / Math.PI
  return {
    latitude: a.latitude + (b.latitude - a.latitude) * part,
    longitude: a.longitude + (b.longitude - a.longitude) * part,
    heading: (there + (isReturning ? 540 : 360)) % 360,
  }
}
