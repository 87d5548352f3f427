import { LINK_DIRECT } from '../../db/entities/link.js'
import type { Names } from '../../db/ingest/names.js'
import { heardUs, project } from '../../db/ingest/project.js'
import { addRoute, noteCopy, type RoutedPacket } from '../../db/ingest/routes.js'
import {
  addGatewayHour,
  addHours,
  addLink,
  count,
  type Rows,
  touchNode,
} from '../../db/ingest/rows.js'
import { hourOf } from '../../db/values.js'
import { type Data, decodeData } from '../../mesh/data.js'
import { decodePacket, type MeshPacket } from '../../mesh/envelope.js'
import { MeshFault } from '../../mesh/fault.js'
import { isDirectReception } from '../../mesh/hops.js'
import { BROADCAST } from '../../mesh/node-id.js'
import { PORT } from '../../mesh/portnums.js'
import type { OldPacket, OldReception, OldTraceroute } from './source.js'
import type { Uplinks } from './uplinks.js'
import { byte, int32, microseconds, nodeNumber, whole } from './values.js'

/** Where the rows of a slice go, and the numbers of channels and uplinks that they use. */
export interface Target {
  names: Names
  uplinks: Uplinks
  rows: Rows
}

/** One packet as it is told by the old rows, on its way into ours. */
interface Subject extends RoutedPacket {
  channel: string
  import_time_us: number
  portnum: number
  header: MeshPacket | null
  data: Data | null
}

/** Where a gateway's receptions of this packet went: its copies of a traceroute belong there. */
interface Heard {
  node_id: number
  uplink_id: number
  time_us: number
}

/**
 * Turns a packet of MeshView 3.x, its receptions and its traceroute copies into the rows that the
 * writer would have made of the messages. Returns how many traceroute copies were repetitions.
 */
export function convertPacket(
  packet_key: number,
  old: OldPacket,
  receptions: OldReception[],
  traceroutes: OldTraceroute[],
  target: Target,
): number {
  const { names, rows } = target
  const header = headerOf(old.payload)
  const decoded = header?.decoded ?? null
  const data = decoded === null ? null : decodeData(decoded)
  const encrypted = header !== null && header.encrypted !== null
  const subject: Subject = {
    packet_key,
    from_node_id: nodeNumber(old.from_node_id) ?? header?.from ?? 0,
    to_node_id: nodeNumber(old.to_node_id) ?? header?.to ?? 0,
    routes: [],
    channel: old.channel ?? '',
    import_time_us: whole(old.import_time_us) ?? 0,
    portnum: data?.portnum ?? (encrypted ? PORT.UNKNOWN : int32(old.portnum)),
    header,
    data,
  }
  const channel_id = names.channelId(subject.channel, rows)
  rows.packets.push([
    packet_key,
    old.id,
    subject.from_node_id,
    subject.to_node_id,
    subject.portnum,
    encrypted,
    channel_id,
    header?.channel ?? 0,
    subject.import_time_us,
    header?.priority ?? 0,
    header?.want_ack ?? false,
    header?.pki_encrypted ?? false,
    data?.request_id || null,
    data?.reply_id || null,
    // What cannot be read is kept as it was.
    decoded ?? header?.encrypted ?? old.payload ?? Buffer.alloc(0),
  ])
  rows.lastPacketKey = packet_key
  count(rows, 'total.packets')
  if (isNode(subject.from_node_id)) touchNode(rows, subject.from_node_id, subject.import_time_us)
  const heard = receptions
    .sort(inOrder)
    .map((reception) => convertReception(subject, reception, target))
  if (heard.length > 0) count(rows, 'total.receptions', heard.length)
  addHours(rows, { ...subject, channel_id, hour: hourOf(subject.import_time_us) }, 1, heard.length)
  if (data !== null && isNode(subject.from_node_id)) projectPacket(subject, channel_id, data, rows)
  let repeated = 0
  const noted = new Map<number, Buffer>()
  for (const copy of copiesOf(subject, traceroutes, heard)) {
    if (!convertCopy(subject, copy, heard, noted, target)) repeated++
  }
  return repeated
}

function isNode(node_id: number): boolean {
  return node_id !== 0 && node_id !== BROADCAST
}

function headerOf(payload: Buffer | null): MeshPacket | null {
  if (payload === null || payload.length === 0) return null
  try {
    return decodePacket(payload)
  } catch (error) {
    if (error instanceof MeshFault) return null
    throw error
  }
}

function inOrder(a: OldReception, b: OldReception): number {
  return (
    (a.import_time_us ?? 0) - (b.import_time_us ?? 0) ||
    a.node_id - b.node_id ||
    a.rx_time - b.rx_time
  )
}

function convertReception(subject: Subject, old: OldReception, target: Target): Heard {
  const { uplinks, rows } = target
  const { header } = subject
  const time_us = microseconds(old.import_time_us) ?? subject.import_time_us
  const uplink = uplinks.find(old.topic ?? '', old.channel ?? subject.channel, old.node_id, rows)
  const reception = {
    rx_time: whole(old.rx_time) ?? 0,
    rx_rssi: int32(old.rx_rssi),
    rx_snr4: int32(Math.round((old.rx_snr ?? 0) * 4)),
    hop_limit: byte(old.hop_limit),
    hop_start: byte(old.hop_start),
  }
  // MeshView kept the header of one copy; what it did not keep of the others is in that one only.
  const isKept =
    header !== null &&
    header.rx_time === reception.rx_time &&
    header.rx_rssi === reception.rx_rssi &&
    header.hop_limit === reception.hop_limit
  const via_mqtt = header?.via_mqtt ?? false
  rows.receptions.push([
    subject.packet_key,
    uplink.uplink_id,
    reception.rx_time,
    time_us - subject.import_time_us,
    reception.rx_rssi,
    reception.rx_snr4,
    reception.hop_limit,
    reception.hop_start,
    old.relay_node === null ? (isKept ? header.relay_node : 0) : int32(old.relay_node) & 0xff,
    isKept ? header.next_hop : 0,
    via_mqtt,
  ])
  const gateway = uplink.gateway_node_id
  if (gateway !== null) {
    const node = touchNode(rows, gateway, time_us)
    node.gateway_seen_us = Math.max(node.gateway_seen_us ?? 0, time_us)
    addGatewayHour(rows, hourOf(time_us), gateway)
    if (isNode(subject.from_node_id)) addDirectLink(subject, reception, gateway, time_us, rows)
  }
  return { node_id: old.node_id, uplink_id: uplink.uplink_id, time_us }
}

function addDirectLink(
  subject: Subject,
  reception: { rx_rssi: number; rx_snr4: number; hop_limit: number; hop_start: number },
  gateway: number,
  time_us: number,
  rows: Rows,
): void {
  const { hop_limit, hop_start, rx_rssi, rx_snr4 } = reception
  const via_mqtt = subject.header?.via_mqtt ?? false
  const { from_node_id } = subject
  if (!isDirectReception({ from: from_node_id, hop_limit, hop_start, via_mqtt }, gateway)) return
  const isMeasured = rx_rssi !== 0
  addLink(
    rows,
    from_node_id,
    gateway,
    LINK_DIRECT,
    time_us,
    isMeasured ? rx_snr4 : null,
    isMeasured ? rx_rssi : null,
  )
}

function projectPacket(subject: Subject, channel_id: number, data: Data, rows: Rows): void {
  const { import_time_us } = subject
  try {
    project(
      {
        ...subject,
        channel_id,
        heard_us: heardUs(subject.header?.rx_time ?? 0, import_time_us),
        data,
      },
      rows,
    )
  } catch (error) {
    if (!(error instanceof MeshFault)) throw error
  }
}

interface Copy {
  gateway_node_id: number | null
  done: boolean
  route: Buffer
  time_us: number
}

/** The copies that MeshView noted; of a traceroute of which it noted none, the packet's own. */
function copiesOf(subject: Subject, traceroutes: OldTraceroute[], heard: Heard[]): Copy[] {
  const copies = traceroutes.map((old) => ({
    gateway_node_id: old.gateway_node_id,
    done: old.done === true || old.done === 1,
    route: old.route ?? Buffer.alloc(0),
    time_us: microseconds(old.import_time_us) ?? subject.import_time_us,
  }))
  const [first] = heard
  const { data } = subject
  if (copies.length > 0 || first === undefined || data?.portnum !== PORT.TRACEROUTE) return copies
  const done = data.request_id !== 0
  return [{ gateway_node_id: first.node_id, done, route: data.payload, time_us: first.time_us }]
}

/**
 * False for a repetition: MeshView noted a copy as often as its message came. `noted` has the
 * routes of this packet by the uplink that they came by.
 */
function convertCopy(
  subject: Subject,
  copy: Copy,
  heard: Heard[],
  noted: Map<number, Buffer>,
  target: Target,
): boolean {
  const { uplinks, rows } = target
  const uplink_id =
    nearest(heard, copy) ?? uplinks.find('', subject.channel, copy.gateway_node_id, rows).uplink_id
  const request_id = subject.data === null ? Number(copy.done) : subject.data.request_id
  const before = noted.get(uplink_id)
  if (before !== undefined && copy.route.length <= before.length) return false
  noted.set(uplink_id, copy.route)
  const data: Data = { ...(subject.data ?? NO_DATA), request_id, payload: copy.route }
  try {
    const isRadio = !(subject.header?.via_mqtt ?? false)
    addRoute(subject, uplink_id, copy.time_us, data, isRadio, rows)
  } catch (error) {
    if (!(error instanceof MeshFault)) throw error
    noteCopy(subject.packet_key, uplink_id, copy.time_us, data, rows)
  }
  return before === undefined
}

const NO_DATA: Data = {
  portnum: PORT.TRACEROUTE,
  payload: Buffer.alloc(0),
  want_response: false,
  dest: 0,
  source: 0,
  request_id: 0,
  reply_id: 0,
  emoji: 0,
  bitfield: null,
}

/** The uplink by which this gateway sent the reception closest in time. */
function nearest(heard: Heard[], copy: Copy): number | null {
  let best: Heard | null = null
  for (const each of heard) {
    if (each.node_id !== copy.gateway_node_id) continue
    if (best === null || distance(each, copy) < distance(best, copy)) best = each
  }
  return best?.uplink_id ?? null
}

function distance(heard: Heard, copy: Copy): number {
  return Math.abs(heard.time_us - copy.time_us)
}
