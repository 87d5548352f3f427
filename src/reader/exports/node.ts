import { breathe } from '../../db/read/breathe.js'
import { findDirectReceptions, findNodeHours, telemetrySince } from '../../db/read/history.js'
import { findNames, findNode, type NodeRow } from '../../db/read/nodes.js'
import { findPositions } from '../../db/read/positions.js'
import { hourOf } from '../../db/values.js'
import { formatNodeId, parseNodeId } from '../../mesh/node-id.js'
import { TELEMETRY_KINDS, telemetryVariant } from '../../mesh/payloads/index.js'
import { NODE_PERIODS } from '../charts/node-charts.js'
import { neighborReadings } from '../charts/signals.js'
import { metricsOf } from '../charts/telemetry.js'
import { typeLabel } from '../charts/traffic.js'
import type { ReaderContext } from '../context.js'
import { HttpError } from '../errors.js'
import { periodOf, sinceUs } from '../periods.js'
import { type Cell, csvTime, fileName } from './csv.js'
import type { Export, ExportRequest } from './index.js'

/** Most rows of a download; more is for the API, page by page. */
const MOST_ROWS = 200_000
const MOST_PACKETS = 4000
const MOST_POSITIONS = 10_000
const HOUR_US = 3_600_000_000

async function nodeOf(context: ReaderContext, { params }: ExportRequest): Promise<NodeRow> {
  const node_id = parseNodeId(params.id ?? '')
  if (node_id === null) throw new HttpError(400, 'That is no node id')
  const node = await findNode(context.db, node_id)
  if (node === undefined) throw new HttpError(404, 'No such node')
  return node
}

function sinceOf(context: ReaderContext, request: ExportRequest): number {
  return sinceUs(periodOf(request.query('period'), NODE_PERIODS, '24h'), context.nowUs())
}

const telemetry: Export = {
  path: '/node/:id/telemetry.csv',
  async open(context, request) {
    const node = await nodeOf(context, request)
    const kind = TELEMETRY_KINDS.find((each) => each === request.query('kind')) ?? 'device_metrics'
    const rows = telemetrySince(
      context.db,
      node.node_id,
      telemetryVariant(kind),
      sinceOf(context, request),
      MOST_ROWS,
    )
    async function* lines(): AsyncGenerator<Cell[]> {
      let names: string[] | null = null
      for await (const slice of rows) {
        for (const row of slice) {
          const metrics = metricsOf(row.metrics, kind)
          if (metrics === null) continue
          if (names === null) {
            names = Object.keys(metrics)
            yield ['time', 'node_id', ...names]
          }
          const values = names.map((name) => shortened(metrics[name]))
          yield [csvTime(row.import_time_us), formatNodeId(node.node_id), ...values]
        }
      }
      if (names === null) yield ['time', 'node_id']
    }
    return {
      name: fileName(node.short_name ?? '', formatNodeId(node.node_id), kind),
      lines: lines(),
    }
  },
}

/** Floats come from 32 bits: 4.050000190734863 was 4.05. */
function shortened(value: Cell): Cell {
  return typeof value === 'number' ? Number(value.toPrecision(7)) : value
}

const direct: Export = {
  path: '/node/:id/direct.csv',
  async open(context, request) {
    const node = await nodeOf(context, request)
    const since_us = sinceOf(context, request)
    const rows = await findDirectReceptions(context.db, node.node_id, since_us, MOST_PACKETS)
    const names = await findNames(
      context.db,
      rows.map((row) => row.gateway_node_id),
    )
    return {
      name: fileName(formatNodeId(node.node_id), 'heard-directly'),
      lines: [
        ['time', 'gateway', 'gateway_name', 'rssi_dbm', 'snr_db'],
        ...rows.map((row): Cell[] => [
          csvTime(row.import_time_us),
          formatNodeId(row.gateway_node_id),
          names.get(row.gateway_node_id)?.long_name,
          row.rx_rssi,
          row.rx_snr4 / 4,
        ]),
      ],
    }
  },
}

const neighbors: Export = {
  path: '/node/:id/neighbors.csv',
  async open(context, request) {
    const node = await nodeOf(context, request)
    const from = Math.floor(sinceOf(context, request) / 1e6)
    const readings = await neighborReadings(context.db, node.node_id, from, 5000)
    const names = await findNames(
      context.db,
      readings.map((each) => each.node_id),
    )
    return {
      name: fileName(formatNodeId(node.node_id), 'neighbours'),
      lines: [
        ['time', 'neighbor', 'neighbor_name', 'snr_db'],
        ...readings.map((each): Cell[] => [
          csvTime(each.time_us),
          formatNodeId(each.node_id),
          names.get(each.node_id)?.long_name,
          each.value,
        ]),
      ],
    }
  },
}

const activity: Export = {
  path: '/node/:id/activity.csv',
  async open(context, request) {
    const node = await nodeOf(context, request)
    const rows = await findNodeHours(context.db, node.node_id, hourOf(sinceOf(context, request)))
    return {
      name: fileName(formatNodeId(node.node_id), 'packets-per-hour'),
      lines: [
        ['hour', 'portnum', 'type', 'packets', 'receptions'],
        ...rows
          .reverse()
          .map((row): Cell[] => [
            csvTime(row.hour * HOUR_US),
            row.portnum,
            typeLabel(row.portnum),
            row.sent,
            row.seen,
          ]),
      ],
    }
  },
}

const positions: Export = {
  path: '/node/:id/positions.csv',
  async open(context, request) {
    const node = await nodeOf(context, request)
    const rows = await findPositions(context.db, node.node_id, MOST_POSITIONS)
    await breathe()
    return {
      name: fileName(formatNodeId(node.node_id), 'positions'),
      lines: [
        ['time', 'latitude', 'longitude', 'altitude_m', 'precision_bits', 'satellites'],
        ...rows.map((row): Cell[] => [
          csvTime(row.import_time_us),
          row.latitude_i / 1e7,
          row.longitude_i / 1e7,
          row.altitude,
          row.precision_bits,
          row.sats_in_view,
        ]),
      ],
    }
  },
}

export const nodeExports: readonly Export[] = [telemetry, direct, neighbors, activity, positions]
