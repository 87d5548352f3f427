import { LINK_DIRECT } from '../db/entities/link.js'
import type { Names, Uplink } from '../db/ingest/names.js'
import { heardUs, project } from '../db/ingest/project.js'
import { addRoute } from '../db/ingest/routes.js'
import {
  addGatewayHour,
  addHours,
  addLink,
  linkSnr4Of,
  type Rows,
  rssiOf,
  snr4Of,
  touchNode,
} from '../db/ingest/rows.js'
import { hourOf, secondsOf } from '../db/values.js'
import { type Data, decodeData } from '../mesh/data.js'
import type { KeyRing } from '../mesh/decrypt.js'
import type { MeshPacket } from '../mesh/envelope.js'
import { MeshFault } from '../mesh/fault.js'
import { isDirectReception } from '../mesh/hops.js'
import { BROADCAST, formatNodeId, parseGatewayId } from '../mesh/node-id.js'
import { PORT } from '../mesh/portnums.js'
import type { FloodGuard } from './flood.js'
import type { FloodLog } from './flood-log.js'
import { AnonymousPackets } from './identity.js'
import { heardKey, type Known, type KnownPackets } from './known.js'
import { Filtered, type Outcome } from './message.js'
import type { Parsed } from './parse.js'

export interface JudgeOptions {
  keyRing: KeyRing
  flood: FloodGuard<number>
  gateways: FloodGuard<string>
  /** Who was over one of the two limits. */
  floodLog: FloodLog
  gatewayLog: FloodLog
  skipNodeIds: ReadonlySet<number>
  okToMqtt: 'keep' | 'headers' | 'drop'
}

/** Content of a packet: the bytes of its Data, and the same decoded. */
interface Content {
  data: Data
  bytes: Buffer
}

/** A gateway's clock may run ahead by this much; later times are the time of arrival. */
const CLOCK_TOLERANCE_S = 300
/** Gateways that one packet's receptions are kept of. */
const MAX_RECEPTIONS = 1000
/** Gateways × channels × topics; names that strangers can make up must end somewhere. */
const MAX_UPLINKS = 50_000
/** Bit 0 of `Data.bitfield`: the sender agrees to MQTT. */
const OK_TO_MQTT = 1

/** Says what becomes of each message, and notes the rows that this makes. */
export class Judge {
  readonly #names: Names
  readonly #known: KnownPackets
  readonly #anonymous = new AnonymousPackets()
  readonly #options: JudgeOptions
  #lastPacketKey: number

  constructor(names: Names, known: KnownPackets, lastPacketKey: number, options: JudgeOptions) {
    this.#names = names
    this.#known = known
    this.#lastPacketKey = lastPacketKey
    this.#options = options
  }

  get lastPacketKey(): number {
    return this.#lastPacketKey
  }

  /** Throws Filtered when a rule keeps the message out, MeshFault when it makes no sense. */
  judge(parsed: Parsed, rows: Rows): Outcome {
    const { packet } = parsed.envelope
    const { time_us } = parsed.message
    this.#limitGateway(gatewayOf(parsed), time_us)
    if (packet.from === 0 || packet.from === BROADCAST) {
      throw new MeshFault('bad-sender', `a packet from ${packet.from}, which is no node`)
    }
    if (this.#options.skipNodeIds.has(packet.from)) throw new Filtered('skip_node_ids')
    if (packet.decoded === null && packet.encrypted === null) {
      throw new MeshFault('empty-packet', 'the packet has no content')
    }
    const known = this.#find(packet, parsed.envelope.channel_id, time_us)
    return known ? this.#copy(known, parsed, rows) : this.#first(parsed, rows)
  }

  #find(packet: MeshPacket, channel_id: string, time_us: number): Known | undefined {
    if (packet.id === 0) return this.#anonymous.find(packet, time_us)
    const known = this.#known.find(packet.from, packet.id)
    if (known?.old == null) return known
    // A day later the same id is the same packet only if it says the same.
    const bytes = this.#read(packet, channel_id)?.bytes ?? packet.encrypted
    if (!bytes?.equals(known.old)) return undefined
    known.old = null
    return known
  }

  /** The first copy of a packet. */
  #first(parsed: Parsed, rows: Rows): Outcome {
    const { envelope, message } = parsed
    const { packet } = envelope
    if (!this.#options.flood.allows(packet.from, message.time_us)) {
      this.#options.floodLog.note(formatNodeId(packet.from))
      throw new Filtered('flood')
    }
    const content = this.#read(packet, envelope.channel_id)
    if (content === null && packet.decoded !== null) {
      throw new MeshFault('bad-data', 'the content is no Data message')
    }
    const isWithheld = content !== null && this.#isWithheld(content.data)

    const uplink = this.#uplink(parsed, rows)
    const known: Known = {
      packet_key: ++this.#lastPacketKey,
      id: packet.id,
      from_node_id: packet.from,
      to_node_id: packet.to,
      portnum: content?.data.portnum ?? PORT.UNKNOWN,
      encrypted: content === null,
      channel_id: uplink.channel_id,
      import_time_us: message.time_us,
      heard: [],
      routes: [],
      old: null,
    }
    if (packet.id === 0) this.#anonymous.add(packet, known)
    else this.#known.add(known)
    rows.packets.push([
      known.packet_key,
      packet.id,
      packet.from,
      packet.to,
      known.portnum,
      known.encrypted,
      known.channel_id,
      packet.channel,
      known.import_time_us,
      packet.priority,
      packet.want_ack,
      packet.pki_encrypted,
      content?.data.request_id || null,
      content?.data.reply_id || null,
      isWithheld ? Buffer.alloc(0) : (content?.bytes ?? packet.encrypted ?? Buffer.alloc(0)),
    ])
    rows.lastPacketKey = known.packet_key
    touchNode(rows, packet.from, message.time_us)
    addHours(rows, hourly(known), 1, 0)
    this.#hear(known, parsed, uplink, rows)
    if (content !== null && !isWithheld) this.#project(known, parsed, uplink, content, rows)
    return known.encrypted ? 'encrypted' : 'stored'
  }

  /** Another copy of a packet that stands: a reception, mostly without any decryption. */
  #copy(known: Known, parsed: Parsed, rows: Rows): Outcome {
    const { packet, channel_id } = parsed.envelope
    const uplink = this.#uplink(parsed, rows)
    if (!this.#hear(known, parsed, uplink, rows)) return 'duplicate'
    if (known.encrypted) this.#decrypted(known, parsed, uplink, rows)
    else if (known.portnum === PORT.TRACEROUTE) {
      // The route grew on its way to this gateway: the one payload that differs by copy.
      const content = this.#read(packet, channel_id)
      if (content && !this.#isWithheld(content.data)) {
        this.#route(known, parsed, uplink, content, rows)
      }
    }
    return known.encrypted ? 'encrypted' : 'stored'
  }

  /** A packet kept as ciphertext can be read in this copy, from a gateway that decrypts. */
  #decrypted(known: Known, parsed: Parsed, uplink: Uplink, rows: Rows): void {
    const content = this.#read(parsed.envelope.packet, parsed.envelope.channel_id)
    if (content === null || this.#isWithheld(content.data)) return
    const { data } = content
    const receptions = known.heard.length
    addHours(rows, hourly(known), -1, -receptions)
    known.encrypted = false
    known.portnum = data.portnum
    addHours(rows, hourly(known), 1, receptions)
    rows.decrypted.push({
      packet_key: known.packet_key,
      portnum: data.portnum,
      request_id: data.request_id || null,
      reply_id: data.reply_id || null,
      data: content.bytes,
    })
    this.#project(known, parsed, uplink, content, rows)
  }

  /** Notes the reception; false when this gateway's reception stands already. */
  #hear(known: Known, parsed: Parsed, uplink: Uplink, rows: Rows): boolean {
    const { packet } = parsed.envelope
    const { time_us } = parsed.message
    const arrival_s = secondsOf(known.import_time_us)
    // A clock that runs ahead is replaced by the packet's arrival, which is the same for every
    // copy, so that copies of one reception stay alike.
    const rx_time =
      packet.rx_time > secondsOf(time_us) + CLOCK_TOLERANCE_S ? arrival_s : packet.rx_time
    const heard = heardKey(uplink.gateway, rx_time)
    if (known.heard.includes(heard)) return false
    if (known.heard.length >= MAX_RECEPTIONS) throw new Filtered('too-many-receptions')
    known.heard.push(heard)
    const rx_snr4 = snr4Of(packet.rx_snr)
    const rx_rssi = rssiOf(packet.rx_rssi)
    rows.receptions.push([
      known.packet_key,
      uplink.uplink_id,
      (rx_time - arrival_s) | 0,
      time_us - known.import_time_us,
      rx_rssi,
      rx_snr4,
      packet.hop_limit,
      packet.hop_start,
      packet.relay_node,
      packet.next_hop,
      packet.via_mqtt,
    ])
    addHours(rows, hourly(known), 0, 1)
    const gateway = uplink.gateway_node_id
    if (gateway === null) return true
    touchNode(rows, gateway, time_us).gateway_seen_us = time_us
    addGatewayHour(rows, hourOf(time_us), gateway)
    if (isDirectReception(packet, gateway)) {
      // An RSSI of 0 is one that was not measured, and the SNR beside it as well.
      const isMeasured = rx_rssi !== 0
      addLink(
        rows,
        packet.from,
        gateway,
        LINK_DIRECT,
        time_us,
        isMeasured ? linkSnr4Of(packet.rx_snr) : null,
        isMeasured ? rx_rssi : null,
      )
    }
    return true
  }

  #project(known: Known, parsed: Parsed, uplink: Uplink, content: Content, rows: Rows): void {
    const { envelope, message } = parsed
    try {
      project(
        {
          packet_key: known.packet_key,
          from_node_id: known.from_node_id,
          to_node_id: known.to_node_id,
          channel_id: known.channel_id,
          channel: uplink.channel,
          import_time_us: known.import_time_us,
          heard_us: heardUs(envelope.packet.rx_time, message.time_us),
          data: content.data,
        },
        rows,
      )
      if (known.portnum === PORT.TRACEROUTE) this.#route(known, parsed, uplink, content, rows)
    } catch (error) {
      // The packet stands with its bytes; a payload that is nonsense adds nothing more.
      if (!(error instanceof MeshFault)) throw error
    }
  }

  #route(known: Known, parsed: Parsed, uplink: Uplink, content: Content, rows: Rows): void {
    const isRadio = !parsed.envelope.packet.via_mqtt
    try {
      addRoute(known, uplink.uplink_id, parsed.message.time_us, content.data, isRadio, rows)
    } catch (error) {
      if (!(error instanceof MeshFault)) throw error
    }
  }

  /** Opens a packet: sent in the clear, or under a key that we have. Null when neither. */
  #read(packet: MeshPacket, channel_id: string): Content | null {
    if (packet.decoded !== null) {
      const data = decodeData(packet.decoded)
      return data && { data, bytes: packet.decoded }
    }
    return this.#options.keyRing.decrypt(packet, channel_id)
  }

  /** Whether the sender did not agree to MQTT, where the operator honours that. */
  #isWithheld(data: Data): boolean {
    if (this.#options.okToMqtt === 'keep' || data.bitfield === null) return false
    if ((data.bitfield & OK_TO_MQTT) !== 0) return false
    if (this.#options.okToMqtt === 'drop') throw new Filtered('ok_to_mqtt')
    return true
  }

  #limitGateway(gateway: string, time_us: number): void {
    if (this.#options.gateways.allows(gateway, time_us)) return
    this.#options.gatewayLog.note(gateway)
    throw new Filtered('gateway-flood')
  }

  #uplink(parsed: Parsed, rows: Rows): Uplink {
    const { envelope, topic, message } = parsed
    const gateway_id = gatewayOf(parsed)
    const channel = envelope.channel_id || topic.channel || ''
    const known = this.#names.findUplink(message.topic, channel, gateway_id)
    if (known) return known
    if (this.#names.uplinkCount >= MAX_UPLINKS) throw new Filtered('too-many-uplinks')
    const gateway_node_id = envelope.gateway_node_id ?? parseGatewayId(gateway_id)
    return this.#names.addUplink(message.topic, channel, gateway_id, gateway_node_id, rows)
  }
}

/** The gateway's name for itself, as a rule its node id; empty when it has none. */
function gatewayOf({ envelope, topic }: Parsed): string {
  return envelope.gateway_id || topic.gateway || ''
}

function hourly(known: Known) {
  return {
    hour: hourOf(known.import_time_us),
    portnum: known.portnum,
    channel_id: known.channel_id,
    from_node_id: known.from_node_id,
    to_node_id: known.to_node_id,
  }
}
