import type { Database } from '../../db/open.js'
import { findDirectReceptions } from '../../db/read/history.js'
import { findNames } from '../../db/read/nodes.js'
import { findPackets } from '../../db/read/packets.js'
import { decodeData } from '../../mesh/data.js'
import { MeshFault } from '../../mesh/fault.js'
import { formatNodeId } from '../../mesh/node-id.js'
import { decodeNeighborInfo } from '../../mesh/payloads/index.js'
import { PORT } from '../../mesh/portnums.js'
import { plainName } from '../components/names.js'
import { type Chart, type Sample, seriesHue, thin } from './chart.js'

/** Newest packets of a node whose receptions are read. */
const PACKETS = 1000
/** Newest NeighborInfo packets that are read. */
const REPORTS = 300
/** Lines that can still be told apart. */
const MOST_LINES = 6
/** dB, either way; what is beyond no radio measured, and a chart up to there shows nothing else. */
const HIGHEST_SNR = 128

interface Period {
  from: number
  to: number
}

/** A value with the node that it belongs to. */
export interface Reading {
  time_us: number
  node_id: number
  value: number
}

/** RSSI and SNR of what gateways heard of a node without a relay; null when none did. */
export async function directCharts(
  db: Database,
  node_id: number,
  period: Period,
): Promise<{ snr: Chart; rssi: Chart } | null> {
  const rows = await findDirectReceptions(db, node_id, period.from * 1e6, PACKETS)
  if (rows.length === 0) return null
  const readings = (value: (row: (typeof rows)[number]) => number): Reading[] =>
    rows.map((row) => ({
      time_us: row.import_time_us,
      node_id: row.gateway_node_id,
      value: value(row),
    }))
  const from = Math.max(period.from, Math.floor(rows[0]!.import_time_us / 1e6))
  const shown = { from: period.from > 0 ? period.from : from, to: period.to }
  return {
    snr: await perNode(
      db,
      readings((row) => row.rx_snr4 / 4),
      shown,
      'dB',
      'dots',
    ),
    rssi: await perNode(
      db,
      readings((row) => row.rx_rssi),
      shown,
      'dBm',
      'dots',
    ),
  }
}

/** SNR at which a node heard its neighbours, by its own NeighborInfo; null when it sent none. */
export async function neighborChart(
  db: Database,
  node_id: number,
  period: Period,
): Promise<Chart | null> {
  const readings = await neighborReadings(db, node_id, period.from, REPORTS)
  if (readings.length === 0) return null
  const from = period.from > 0 ? period.from : Math.floor(readings[0]!.time_us / 1e6)
  return perNode(db, readings, { from, to: period.to }, 'dB', 'line')
}

/** What the newest NeighborInfo packets of a node since `from` (unix seconds) say, oldest first. */
export async function neighborReadings(
  db: Database,
  node_id: number,
  from: number,
  reports: number,
): Promise<Reading[]> {
  const packets = await findPackets(
    db,
    {
      from_node_id: node_id,
      portnum: PORT.NEIGHBORINFO,
      since_us: from > 0 ? from * 1e6 : undefined,
      limit: reports,
    },
    'newest',
  )
  return packets.reverse().flatMap((packet) =>
    neighborsOf(packet.data).map((each) => ({
      time_us: packet.import_time_us,
      node_id: each.node_id,
      value: each.snr,
    })),
  )
}

function neighborsOf(data: Uint8Array): { node_id: number; snr: number }[] {
  try {
    const decoded = decodeData(data)
    if (decoded === null) return []
    return decodeNeighborInfo(decoded.payload).neighbors.flatMap(({ node_id, snr }) =>
      snr !== null && Math.abs(snr) <= HIGHEST_SNR ? [{ node_id, snr }] : [],
    )
  } catch (error) {
    if (error instanceof MeshFault) return []
    throw error
  }
}

/** A series for each of the nodes with the most readings. */
async function perNode(
  db: Database,
  readings: readonly Reading[],
  { from, to }: Period,
  unit: string,
  kind: 'line' | 'dots',
): Promise<Chart> {
  const ids = mostFrequent(readings.map((reading) => reading.node_id))
  const names = await findNames(db, ids)
  const { x, columns, gap } = thin(samplesOf(readings, ids), from, to)
  return {
    kind,
    from,
    to,
    x,
    gap,
    series: ids.map((id, index) => {
      const node = names.get(id)
      return {
        label: node === undefined ? formatNodeId(id) : plainName(node),
        unit,
        hue: seriesHue(index),
        values: columns[index] ?? [],
      }
    }),
  }
}

function mostFrequent(ids: readonly number[]): number[] {
  const counts = new Map<number, number>()
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_LINES)
    .map(([id]) => id)
}

/** Readings of one moment together, as a chart wants them. */
function samplesOf(readings: readonly Reading[], ids: readonly number[]): Sample[] {
  const samples: Sample[] = []
  for (const { time_us, node_id, value } of readings) {
    const column = ids.indexOf(node_id)
    if (column < 0) continue
    let sample = samples.at(-1)
    if (sample === undefined || sample.time_us !== time_us) {
      sample = { time_us, values: ids.map(() => null) }
      samples.push(sample)
    }
    sample.values[column] = value
  }
  return samples
}
