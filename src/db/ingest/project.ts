import type { Data } from '../../mesh/data.js'
import { BROADCAST } from '../../mesh/node-id.js'
import { decodeMapReport } from '../../mesh/payloads/map-report.js'
import { decodeNeighborInfo } from '../../mesh/payloads/neighbor-info.js'
import { decodePosition, validPosition } from '../../mesh/payloads/position.js'
import { telemetryVariantOf } from '../../mesh/payloads/telemetry.js'
import { decodeText } from '../../mesh/payloads/text.js'
import { decodeUser } from '../../mesh/payloads/user.js'
import { PORT } from '../../mesh/portnums.js'
import { LINK_NEIGHBOR } from '../entities/link.js'
import { textTokens } from '../text-tokens.js'
import type { NodePatch } from '../write/nodes.js'
import { addLink, linkSnr4Of, type Rows, touchNode } from './rows.js'

/** Earlier times are a clock that was never set (2020-01-01). */
export const EARLIEST_TIME_S = 1_577_836_800
/** The most that an `int` of the tables holds. */
const MAX_INT = 0x7fffffff

/** A packet that could be read for the first time, with what its header and envelope say. */
export interface Subject {
  packet_key: number
  from_node_id: number
  to_node_id: number
  channel_id: number
  channel: string
  import_time_us: number
  /** When it was heard, by the gateway's clock where that is plausible, else its arrival (µs). */
  heard_us: number
  data: Data
}

/**
 * What each payload type adds beyond its packet: the tables that are searched, charted and
 * mapped, and what is known of the node. Throws MeshFault when the payload is not what its
 * port promises; the packet itself is kept all the same.
 */
export function project(subject: Subject, rows: Rows): void {
  projections[subject.data.portnum]?.(subject, rows)
}

const projections: Record<number, (subject: Subject, rows: Rows) => void> = {
  [PORT.TEXT_MESSAGE]: projectText,
  [PORT.ALERT]: projectText,
  [PORT.POSITION]: projectPosition,
  [PORT.NODEINFO]: projectNodeInfo,
  [PORT.TELEMETRY]: projectTelemetry,
  [PORT.NEIGHBORINFO]: projectNeighborInfo,
  [PORT.MAP_REPORT]: projectMapReport,
}

function projectText(subject: Subject, rows: Rows): void {
  const { packet_key, channel_id, from_node_id, data } = subject
  const text = decodeText(data.payload)
  const direct = subject.to_node_id !== BROADCAST
  const emoji = Math.min(data.emoji, MAX_INT)
  rows.texts.push([packet_key, channel_id, direct, text, data.reply_id || null, emoji])
  if (direct) return
  const { portnum } = data
  rows.textTokens.push([packet_key, textTokens(text, { channel_id, from_node_id, portnum })])
}

function projectPosition(subject: Subject, rows: Rows): void {
  const fix = decodePosition(subject.data.payload)
  if (validPosition(fix.latitude_i, fix.longitude_i) === null) return
  rows.positions.push([
    subject.packet_key,
    subject.from_node_id,
    subject.import_time_us,
    fix.latitude_i,
    fix.longitude_i,
    fix.altitude,
    within31Bits(fix.precision_bits),
    within31Bits(fix.sats_in_view),
    within31Bits(fix.ground_speed),
    within31Bits(fix.ground_track),
  ])
  place(
    subject,
    rows,
    fix.latitude_i,
    fix.longitude_i,
    fix.altitude,
    within31Bits(fix.precision_bits),
  )
}

/** A NodeInfo speaks for its sender, whatever `User.id` says: anybody could write another's id. */
function projectNodeInfo(subject: Subject, rows: Rows): void {
  const user = decodeUser(subject.data.payload)
  const node = touchNode(rows, subject.from_node_id, subject.import_time_us)
  node.long_name = user.long_name || node.long_name
  node.short_name = user.short_name || node.short_name
  node.hw_model = user.hw_model
  node.role = user.role
  node.channel = subject.channel || node.channel
  node.is_licensed = user.is_licensed
  node.is_unmessagable = user.is_unmessagable ?? node.is_unmessagable
  node.nodeinfo_us = subject.import_time_us
  // Curve25519 keys have 32 bytes; anything else is none.
  if (user.public_key.length !== 32) return
  const public_key = user.public_key.toString('hex')
  node.public_key = public_key
  rows.publicKeys.set(`${subject.from_node_id} ${public_key}`, [
    subject.from_node_id,
    public_key,
    subject.import_time_us,
    subject.import_time_us,
  ])
}

function projectTelemetry(subject: Subject, rows: Rows): void {
  const variant = telemetryVariantOf(subject.data.payload)
  if (variant === null) return
  rows.telemetry.push([
    subject.packet_key,
    subject.from_node_id,
    subject.import_time_us,
    variant,
    subject.data.payload,
  ])
}

/** Firmware names ten; software that names more makes no more links than a traceroute can. */
const MOST_NEIGHBORS = 64

function projectNeighborInfo(subject: Subject, rows: Rows): void {
  const info = decodeNeighborInfo(subject.data.payload)
  for (const neighbor of info.neighbors.slice(0, MOST_NEIGHBORS)) {
    if (neighbor.node_id === 0 || neighbor.node_id === BROADCAST) continue
    if (neighbor.node_id === subject.from_node_id) continue
    // The sender lists those whom it hears: the neighbour is the one that transmitted.
    addLink(
      rows,
      neighbor.node_id,
      subject.from_node_id,
      LINK_NEIGHBOR,
      subject.import_time_us,
      linkSnr4Of(neighbor.snr),
      null,
    )
  }
}

/** A map report without a fix, or without names, erases nothing. */
function projectMapReport(subject: Subject, rows: Rows): void {
  const report = decodeMapReport(subject.data.payload)
  const node = touchNode(rows, subject.from_node_id, subject.import_time_us)
  node.long_name = report.long_name || node.long_name
  node.short_name = report.short_name || node.short_name
  node.hw_model = report.hw_model
  node.role = report.role
  node.firmware = report.firmware_version || node.firmware
  node.region = report.region
  node.modem_preset = report.modem_preset
  node.channel = subject.channel || node.channel
  if (validPosition(report.latitude_i, report.longitude_i) === null) return
  place(
    subject,
    rows,
    report.latitude_i,
    report.longitude_i,
    report.altitude || null,
    within31Bits(report.position_precision || null),
  )
}

/** Moves the node, unless this batch already holds a newer place; the database compares as well. */
function place(
  subject: Subject,
  rows: Rows,
  latitude_i: number | null,
  longitude_i: number | null,
  altitude: number | null,
  precision_bits: number | null,
): void {
  const node: NodePatch = touchNode(rows, subject.from_node_id, subject.import_time_us)
  if (node.position_us !== null && node.position_us > subject.heard_us) return
  node.last_lat = latitude_i
  node.last_long = longitude_i
  node.altitude = altitude
  node.precision_bits = precision_bits
  node.position_us = subject.heard_us
}

/** No gateway keeps a packet for longer than this (µs) before it sends it on. */
const LONGEST_WAY_US = 86_400_000_000

/**
 * When a packet was heard (µs): by the gateway's clock where that is plausible, else its arrival. By
 * the clock of a gateway that is years behind a node would stay where another one saw it last.
 */
export function heardUs(rx_time: number, arrival_us: number): number {
  const heard_us = rx_time * 1_000_000
  if (heard_us > arrival_us || heard_us < arrival_us - LONGEST_WAY_US) return arrival_us
  return heard_us
}

/** Fields of 32 bits without sign: half of what they can hold is nonsense, and too much for `int`. */
function within31Bits(value: number | null): number | null {
  return value === null || value > MAX_INT ? null : value
}
