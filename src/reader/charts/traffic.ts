import type { Database } from '../../db/open.js'
import {
  findChannelNames,
  findSnapshots,
  type SnapshotRow,
  type TrafficRow,
  trafficSince,
} from '../../db/read/traffic.js'
import { hourOf } from '../../db/values.js'
import { isPublicChannel, PKI_CHANNEL } from '../../mesh/keys.js'
import { PORT, portnumLabel } from '../../mesh/portnums.js'
import { cleanName } from '../../mesh/text.js'
import type { Words } from '../../words/languages.js'
import type { IsOffered } from '../channels.js'
import { portLabel } from '../components/names.js'
import { hueOf, portHue } from '../format.js'
import type { Zone } from '../zone.js'
import { BarStack } from './bars.js'
import type { Chart } from './chart.js'

export interface TrafficQuery {
  /** Unix seconds; 0 = as far as the counts go back. */
  from: number
  to: number
  portnum?: number
  channel?: string
}

export interface TypeSum {
  portnum: number
  packets: number
  receptions: number
}

export interface Traffic {
  packets: number
  receptions: number
  /** Most packets first. */
  types: TypeSum[]
  byType: Chart
  receptionsByType: Chart
  byChannel: Chart
  byDestination: Chart
  texts: Chart
}

/** Whom packets are for; unknown where the counts are from before that was told apart. */
type Destination = keyof Words['stats']['destinations']

const DESTINATION_HUES: Readonly<Record<Destination, string>> = {
  public: 'h5',
  private: 'h6',
  direct: 'h0',
  unknown: 'h9',
}

/** Letters of a channel's name in a key. */
const MAX_LABEL = 40

/** What went over the mesh in a period, from the hourly counts. */
export async function trafficCharts(
  db: Database,
  query: TrafficQuery,
  isOffered: IsOffered,
  zone: Zone,
  words: Words,
): Promise<Traffic> {
  const names = await findChannelNames(db)
  const sums = new Map<number, TypeSum>()
  const { portnum, channel, to } = query
  const filter = { since_hour: hourOf(query.from * 1e6), portnum, channel }
  // Empty years before the first packet tell nothing.
  const from = Math.max(query.from, await firstTime(db, to))
  const { others, unnamed, publicKeys } = words.charts
  const isDirect = (id: number) => names.get(id) === PKI_CHANNEL
  const label = (port: number) => portOrEncrypted(port, words)
  const byPort = { zone, from, to, others, label, hue: portHue }
  const ofChannel = (id: number) =>
    isDirect(id) ? publicKeys : cleanName(names.get(id) ?? '', MAX_LABEL) || unnamed
  const perChannel = {
    zone,
    from,
    to,
    others,
    label: ofChannel,
    hue: (id: number) => hueOf(ofChannel(id)),
    // A channel that was asked for has its name.
    isNamed: (id: number) =>
      channel !== undefined || isDirect(id) || isOffered(names.get(id) ?? ''),
  }
  const packets = new BarStack<number>(byPort)
  const receptions = new BarStack<number>(byPort)
  const channels = new BarStack<number>(perChannel)
  const texts = new BarStack<number>(perChannel)
  const destinations = new BarStack<Destination>({
    ...{ zone, from, to, others },
    label: (destination) => words.stats.destinations[destination],
    hue: (destination) => DESTINATION_HUES[destination],
  })
  for await (const rows of trafficSince(db, filter)) {
    for (const row of rows) {
      packets.add(row.hour, row.portnum, row.packets)
      receptions.add(row.hour, row.portnum, row.receptions)
      channels.add(row.hour, row.channel_id, row.packets)
      if (row.portnum === PORT.TEXT_MESSAGE) texts.add(row.hour, row.channel_id, row.packets)
      for (const [destination, count] of destinationsOf(row, names.get(row.channel_id) ?? '')) {
        if (count > 0) destinations.add(row.hour, destination, count)
      }
      addTo(sums, row)
    }
  }
  const types = [...sums.values()].sort((a, b) => b.packets - a.packets)
  return {
    packets: types.reduce((sum, type) => sum + type.packets, 0),
    receptions: types.reduce((sum, type) => sum + type.receptions, 0),
    types,
    byType: packets.chart(),
    receptionsByType: receptions.chart(),
    byChannel: channels.chart(),
    byDestination: destinations.chart(),
    texts: texts.chart(),
  }
}

function destinationsOf(row: TrafficRow, channel: string): [Destination, number][] {
  const { packets, direct_packets } = row
  if (direct_packets === null) return [['unknown', packets]]
  const toAll = isPublicChannel(channel) ? 'public' : 'private'
  return [
    [toAll, packets - direct_packets],
    ['direct', direct_packets],
  ]
}

/** What people call a type of packets; port 0 stands for those that could not be decrypted. */
export function portOrEncrypted(portnum: number, words: Words): string {
  return portnum === 0 ? words.names.encrypted : portLabel(portnum, words)
}

/** The same in tables for programs. */
export function typeLabel(portnum: number): string {
  return portnum === 0 ? 'Encrypted' : portnumLabel(portnum)
}

function addTo(sums: Map<number, TypeSum>, row: TypeSum): void {
  const sum = sums.get(row.portnum)
  if (sum === undefined) {
    sums.set(row.portnum, {
      portnum: row.portnum,
      packets: row.packets,
      receptions: row.receptions,
    })
    return
  }
  sum.packets += row.packets
  sum.receptions += row.receptions
}

async function firstTime(db: Database, to: number): Promise<number> {
  const row = await db.get<{ hour: number | null }>('select min(hour) as hour from traffic_hourly')
  return row?.hour ? row.hour * 3600 : to - 3600
}

/** Days of the longest history: ten years. */
const MOST_DAYS = 3660
/** Of fewer days there is nothing to see. */
const LEAST_DAYS = 14

export interface History {
  nodes: Chart
  gateways: Chart
  packets: Chart
}

/** Nodes, gateways and packets of every noted day of a period (unix seconds), of two weeks at least. */
export async function historyCharts(
  db: Database,
  from: number,
  to: number,
  words: Words['stats'],
): Promise<History | null> {
  const all = await findSnapshots(db, MOST_DAYS)
  const since = Math.min(from, to - LEAST_DAYS * 86_400)
  const rows = all.filter((row) => noon(row) >= since)
  if (rows.length === 0) return null
  const chart = (label: string, hue: string, value: (row: SnapshotRow) => number): Chart => ({
    kind: 'line',
    from: Math.min(noon(rows[0]!), to - 86_400),
    to,
    x: rows.map(noon),
    dates: rows.map((row) => row.snapshot_date),
    step: 'day',
    gap: 3 * 86_400,
    series: [{ label, unit: '', hue, values: rows.map(value) }],
  })
  return {
    nodes: chart(words.nodes, 'h5', (row) => row.node_count),
    gateways: chart(words.gateways, 'h6', (row) => row.gateway_count),
    packets: chart(words.packets, 'h0', (row) => row.packet_count),
  }
}

/** In the middle of its day, so that it is the same date nearly everywhere. */
function noon(row: SnapshotRow): number {
  return Date.parse(`${row.snapshot_date}T12:00:00Z`) / 1000
}
