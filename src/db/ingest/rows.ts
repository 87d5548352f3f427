import { BROADCAST } from '../../mesh/node-id.js'
import type { Param } from '../open.js'
import type { LinkDelta } from '../write/links.js'
import type { NodePatch } from '../write/nodes.js'
import type { DecryptedPacket } from '../write/packets.js'
import { Pairs } from './pairs.js'

/** Rows that are complete as soon as they are made; those with a key of their own stand once. */
export interface Lists {
  channels: Param[][]
  uplinks: Param[][]
  packets: Param[][]
  decrypted: DecryptedPacket[]
  receptions: Param[][]
  texts: Param[][]
  /** packet_key, tokens: of the texts that everybody may read */
  textTokens: Param[][]
  positions: Param[][]
  telemetry: Param[][]
  malformed: Param[][]
  /** By packet and uplink. */
  routes: Pairs<Param[]>
  /** By packet, and direction and place on the way. */
  hops: Pairs<Param[]>
  /** packet_key, direction, hop: from there on the way that stands belongs to a copy that went astray. */
  hopCuts: [number, number, number][]
}

/**
 * The rows that a batch of messages makes, gathered before they are written. What is counted or
 * merged is held by its key, so that each key is written once per batch.
 */
export interface Rows extends Lists {
  publicKeys: Map<string, Param[]>
  nodes: Map<number, NodePatch>
  links: Pairs<LinkDelta>
  /** hour, portnum, channel_id, packets, receptions, and those of them that went to one node */
  trafficHours: Pairs<[number, number, number, number, number, number, number]>
  /** hour, node_id, portnum, sent, seen */
  nodeHours: Pairs<[number, number, number, number, number]>
  /** hour, gateway_node_id, receptions */
  gatewayHours: Pairs<[number, number, number]>
  counters: Map<string, number>
  lastPacketKey: number
}

export function emptyRows(): Rows {
  return {
    ...emptyLists(),
    publicKeys: new Map(),
    nodes: new Map(),
    links: new Pairs(),
    trafficHours: new Pairs(),
    nodeHours: new Pairs(),
    gatewayHours: new Pairs(),
    counters: new Map(),
    lastPacketKey: 0,
  }
}

function emptyLists(): Lists {
  return {
    channels: [],
    uplinks: [],
    packets: [],
    decrypted: [],
    receptions: [],
    texts: [],
    textTokens: [],
    positions: [],
    telemetry: [],
    malformed: [],
    routes: new Pairs(),
    hops: new Pairs(),
    hopCuts: [],
  }
}

/** Takes the lists out of the rows, and leaves them empty. */
export function takeLists(rows: Rows): Lists {
  const lists: Lists = { ...rows }
  Object.assign(rows, emptyLists())
  return lists
}

/** Radios measure from −32 to +32 dB; nothing is beyond this. */
const MOST_SNR = 128

/** dB as the tables keep it, × 4; what is beyond all radios is cut. */
export function snr4Of(snr: number): number {
  return Math.round(Math.max(-MOST_SNR, Math.min(MOST_SNR, snr)) * 4)
}

/** The same for a link, of which the mean counts: null for what no radio measured. */
export function linkSnr4Of(snr: number | null): number | null {
  return snr === null || !(Math.abs(snr) <= MOST_SNR) ? null : snr4Of(snr)
}

/** dBm as the tables keep it: in 16 bits, which is what radios measure in. */
export function rssiOf(rssi: number): number {
  return Math.max(-0x8000, Math.min(0x7fff, rssi))
}

export function count(rows: Rows, name: string, by = 1): void {
  rows.counters.set(name, (rows.counters.get(name) ?? 0) + by)
}

/** What of a packet says where it is counted. */
interface Counted {
  hour: number
  portnum: number
  channel_id: number
  from_node_id: number
  to_node_id: number
}

/** Adds packets and receptions to the hour of the packet, by port and channel and by sender. */
export function addHours(rows: Rows, of: Counted, packets: number, receptions: number): void {
  const { hour, portnum, channel_id, from_node_id } = of
  const isDirect = of.to_node_id !== BROADCAST
  const port = hour * 0x1_0000_0000 + (portnum >>> 0)
  const line = rows.trafficHours.get(port, channel_id)
  if (line) {
    line[3] += packets
    line[4] += receptions
    if (isDirect) {
      line[5] += packets
      line[6] += receptions
    }
  } else {
    rows.trafficHours.set(port, channel_id, [
      hour,
      portnum,
      channel_id,
      packets,
      receptions,
      isDirect ? packets : 0,
      isDirect ? receptions : 0,
    ])
  }
  const sent = rows.nodeHours.get(port, from_node_id)
  if (sent) {
    sent[3] += packets
    sent[4] += receptions
  } else {
    rows.nodeHours.set(port, from_node_id, [hour, from_node_id, portnum, packets, receptions])
  }
}

export function addGatewayHour(rows: Rows, hour: number, gateway_node_id: number): void {
  const line = rows.gatewayHours.get(hour, gateway_node_id)
  if (line) line[2]++
  else rows.gatewayHours.set(hour, gateway_node_id, [hour, gateway_node_id, 1])
}

/** The patch of a node in this batch, with its sign of life. */
export function touchNode(rows: Rows, node_id: number, time_us: number): NodePatch {
  const patch = rows.nodes.get(node_id)
  if (patch) {
    if (time_us > patch.last_seen_us) patch.last_seen_us = time_us
    return patch
  }
  const fresh: NodePatch = {
    node_id,
    long_name: null,
    short_name: null,
    hw_model: null,
    firmware: null,
    role: null,
    channel: null,
    last_lat: null,
    last_long: null,
    altitude: null,
    precision_bits: null,
    position_us: null,
    is_licensed: null,
    is_unmessagable: null,
    public_key: null,
    region: null,
    modem_preset: null,
    first_seen_us: time_us,
    last_seen_us: time_us,
    nodeinfo_us: null,
    gateway_seen_us: null,
  }
  rows.nodes.set(node_id, fresh)
  return fresh
}

/**
 * Adds one proof of a link: `to_node_id` heard `from_node_id`.
 * `snr4` in dB × 4 and `rssi` in dBm, null where not measured.
 */
export function addLink(
  rows: Rows,
  from_node_id: number,
  to_node_id: number,
  kind: number,
  time_us: number,
  snr4: number | null,
  rssi: number | null,
): void {
  // Kinds are 1 to 3: a direction and its kind are one number.
  const proof = from_node_id * 4 + kind
  let delta = rows.links.get(proof, to_node_id)
  if (delta === undefined) {
    delta = {
      from_node_id,
      to_node_id,
      kind,
      count: 0,
      first_seen_us: time_us,
      last_seen_us: time_us,
      snr_count: 0,
      snr4_sum: 0,
      snr4_last: null,
      snr4_min: null,
      snr4_max: null,
      rssi_count: 0,
      rssi_sum: 0,
      rssi_last: null,
      rssi_min: null,
      rssi_max: null,
    }
    rows.links.set(proof, to_node_id, delta)
  }
  delta.count++
  if (time_us > delta.last_seen_us) delta.last_seen_us = time_us
  if (snr4 !== null) {
    delta.snr_count++
    delta.snr4_sum += snr4
    delta.snr4_last = snr4
    delta.snr4_min = delta.snr4_min === null ? snr4 : Math.min(delta.snr4_min, snr4)
    delta.snr4_max = delta.snr4_max === null ? snr4 : Math.max(delta.snr4_max, snr4)
  }
  if (rssi !== null) {
    delta.rssi_count++
    delta.rssi_sum += rssi
    delta.rssi_last = rssi
    delta.rssi_min = delta.rssi_min === null ? rssi : Math.min(delta.rssi_min, rssi)
    delta.rssi_max = delta.rssi_max === null ? rssi : Math.max(delta.rssi_max, rssi)
  }
}
