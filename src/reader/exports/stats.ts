import { findShares } from '../../db/read/shares.js'
import { findChannelNames, findSnapshots, trafficSince } from '../../db/read/traffic.js'
import { hourOf } from '../../db/values.js'
import { portOf } from '../api/params.js'
import { typeLabel } from '../charts/traffic.js'
import { BREAKDOWNS, STATS_PERIODS } from '../pages/stats.js'
import { periodOf, sinceUs } from '../periods.js'
import { type Cell, csvTime, fileName } from './csv.js'
import type { Export, ExportRequest } from './index.js'

const HOUR_US = 3_600_000_000
const MOST_DAYS = 3660

function sinceOf(request: ExportRequest, now_us: number): number {
  return sinceUs(periodOf(request.query('period'), STATS_PERIODS, '7d'), now_us)
}

/** Hour by hour, so that any chart of the page can be made of it. */
const traffic: Export = {
  path: '/stats/traffic.csv',
  flag: 'stats',
  async open({ db, nowUs }, request) {
    const names = await findChannelNames(db)
    const slices = trafficSince(db, {
      since_hour: hourOf(sinceOf(request, nowUs())),
      portnum: portOf(request.query('portnum')),
      channel: request.query('channel'),
    })
    async function* lines(): AsyncGenerator<Cell[]> {
      yield ['hour', 'portnum', 'type', 'channel', 'packets', 'receptions', 'direct_packets']
      for await (const rows of slices) {
        for (const row of rows) {
          yield [
            csvTime(row.hour * HOUR_US),
            row.portnum,
            typeLabel(row.portnum),
            names.get(row.channel_id),
            row.packets,
            row.receptions,
            row.direct_packets,
          ]
        }
      }
    }
    return { name: 'traffic', lines: lines() }
  },
}

const days: Export = {
  path: '/stats/days.csv',
  flag: 'stats',
  async open({ db, nowUs }, request) {
    const since = csvTime(sinceOf(request, nowUs())).slice(0, 10)
    const rows = await findSnapshots(db, MOST_DAYS)
    return {
      name: 'days',
      lines: [
        ['date', 'nodes', 'gateways', 'packets'],
        ...rows
          .filter((row) => row.snapshot_date >= since)
          .map((row): Cell[] => [
            row.snapshot_date,
            row.node_count,
            row.gateway_count,
            row.packet_count,
          ]),
      ],
    }
  },
}

const breakdowns = BREAKDOWNS.map(
  ({ key, attribute, gateways }): Export => ({
    path: `/stats/${key}.csv`,
    flag: 'stats',
    async open({ db, nowUs }, request) {
      const shares = await findShares(db, {
        since_us: sinceOf(request, nowUs()),
        channel: request.query('channel'),
      })
      return {
        name: fileName(key),
        lines: [
          [attribute, gateways ? 'gateways' : 'nodes'],
          ...shares[gateways ? 'gateways' : 'nodes'][attribute].map((row): Cell[] => [
            row.value,
            row.count,
          ]),
        ],
      }
    },
  }),
)

export const statsExports: readonly Export[] = [traffic, days, ...breakdowns]
