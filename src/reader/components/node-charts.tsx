import type { PositionRow } from '../../db/read/positions.js'
import { formatNodeId } from '../../mesh/node-id.js'
import { NODE_PERIODS, type NodeCharts } from '../charts/node-charts.js'
import { formatDegrees, formatHeight } from '../format.js'
import { ChartFrame } from './chart-frame.js'
import { PeriodLinks } from './period-links.js'
import { address, Link, useSite } from './site.js'
import { DateTime } from './time.js'

/** What a node measured and how it was heard, over time. */
export function NodeChartsSection({ node_id, charts }: { node_id: number; charts: NodeCharts }) {
  const { zone } = useSite()
  const id = formatNodeId(node_id)
  const { period, telemetry, direct, neighbors, activity } = charts
  const download = (path: string, more: Record<string, string> = {}) =>
    address(`/node/${id}/${path}.csv`, { ...more, period: period.key })
  const isEmpty = telemetry.length === 0 && direct === null && neighbors === null
  return (
    <section id="charts" data-zone={zone.name}>
      <div class="section-head">
        <h2 class="section-title">Over time</h2>
        <PeriodLinks
          choices={NODE_PERIODS}
          chosen={period}
          href={(key) => `${address(`/node/${id}`, { period: key })}#charts`}
        />
      </div>
      {isEmpty && activity === null && (
        <p class="muted">Nothing was measured in this period. A longer one may have more.</p>
      )}
      <div class="charts">
        {telemetry.map(({ id: key, title, kind, chart }) => (
          <ChartFrame key={key} title={title} chart={chart} csv={download('telemetry', { kind })} />
        ))}
        {direct !== null && (
          <ChartFrame
            title="Heard directly: SNR"
            chart={direct.snr}
            csv={download('direct')}
            note="Per gateway that heard it without a relay."
          />
        )}
        {direct !== null && (
          <ChartFrame title="Heard directly: RSSI" chart={direct.rssi} csv={download('direct')} />
        )}
        {neighbors !== null && (
          <ChartFrame
            title="Its neighbours: SNR"
            chart={neighbors}
            csv={download('neighbors')}
            note="As it hears them, by its own reports."
          />
        )}
        {activity !== null && (
          <ChartFrame
            title={activity.step === 'day' ? 'Packets per day' : 'Packets per hour'}
            chart={activity}
            csv={download('activity')}
          />
        )}
      </div>
    </section>
  )
}

/** Where a node said that it was, newest first. */
export function Trail({ node_id, positions }: { node_id: number; positions: PositionRow[] }) {
  const { units } = useSite()
  if (positions.length < 2) return null
  return (
    <details class="card behind-card">
      <summary>
        <h2>The last {positions.length} positions</h2>
      </summary>
      <p class="small">
        <Link href={`/node/${formatNodeId(node_id)}/positions.csv`}>All as CSV</Link>
      </p>
      <div class="table-frame flat">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col" class="num">
                Latitude
              </th>
              <th scope="col" class="num">
                Longitude
              </th>
              <th scope="col" class="num">
                Altitude
              </th>
              <th scope="col" class="num">
                Satellites
              </th>
            </tr>
          </thead>
          <tbody>
            {positions.map((row) => (
              <tr key={row.packet_key}>
                <td>
                  <DateTime time_us={row.import_time_us} />
                </td>
                <td class="num">{formatDegrees(row.latitude_i)}</td>
                <td class="num">{formatDegrees(row.longitude_i)}</td>
                <td class="num">{row.altitude !== null && formatHeight(row.altitude, units)}</td>
                <td class="num">{row.sats_in_view}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
