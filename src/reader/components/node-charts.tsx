import type { PositionRow } from '../../db/read/positions.js'
import { formatNodeId } from '../../mesh/node-id.js'
import { NODE_PERIODS, type NodeCharts } from '../charts/node-charts.js'
import { formatDegrees } from '../format.js'
import { ChartFrame } from './chart-frame.js'
import { PeriodLinks } from './period-links.js'
import { address, Link, useLocal, useSite, useWords } from './site.js'
import { DateTime } from './time.js'

/** What a node measured and how it was heard, over time. */
export function NodeChartsSection({ node_id, charts }: { node_id: number; charts: NodeCharts }) {
  const { zone } = useSite()
  const { nodeCharts } = useWords()
  const id = formatNodeId(node_id)
  const { period, telemetry, direct, neighbors, activity } = charts
  const download = (path: string, more: Record<string, string> = {}) =>
    address(`/node/${id}/${path}.csv`, { ...more, period: period.key })
  const isEmpty = telemetry.length === 0 && direct === null && neighbors === null
  return (
    <section id="charts" data-zone={zone.name}>
      <div class="section-head">
        <h2 class="section-title">{nodeCharts.title}</h2>
        <PeriodLinks
          choices={NODE_PERIODS}
          chosen={period}
          href={(key) => `${address(`/node/${id}`, { period: key })}#charts`}
        />
      </div>
      {isEmpty && activity === null && <p class="muted">{nodeCharts.nothing}</p>}
      <div class="charts">
        {telemetry.map(({ id: key, title, kind, chart }) => (
          <ChartFrame key={key} title={title} chart={chart} csv={download('telemetry', { kind })} />
        ))}
        {direct !== null && (
          <ChartFrame
            title={nodeCharts.directSnr}
            chart={direct.snr}
            csv={download('direct')}
            note={nodeCharts.directNote}
          />
        )}
        {direct !== null && (
          <ChartFrame title={nodeCharts.directRssi} chart={direct.rssi} csv={download('direct')} />
        )}
        {neighbors !== null && (
          <ChartFrame
            title={nodeCharts.neighbours}
            chart={neighbors}
            csv={download('neighbors')}
            note={nodeCharts.neighboursNote}
          />
        )}
        {activity !== null && (
          <ChartFrame
            title={activity.step === 'day' ? nodeCharts.packetsPerDay : nodeCharts.packetsPerHour}
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
  const { position } = useWords()
  const local = useLocal()
  if (positions.length < 2) return null
  return (
    <details class="card behind-card">
      <summary>
        <h2>{position.trail({ count: positions.length })}</h2>
      </summary>
      <p class="small">
        <Link href={`/node/${formatNodeId(node_id)}/positions.csv`}>{position.allCsv}</Link>
      </p>
      <div class="table-frame flat">
        <table class="table rows">
          <thead>
            <tr>
              <th scope="col">{position.time}</th>
              <th scope="col" class="num">
                {position.latitude}
              </th>
              <th scope="col" class="num">
                {position.longitude}
              </th>
              <th scope="col" class="num">
                {position.altitude}
              </th>
              <th scope="col" class="num">
                {position.satellites}
              </th>
            </tr>
          </thead>
          <tbody>
            {positions.map((row) => (
              <tr key={row.packet_key}>
                <td class="line">
                  <DateTime time_us={row.import_time_us} />
                </td>
                <td class="num">{formatDegrees(row.latitude_i)}</td>
                <td class="num">{formatDegrees(row.longitude_i)}</td>
                <td class="num">{row.altitude !== null && local.height(row.altitude, units)}</td>
                <td class="num" data-label={position.satellites}>
                  {row.sats_in_view}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
