import uPlot from 'uplot'
import type { Chart, ChartSeries } from '../reader/charts/chart.js'
import { withMinus } from '../words/local.js'
import type { Colours } from './chart-colours.js'
import { axisTime, fullTime } from './chart-times.js'
import { local, locale } from './words.js'

type Values = (number | null | undefined)[]

interface Drawing {
  data: uPlot.AlignedData
  options: uPlot.Options
}

/** What uPlot needs to draw a chart into an element of its size. */
export function drawing(chart: Chart, element: HTMLElement, colours: Colours): Drawing {
  const { x, columns } = withGaps(chart)
  const shown = chart.stacked ? stack(columns) : columns
  const scales = [...new Set(chart.series.map((series) => series.unit))]
  const scaleOf = (unit: string) => `y${Math.min(scales.indexOf(unit), 1)}`
  const range: uPlot.Scale.Range = [chart.from, chart.to]
  return {
    data: [x, ...shown] as uPlot.AlignedData,
    options: {
      width: element.clientWidth,
      height: element.clientHeight,
      legend: { show: false },
      cursor: {
        sync: { key: 'charts', setSeries: false },
        y: false,
        points: { size: 7 },
        drag: { x: true, y: false },
      },
      scales: {
        x: {
          time: true,
          range: (_plot, min, max) => (isWhole(chart, min, max) ? range : [min, max]),
        },
        ...Object.fromEntries(
          scales.slice(0, 2).map((_, index) => [`y${index}`, yScale(chart, scales[index] ?? '')]),
        ),
      },
      axes: [
        axis(colours, {
          space: 64,
          size: 28,
          values: axisTime,
          ...(chart.step === 'day' ? { incrs: DAYS } : {}),
        }),
        ...scales.slice(0, 2).map((unit, index) =>
          axis(colours, {
            scale: `y${index}`,
            side: index === 0 ? 3 : 1,
            size: axisWidth,
            space: 28,
            ...(isCounted(chart, unit) ? { incrs: COUNTS } : {}),
            grid: { show: index === 0, stroke: colours.line, width: 1 },
            values: (_plot, splits) => splits.map((value) => axisNumber(value, unit)),
          }),
        ),
      ],
      series: [
        {},
        ...chart.series.map((series, index) =>
          look(chart, scaleOf(series.unit), colours.series[index] ?? colours.ink),
        ),
      ],
      hooks: { setCursor: [(plot) => tell(plot, chart, x, columns)] },
    },
  }
}

/** uPlot asks for the range of the data at first and after a double click, else of a zoom. */
function isWhole(chart: Chart, min: number, max: number): boolean {
  const first = chart.x[0] ?? chart.from
  const last = chart.x.at(-1) ?? chart.to
  return min <= first && max >= last
}

/** Counts begin at nought; measurements where they are, with some air. */
function yScale(chart: Chart, unit: string): uPlot.Scale {
  if (chart.kind === 'bars') {
    return { range: (_plot, _min, max) => [0, Math.max(1, (max ?? 1) * 1.08)] }
  }
  return {
    range: (_plot, min, max) => {
      if (min === null || max === null) return [0, 1]
      const air = max === min ? Math.max(Math.abs(max) * 0.05, 0.5) : (max - min) * 0.12
      // What cannot be negative does not get an axis below nought, nor shares one above the whole.
      const top = unit === '%' && max <= 100 ? Math.min(100, max + air) : max + air
      return [min >= 0 ? Math.max(0, min - air) : min - air, top]
    },
  }
}

const DAY = 86_400
/** Steps of the axis of daily bars: never a part of a day. */
const DAYS = [1, 2, 3, 5, 7, 14, 30, 60, 90, 180, 365].map((days) => days * DAY)

/** Steps of an axis of counts: never a part of a thing. */
const COUNTS = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7].flatMap((size) => [size, 2 * size, 5 * size])

function isCounted(chart: Chart, unit: string): boolean {
  const counted = chart.series.filter((series) => series.unit === unit)
  return (
    unit === '' &&
    counted.every((series) => series.values.every((value) => Number.isInteger(value ?? 0)))
  )
}

const FACE = '12px system-ui, sans-serif'

function axis(colours: Colours, more: uPlot.Axis): uPlot.Axis {
  return {
    stroke: colours.ink,
    font: FACE,
    grid: { show: false },
    ticks: { stroke: colours.line, width: 1, size: 4 },
    gap: 4,
    ...more,
  }
}

/** As wide as its longest label. */
function axisWidth(_plot: uPlot, values: string[] | null): number {
  const longest = Math.max(0, ...(values ?? []).map((value) => value.length))
  return Math.max(28, 12 + longest * 7)
}

const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 })
const short = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 })

function axisNumber(value: number, unit: string): string {
  const text = withMinus((Math.abs(value) >= 10_000 ? short : numbers).format(value))
  return unit === '' ? text : local.withUnit(text, unit)
}

function look(chart: Chart, scale: string, colour: string): uPlot.Series {
  const common: uPlot.Series = { scale, stroke: colour, spanGaps: false }
  if (chart.kind === 'bars') {
    return {
      ...common,
      fill: colour,
      width: 0,
      paths: uPlot.paths.bars!({ size: [0.82, Number.POSITIVE_INFINITY], align: 1 }),
      points: { show: false },
    }
  }
  if (chart.kind === 'dots') {
    return { ...common, paths: () => null, points: { show: true, size: 5, fill: colour } }
  }
  return {
    ...common,
    width: 1.7,
    points: { size: 5, fill: colour, filter: lonely },
  }
}

/** Without its neighbours a point has no line, and would not be seen. */
function lonely(plot: uPlot, series: number, show: boolean): number[] | null {
  const values = plot.data[series] as Values
  if (show) return null
  const found: number[] = []
  let before = Number.NaN
  let count = 0
  values.forEach((value, index) => {
    if (typeof value === 'number') {
      count += 1
      before = index
    } else if (value === null) {
      if (count === 1) found.push(before)
      count = 0
    }
  })
  if (count === 1) found.push(before)
  return found
}

/**
 * uPlot joins over `undefined` and breaks at `null`: a metric that was not in a report is the one,
 * a silence longer than `gap` the other.
 */
function withGaps(chart: Chart): { x: number[]; columns: Values[] } {
  if (chart.kind === 'bars') {
    return { x: chart.x, columns: chart.series.map((series) => series.values) }
  }
  const x: number[] = []
  const columns: Values[] = chart.series.map(() => [])
  chart.x.forEach((time, index) => {
    const before = chart.x[index - 1]
    if (before !== undefined && time - before > chart.gap) {
      x.push(before + 1)
      for (const column of columns) column.push(null)
    }
    x.push(time)
    for (const [at, series] of chart.series.entries()) columns[at]?.push(series.values[index])
  })
  for (const column of columns) bridge(x, column, chart.gap)
  return { x, columns }
}

function bridge(x: readonly number[], column: Values, gap: number): void {
  let last = -1
  for (let index = 0; index < column.length; index++) {
    if (column[index] === null) continue
    if (last >= 0 && x[index]! - x[last]! <= gap) column.fill(undefined, last + 1, index)
    last = index
  }
}

/** Every series on top of those after it, so that the first one is drawn at the back. */
function stack(columns: readonly Values[]): Values[] {
  const sums = (columns[0] ?? []).map(() => 0)
  return columns
    .toReversed()
    .map((column) =>
      column.map((value, index) => {
        sums[index] = (sums[index] ?? 0) + (value ?? 0)
        return sums[index]
      }),
    )
    .toReversed()
}

function valueText(value: number, series: ChartSeries | undefined): string {
  const unit = series?.unit ?? ''
  return unit === '' ? withMinus(numbers.format(value)) : local.measured(value, unit)
}

/** Shows the values under the pointer in the key, and the usual ones when it is gone. */
function tell(plot: uPlot, chart: Chart, x: readonly number[], columns: readonly Values[]): void {
  const figure = plot.root.closest('.chart')
  if (figure === null) return
  const index = plot.cursor.idx
  const time = typeof index === 'number' ? x[index] : undefined
  const outputs = figure.querySelectorAll<HTMLElement>('.key-value')
  for (const [at, output] of outputs.entries()) {
    output.dataset.usual ??= output.textContent ?? ''
    const value = typeof index === 'number' ? columns[at]?.[index] : undefined
    if (time === undefined) output.textContent = output.dataset.usual
    else output.textContent = typeof value === 'number' ? valueText(value, chart.series[at]) : '–'
  }
  const label = figure.querySelector<HTMLElement>('.key-time')
  if (label !== null) label.textContent = time === undefined ? '' : fullTime(time, chart.step)
}
