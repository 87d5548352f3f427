import { type DataFields, encodeEnvelope, type PacketHeader } from '../mesh/encode.js'
import { DEFAULT_KEY } from '../mesh/keys.js'
import { BROADCAST, formatNodeId, relayByte } from '../mesh/node-id.js'
import type { Hop } from '../mesh/traceroute.js'
import { type Arrival, flood, type Heard } from './radio.js'
import type { Random } from './random.js'
import type { DemoNode } from './world.js'

/** A message for the broker, a while from now. */
export interface Publication {
  topic: string
  payload: Buffer
  delay_ms: number
}

export interface DemoChannel {
  name: string
  /** Expanded key; `null` = a key pair of two nodes, which no channel has. */
  key: Buffer | null
}

export const LONG_FAST: DemoChannel = { name: 'LongFast', key: DEFAULT_KEY }
const PKI: DemoChannel = { name: 'PKI', key: null }

const ROOT = 'msh/US/bayarea/2'

/** MeshPacket.Priority */
export const PRIORITY = {
  BACKGROUND: 10,
  DEFAULT: 64,
  RELIABLE: 70,
  RESPONSE: 80,
  HIGH: 100,
  ACK: 120,
} as const

/** How a packet looks at the place where it was heard: traceroutes change on their way. */
export interface Listening {
  path: readonly Hop[]
  /** SNR × 4 there; `null` at the sender itself. */
  snr4: number | null
  isAddressee: boolean
}

export interface Outgoing {
  sender: DemoNode
  /** `null` = everybody. */
  to: DemoNode | null
  channel: DemoChannel
  data: DataFields | ((where: Listening) => DataFields)
  hop_limit?: number
  want_ack?: boolean
  priority?: number
  /** Low byte of the node that shall relay it. */
  next_hop?: number
}

export interface Sent {
  id: number
  publications: Publication[]
  /** How the addressed node heard it; `null` when it did not. */
  arrival: Arrival | null
}

/** The air between the nodes: what is sent in it comes out of the gateways as MQTT messages. */
export class Air {
  readonly world: readonly DemoNode[]
  /** A channel whose key is told to nobody. */
  readonly club: DemoChannel
  readonly #random: Random
  readonly #started_ms: number

  constructor(world: readonly DemoNode[], random: Random, started_ms: number) {
    this.world = world
    this.club = { name: 'BayClub', key: random.bytes(32) }
    this.#random = random
    this.#started_ms = started_ms
  }

  /** Seconds since the simulation began. */
  secondsAt(now_ms: number): number {
    return (now_ms - this.#started_ms) / 1000
  }

  send(outgoing: Outgoing, now_ms: number): Sent {
    const { sender, to } = outgoing
    const hop_limit = outgoing.hop_limit ?? sender.hop_limit
    const id = this.#random.integer(1, 0xffffffff)
    const seconds = this.secondsAt(now_ms)
    const { heard, arrival } = flood(this.world, sender, to, hop_limit, seconds, this.#random)
    const header: PacketHeader = {
      from: sender.node_id,
      to: to?.node_id ?? BROADCAST,
      id,
      hop_start: sender.isOldFirmware ? 0 : hop_limit,
      want_ack: outgoing.want_ack ?? false,
      priority: outgoing.priority ?? PRIORITY.DEFAULT,
      next_hop: outgoing.next_hop ?? 0,
    }
    const noise = outgoing.channel.key === null ? this.#random.bytes(40) : null
    const publications = heard.map((each) =>
      this.#uplink(outgoing, noise, heardHeader(header, each, now_ms), each),
    )
    if (sender.gateway) {
      const own = { ...header, hop_limit, rx_time: unixSeconds(now_ms) }
      publications.push(this.#uplink(outgoing, noise, own, null))
    }
    return { id, publications, arrival }
  }

  /** A direct message under the public keys of two nodes: nobody else can read a word of it. */
  sendSealed(sender: DemoNode, to: DemoNode, now_ms: number): Sent {
    const data = { portnum: 0, payload: Buffer.alloc(0) }
    return this.send({ sender, to, channel: PKI, data, want_ack: true }, now_ms)
  }

  /** A gateway's own report to the map: MQTT only, in the clear, and without a packet id. */
  report(gateway: DemoNode, data: DataFields, now_ms: number): Publication {
    const packet = { from: gateway.node_id, to: BROADCAST, rx_time: unixSeconds(now_ms) }
    const channel_id = LONG_FAST.name
    const payload = encodeEnvelope({ channel_id, gateway_id: gateway.node_id, packet, data })
    return { topic: `${ROOT}/map/`, payload, delay_ms: 0 }
  }

  #uplink(
    outgoing: Outgoing,
    noise: Buffer | null,
    packet: PacketHeader,
    heard: Heard | null,
  ): Publication {
    const gateway = heard?.gateway ?? outgoing.sender
    const { channel } = outgoing
    const parts = { channel_id: channel.name, gateway_id: gateway.node_id }
    const where = {
      path: heard?.path ?? [],
      snr4: heard === null ? null : heard.signal.snr * 4,
      isAddressee: gateway === outgoing.to,
    }
    const payload =
      channel.key === null
        ? encodeEnvelope({
            ...parts,
            packet: { ...packet, pki_encrypted: true },
            encrypted: noise ?? Buffer.alloc(0),
          })
        : encodeEnvelope({ ...parts, packet, data: content(outgoing, where), key: channel.key })
    return {
      topic: `${ROOT}/e/${channel.name}/${formatNodeId(gateway.node_id)}`,
      payload,
      delay_ms: heard?.delay_ms ?? 0,
    }
  }
}

function content({ sender, data }: Outgoing, where: Listening): DataFields {
  const fields = typeof data === 'function' ? data(where) : data
  return sender.isOldFirmware ? fields : { bitfield: 1, ...fields }
}

function heardHeader(header: PacketHeader, heard: Heard, now_ms: number): PacketHeader {
  return {
    ...header,
    hop_limit: heard.hop_limit,
    rx_time: unixSeconds(now_ms + heard.delay_ms),
    rx_snr: heard.signal.snr,
    rx_rssi: heard.signal.rssi,
    relay_node: heard.relayer.isOldFirmware ? 0 : relayByte(heard.relayer.node_id),
    transport_mechanism: 1,
  }
}

function unixSeconds(ms: number): number {
  return Math.floor(ms / 1000)
}
