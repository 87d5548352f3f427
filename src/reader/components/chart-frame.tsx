import type { ComponentChildren } from 'preact'
import { type Chart, type ChartSeries, TABLE_BARS, tableRows } from '../charts/chart.js'
import { formatCount, formatNumber, isoTime, utcTime } from '../format.js'
import { Link } from './site.js'

interface ChartFrameProps {
  title: string
  chart: Chart
  /** Address of the same numbers for a spreadsheet. */
  csv?: string
  /** A sentence on what the numbers mean. */
  note?: ComponentChildren
}

/** A chart with its key, the table behind it and its download. Only the drawing needs script. */
export function ChartFrame({ title, chart, csv, note }: ChartFrameProps) {
  return (
    <figure class="card chart">
      <figcaption class="card-head">
        <h3>{title}</h3>
        <span class="spacer" />
        {csv !== undefined && (
          <Link href={csv} class="small" title={`${title} as CSV`}>
            CSV
          </Link>
        )}
      </figcaption>
      <ul class="key">
        {chart.series.map((series) => (
          <li key={series.label} class={series.hue}>
            <i class="swatch" />
            <bdi>{series.label}</bdi>
            <output class="key-value">{lastValue(chart, series)}</output>
          </li>
        ))}
        <li class="key-time" />
      </ul>
      <div class="plot" data-chart={JSON.stringify(chart)} />
      {note !== undefined && <p class="muted small">{note}</p>}
      <details class="behind">
        <summary class="small">Table</summary>
        <ChartTable chart={chart} />
        {chart.kind === 'bars' && chart.x.length > TABLE_BARS && (
          <p class="muted small">What is older is in the CSV file.</p>
        )}
      </details>
    </figure>
  )
}

/** The sum of bars, the newest value of a line. */
function lastValue(chart: Chart, series: ChartSeries): string {
  if (chart.kind === 'bars') {
    const sum = series.values.reduce<number>((total, value) => total + (value ?? 0), 0)
    return formatCount(sum)
  }
  const last = series.values.findLast((value) => value !== null)
  return last === undefined || last === null ? '' : withUnit(last, series.unit)
}

function withUnit(value: number, unit: string): string {
  return unit === '' ? formatNumber(value) : `${formatNumber(value)} ${unit}`
}

function ChartTable({ chart }: { chart: Chart }) {
  return (
    <div class="table-frame flat">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{chart.step === 'day' ? 'Day' : 'Time'}</th>
            {chart.series.map((series) => (
              <th scope="col" class="num" key={series.label}>
                <bdi>{series.label}</bdi>
                {series.unit !== '' && <span class="unit"> {series.unit}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tableRows(chart).map((row) => (
            <tr key={row.x}>
              <td>
                {row.date ?? (
                  <time datetime={isoTime(row.x * 1e6)} data-show="datetime">
                    {utcTime(row.x * 1e6).slice(0, 16)}
                  </time>
                )}
              </td>
              {row.values.map((value, index) => (
                <td class="num" key={chart.series[index]!.label}>
                  {value === null ? '' : formatNumber(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
