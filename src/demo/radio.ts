import type { Hop } from '../mesh/traceroute.js'
import { pairNoise, type Random } from './random.js'
import { type DemoNode, distance, spotAt } from './world.js'

// How packets spread: a link budget per pair of nodes, and the managed flooding of the firmware.

/** MHz, the middle of the LongFast slot in the USA. */
const FREQUENCY = 906.875
/** dBm of a transmitter with its antenna, and dB that the receiver's antenna adds. */
const TRANSMITTED = 24
const ANTENNA = 2
/** Thermal noise in 250 kHz, with the receiver's own. */
const NOISE_FLOOR = -114
/** What a LongFast receiver (spreading factor 11) still understands. */
const WEAKEST_SNR = -17.5
/** What a receiver reports of a strong signal at most. */
const STRONGEST_SNR = 11.5

/** Seconds that a packet of average length is on the air with LongFast. */
const AIR_TIME_MS = 420
const SLOT_MS = 28

export interface Signal {
  /** dB, in quarters as radios measure it. */
  snr: number
  /** dBm */
  rssi: number
}

/** How a gateway hears a packet, once. */
export interface Heard {
  gateway: DemoNode
  /** After the packet was sent. */
  delay_ms: number
  signal: Signal
  hop_limit: number
  /** Whoever it was heard from: the sender, or the last node that relayed it. */
  relayer: DemoNode
  /** The nodes that relayed it, each with the SNR × 4 at which it heard it. */
  path: Hop[]
}

/** How the radio of a node was reached; what its answer needs to know. */
export interface Arrival extends Omit<Heard, 'gateway'> {
  node: DemoNode
}

/** Metres of the antenna above the sea. */
function height(node: DemoNode): number {
  return node.elevation + node.antenna
}

/** dB lost between two places: free space, clutter near the ground, the curve of the Earth, hills. */
function pathLoss(a: DemoNode, b: DemoNode, metres: number): number {
  const kilometres = Math.max(metres, 30) / 1000
  const freeSpace = 32.4 + 20 * Math.log10(FREQUENCY) + 20 * Math.log10(kilometres)
  const clutter = (clutterOf(a) + clutterOf(b)) * Math.min(1, 0.4 + kilometres / 8)
  const horizon = 4.12 * (Math.sqrt(height(a)) + Math.sqrt(height(b)))
  const beyond = Math.max(0, kilometres - horizon) * 2.5
  const [low, high] = [Math.min(a.node_id, b.node_id), Math.max(a.node_id, b.node_id)]
  const isOverHills = a.elevation > 300 && b.elevation > 300
  const terrain = pairNoise(low, high) * (isOverHills ? 24 : 46)
  return freeSpace + clutter + beyond + terrain
}

/** dB that houses and trees take: much in a hand, little on a mast, next to nothing on a hill. */
function clutterOf(node: DemoNode): number {
  if (node.elevation > 300) return 4
  return Math.max(6, 19 - node.antenna * 0.5)
}

/** How `to` hears `from` now, or `null` when it does not. */
export function signal(
  from: DemoNode,
  to: DemoNode,
  seconds: number,
  random: Random,
): Signal | null {
  const metres = distance(spotAt(from, seconds), spotAt(to, seconds))
  const fading = random.normal(1.8)
  const received = TRANSMITTED + ANTENNA - pathLoss(from, to, metres) + fading
  const noise = NOISE_FLOOR + to.noise
  const snr = received - noise
  if (snr < WEAKEST_SNR) return null
  return {
    snr: Math.round(Math.min(snr, STRONGEST_SNR) * 4) / 4,
    rssi: Math.round(Math.max(received, -140)),
  }
}

interface Transmission {
  at_ms: number
  node: DemoNode
  hop_limit: number
  path: Hop[]
}

/** Roles that leave relaying to others. */
const MUTE = new Set(['CLIENT_MUTE', 'CLIENT_HIDDEN', 'SENSOR', 'TRACKER'])

/**
 * Milliseconds until a node relays what it has heard: routers first, then those that heard it
 * worst and so are furthest away; late routers last.
 */
function relayDelay(node: DemoNode, snr: number, random: Random): number {
  const byDistance = Math.round(((snr - WEAKEST_SNR) / (STRONGEST_SNR - WEAKEST_SNR)) * 8)
  const slots = random.integer(0, 2) + byDistance
  if (node.role === 'ROUTER') return slots * SLOT_MS
  return (slots + (node.role === 'ROUTER_LATE' ? 24 : 10)) * SLOT_MS
}

/**
 * Lets a packet spread from its sender, and tells how each gateway and the addressed node first
 * heard it. Each node relays a packet at most once, and ordinary ones not at all when they hear
 * somebody else do it first.
 */
export function flood(
  world: readonly DemoNode[],
  sender: DemoNode,
  addressee: DemoNode | null,
  hop_limit: number,
  seconds: number,
  random: Random,
): { heard: Heard[]; arrival: Arrival | null } {
  const waiting: Transmission[] = [{ at_ms: 0, node: sender, hop_limit, path: [] }]
  const reached = new Map<number, Arrival>()
  const sent = new Set<number>([sender.node_id])
  while (waiting.length > 0) {
    waiting.sort((a, b) => b.at_ms - a.at_ms)
    const transmission = waiting.pop()
    if (transmission === undefined) break
    for (const node of world) {
      if (node === transmission.node || node === sender) continue
      // Now and then two talk at once.
      const received = signal(transmission.node, node, seconds, random)
      if (received === null || random.chance(0.08)) continue
      if (reached.has(node.node_id)) {
        withdraw(waiting, node)
        continue
      }
      const arrival: Arrival = {
        node,
        delay_ms: transmission.at_ms + AIR_TIME_MS,
        signal: received,
        hop_limit: transmission.hop_limit,
        relayer: transmission.node,
        path: transmission.path,
      }
      reached.set(node.node_id, arrival)
      const isRelayer = !MUTE.has(node.role) && node !== addressee && !sent.has(node.node_id)
      if (transmission.hop_limit === 0 || !isRelayer) continue
      sent.add(node.node_id)
      waiting.push({
        at_ms: arrival.delay_ms + relayDelay(node, received.snr, random),
        node,
        hop_limit: transmission.hop_limit - 1,
        path: [...transmission.path, { node_id: node.node_id, snr4: received.snr * 4 }],
      })
    }
  }
  const heard: Heard[] = []
  for (const { node, ...how } of reached.values()) {
    if (node.gateway) heard.push({ gateway: node, ...how })
  }
  return { heard, arrival: addressee === null ? null : (reached.get(addressee.node_id) ?? null) }
}

/** An ordinary node that hears its packet relayed by another does not do it again. */
function withdraw(waiting: Transmission[], node: DemoNode): void {
  if (node.role.startsWith('ROUTER')) return
  const index = waiting.findIndex((each) => each.node === node)
  if (index >= 0) waiting.splice(index, 1)
}

/** Whom a node hears directly, the best first. */
export function neighbors(
  world: readonly DemoNode[],
  node: DemoNode,
  seconds: number,
  random: Random,
): { node_id: number; snr: number }[] {
  const found: { node_id: number; snr: number }[] = []
  for (const other of world) {
    if (other === node) continue
    const received = signal(other, node, seconds, random)
    if (received !== null) found.push({ node_id: other.node_id, snr: received.snr })
  }
  return found.sort((a, b) => b.snr - a.snr).slice(0, 10)
}
