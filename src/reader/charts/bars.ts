import { daysBetween, type Zone } from '../zone.js'
import { type Chart, seriesHue } from './chart.js'

/** A count of something in an hour (hours since 1970 UTC). */
export interface HourCount<K> {
  hour: number
  key: K
  count: number
}

interface BarsOptions<K> {
  zone: Zone
  /** Unix seconds. */
  from: number
  to: number
  /** How a key is called, and its hue when it has one of its own. */
  label(key: K): string
  hue?(key: K): string
  /** What the keys beyond the most frequent ones are called together. */
  other?: string
  /** Series besides that one. */
  most?: number
}

const HOUR = 3600
/** Longer periods are shown day by day. */
const MOST_HOURS = 4 * 24 + 1

/** Counts as stacked bars: per hour for up to four days, else per local day, the most frequent first. */
export function stackedBars<K>(counts: readonly HourCount<K>[], options: BarsOptions<K>): Chart {
  const { zone, to, most = 7 } = options
  const byDay = (to - options.from) / HOUR > MOST_HOURS
  const x = byDay ? daysBetween(zone, options.from, to) : hoursBetween(options.from, to)
  const from = x[0] ?? options.from
  const keys = byFrequency(counts)
  const named = keys.length > most + 1 ? keys.slice(0, most) : keys
  const columns = new Map(named.map((key) => [key, x.map(() => 0)]))
  const rest = x.map(() => 0)
  for (const { hour, key, count } of counts) {
    const index = indexOf(x, hour * HOUR)
    const column = columns.get(key) ?? rest
    if (index >= 0) column[index] = (column[index] ?? 0) + count
  }
  const series = named.map((key, index) => ({
    label: options.label(key),
    unit: '',
    hue: options.hue?.(key) ?? seriesHue(index),
    values: columns.get(key) ?? [],
  }))
  if (named.length < keys.length) {
    series.push({ label: options.other ?? 'Other', unit: '', hue: 'h9', values: rest })
  }
  return {
    kind: 'bars',
    stacked: true,
    from,
    to: byDay ? zone.startOfDay(to) + 25 * HOUR : to,
    x,
    series,
    gap: 0,
    step: byDay ? 'day' : 'hour',
    dates: byDay ? x.map((time) => zone.dateOf(time)) : undefined,
  }
}

function hoursBetween(from: number, to: number): number[] {
  const first = Math.floor(from / HOUR) * HOUR
  const count = Math.max(0, Math.ceil((to - first) / HOUR))
  return Array.from({ length: count }, (_, index) => first + index * HOUR)
}

function byFrequency<K>(counts: readonly HourCount<K>[]): K[] {
  const sums = new Map<K, number>()
  for (const { key, count } of counts) sums.set(key, (sums.get(key) ?? 0) + count)
  return [...sums].sort((a, b) => b[1] - a[1]).map(([key]) => key)
}

/** The last beginning that is not later than `time`; −1 before the first. */
function indexOf(beginnings: readonly number[], time: number): number {
  let low = 0
  let high = beginnings.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (beginnings[middle]! <= time) low = middle + 1
    else high = middle
  }
  return low - 1
}
