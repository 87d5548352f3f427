/** What a chart shows, as the page hands it to the script that draws it and to the table behind. */
export interface Chart {
  /** Lines between measurements, bars per hour or day, or dots that nothing joins. */
  kind: 'line' | 'bars' | 'dots'
  /** Bars of one period stand on each other. */
  stacked?: boolean
  /** The period shown, unix seconds. */
  from: number
  to: number
  /** Unix seconds, ascending: of a measurement, or where a bar's period begins. */
  x: number[]
  series: ChartSeries[]
  /** Seconds; points further apart are not joined. */
  gap: number
  /** Bars: how long their period is. */
  step?: 'hour' | 'day'
  /** Bars of days: their local dates, one for each `x`. */
  dates?: string[]
}

export interface ChartSeries {
  label: string
  /**
   * By its code; series of one unit share an axis, a chart has room for two. Empty = a count.
   */
  unit: string
  /** A class of public/css/tokens.css, `h0` … `h9`. */
  hue: string
  /** One for each `x`; null = not measured. */
  values: (number | null)[]
}

/** A moment with one value for each series. */
export interface Sample {
  time_us: number
  values: (number | null)[]
}

/** More points than this are not told apart on a screen. */
const MOST_POINTS = 320

/** Rows of the table behind a line. */
const TABLE_ROWS = 24
/** Bars that the table behind them names; more are for a spreadsheet. */
export const TABLE_BARS = 62

/** Hues in an order in which neighbours are told apart, also by colour-blind eyes. */
const ORDER = [5, 6, 0, 4, 3, 2, 1, 7, 8, 9] as const

export function seriesHue(index: number): string {
  return `h${ORDER[index % ORDER.length]}`
}

interface Thinned {
  x: number[]
  columns: (number | null)[][]
  gap: number
}

/**
 * Samples (oldest first) as columns with no more points than a chart can show: each point is
 * the mean of its share of the period. Few samples stay as they are.
 */
export function thin(
  samples: readonly Sample[],
  from: number,
  to: number,
  most = MOST_POINTS,
): Thinned {
  const width = Math.max(1, (to - from) / most)
  const points = samples.length <= most ? samples : means(samples, from, width)
  const x = points.map((point) => Math.round(point.time_us / 1e6))
  const count = samples[0]?.values.length ?? 0
  const columns = Array.from({ length: count }, (_, column) =>
    points.map((point) => rounded(point.values[column] ?? null)),
  )
  return { x, columns, gap: gapOf(x, width) }
}

/** Means of the samples that fall into the same stretch of `width` seconds, at their mean time. */
function means(samples: readonly Sample[], from: number, width: number): Sample[] {
  const found: Sample[] = []
  let stretch: Sample[] = []
  let current = Number.NaN
  for (const sample of samples) {
    const index = Math.floor((sample.time_us / 1e6 - from) / width)
    if (index !== current && stretch.length > 0) {
      found.push(mean(stretch))
      stretch = []
    }
    current = index
    stretch.push(sample)
  }
  if (stretch.length > 0) found.push(mean(stretch))
  return found
}

function mean(samples: readonly Sample[]): Sample {
  const first = samples[0]!
  const values = first.values.map((_, column) => {
    const told = samples.map((each) => each.values[column]).filter(isNumber)
    return told.length === 0 ? null : told.reduce((sum, value) => sum + value, 0) / told.length
  })
  const time_us = samples.reduce((sum, each) => sum + each.time_us, 0) / samples.length
  return { time_us, values }
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number'
}

/** Six digits are more than a chart can show. */
function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(6))
}

/** Silence is what lasts much longer than nine of ten pauses between two reports. */
function gapOf(x: readonly number[], width: number): number {
  const pauses = x.slice(1).map((time, index) => time - x[index]!)
  pauses.sort((a, b) => a - b)
  const long = pauses[Math.floor(pauses.length * 0.9)] ?? 0
  return Math.round(Math.max(2.5 * long, 2 * width, 900))
}

/** A line of the table behind a chart, newest first. */
export interface ChartRow {
  x: number
  /** Where the row is a day. */
  date?: string
  values: (number | null)[]
}

/** What the table behind a chart says: the newest bars, or means over stretches of a line. */
export function tableRows(chart: Chart): ChartRow[] {
  const rows = chart.x.map((x, index) => ({
    x,
    date: chart.dates?.[index],
    values: chart.series.map((series) => series.values[index] ?? null),
  }))
  if (chart.kind === 'bars') return rows.slice(-TABLE_BARS).reverse()
  const samples = rows.map((row) => ({ time_us: row.x * 1e6, values: row.values }))
  const { x, columns } = thin(samples, chart.from, chart.to, TABLE_ROWS)
  return x
    .map((time, index) => ({ x: time, values: columns.map((column) => column[index] ?? null) }))
    .reverse()
}

/** True when a chart has something to draw. */
export function hasValues(chart: Chart): boolean {
  return chart.series.some((series) => series.values.some(isNumber))
}
