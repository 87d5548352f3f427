import type { ComponentChildren } from 'preact'
import type { Local } from '../../words/local.js'
import { type Chart, type ChartSeries, TABLE_BARS, tableRows } from '../charts/chart.js'
import { isoTime, utcTime } from '../format.js'
import { Icon } from './icons.js'
import { Link, useLocal, useWords } from './site.js'

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
  const { charts, common, mapPage } = useWords()
  const local = useLocal()
  return (
    <figure class="card chart">
      <figcaption class="card-head">
        <h3>{title}</h3>
        <span class="spacer" />
        {csv !== undefined && (
          <Link href={csv} class="small" title={charts.csvTitle({ title })}>
            {common.csv}
          </Link>
        )}
        <button
          type="button"
          class="icon-button enlarge with-script"
          title={charts.enlarge({ title })}
          aria-label={charts.enlarge({ title })}
          data-enlarge={mapPage.close}
        >
          <Icon name="enlarge" size={16} />
          <Icon name="close" size={16} />
        </button>
      </figcaption>
      <ul class="key">
        {chart.series.map((series) => (
          <li key={series.label} class={series.hue}>
            <i class="swatch" />
            <bdi>{series.label}</bdi>
            <output class="key-value">{lastValue(chart, series, local)}</output>
          </li>
        ))}
        <li class="key-time" />
      </ul>
      <div class="plot" data-chart={JSON.stringify(chart)} />
      {note !== undefined && <p class="muted small">{note}</p>}
      <details class="behind">
        <summary class="small">{charts.table}</summary>
        <ChartTable chart={chart} />
        {chart.kind === 'bars' && chart.x.length > TABLE_BARS && (
          <p class="muted small">{charts.older}</p>
        )}
      </details>
    </figure>
  )
}

/** The sum of bars, the newest value of a line. */
function lastValue(chart: Chart, series: ChartSeries, local: Local): string {
  if (chart.kind === 'bars') {
    const sum = series.values.reduce<number>((total, value) => total + (value ?? 0), 0)
    return local.count(sum)
  }
  const last = series.values.findLast((value) => value !== null)
  return last === undefined || last === null ? '' : withUnit(last, series.unit, local)
}

function withUnit(value: number, unit: string, local: Local): string {
  return unit === '' ? local.number(value) : local.measured(value, unit)
}

/** As many columns fit into the card of a chart on a desk; with more, rows become small cards. */
const FITTING_COLUMNS = 2

function tableClass(series: number): string {
  if (series > FITTING_COLUMNS) return 'table many'
  return series > 1 ? 'table rows' : 'table'
}

function ChartTable({ chart }: { chart: Chart }) {
  const { charts } = useWords()
  const local = useLocal()
  return (
    <div class="table-frame flat">
      <table class={tableClass(chart.series.length)}>
        <thead>
          <tr>
            <th scope="col">{chart.step === 'day' ? charts.day : charts.time}</th>
            {chart.series.map((series) => (
              <th scope="col" class="num" key={series.label}>
                <bdi>{series.label}</bdi>
                {series.unit !== '' && <span class="unit"> {local.unit(series.unit)}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tableRows(chart).map((row) => (
            <tr key={row.x}>
              <td>
                {row.date === undefined ? (
                  <time datetime={isoTime(row.x * 1e6)} data-show="clock">
                    {utcTime(row.x * 1e6).slice(0, 16)}
                  </time>
                ) : (
                  local.date(row.date)
                )}
              </td>
              {row.values.map((value, index) => (
                <td
                  class={value === 0 ? 'num nought' : 'num'}
                  key={chart.series[index]!.label}
                  data-label={chart.series[index]!.label}
                >
                  {value !== null && local.amount(value, chart.series[index]!.unit)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
