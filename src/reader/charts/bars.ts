import { daysBetween, nextDay, type Zone } from '../zone.js'
import { type Chart, type ChartSeries, seriesHue } from './chart.js'

interface BarsOptions<K> {
  zone: Zone
  /** Unix seconds. */
  from: number
  to: number
  /** How a key is called, and its hue when it has one of its own. */
  label(key: K): string
  hue?(key: K): string
  /** What the less frequent keys are called together. */
  others: string
  /** Keys with a series of their own; the less frequent ones share one. */
  most?: number
  /** Keys that it does not let through share that one, however frequent. */
  isNamed?(key: K): boolean
}

const HOUR = 3600
/** Longer periods are shown day by day. */
const MOST_HOURS = 4 * 24 + 1
const DEFAULT_MOST = 7

/**
 * Sums hourly counts of several things into stacked bars: per hour for up to four days, else per
 * local day; the most frequent thing first.
 */
export class BarStack<K> {
  readonly #options: BarsOptions<K>
  readonly #byDay: boolean
  readonly #x: number[]
  readonly #columns = new Map<K, number[]>()
  readonly #sums = new Map<K, number>()

  constructor(options: BarsOptions<K>) {
    const { zone, from, to } = options
    this.#options = options
    this.#byDay = (to - from) / HOUR > MOST_HOURS
    this.#x = this.#byDay ? daysBetween(zone, from, to) : hoursBetween(from, to)
  }

  /** Counts `count` things of `key` in an hour (hours since 1970 UTC). */
  add(hour: number, key: K, count: number): void {
    const index = indexOf(this.#x, hour * HOUR)
    if (index < 0) return
    let column = this.#columns.get(key)
    if (column === undefined) {
      column = this.#x.map(() => 0)
      this.#columns.set(key, column)
    }
    column[index] = (column[index] ?? 0) + count
    this.#sums.set(key, (this.#sums.get(key) ?? 0) + count)
  }

  chart(): Chart {
    const { zone, from, to } = this.#options
    return {
      kind: 'bars',
      stacked: true,
      from: this.#x[0] ?? from,
      // The last bar has its full width.
      to: this.#byDay ? nextDay(zone, this.#x.at(-1) ?? to) : to,
      x: this.#x,
      series: this.#series(),
      gap: 0,
      step: this.#byDay ? 'day' : 'hour',
      dates: this.#byDay ? this.#x.map((time) => zone.dateOf(time)) : undefined,
    }
  }

  #series(): ChartSeries[] {
    const { label, hue: hueOf, most = DEFAULT_MOST, isNamed } = this.#options
    const keys = [...this.#sums].sort((a, b) => b[1] - a[1]).map(([key]) => key)
    const nameable = keys.filter((key) => isNamed?.(key) ?? true)
    // A single key besides may as well have its name.
    const named = nameable.length > most + 1 ? nameable.slice(0, most) : nameable
    const hues = distinctHues(named.map((key, index) => hueOf?.(key) ?? seriesHue(index)))
    const series = named.map((key, index) => ({
      label: label(key),
      unit: '',
      hue: hues[index]!,
      values: this.#columns.get(key) ?? [],
    }))
    const rest = keys
      .filter((key) => !named.includes(key))
      .map((key) => this.#columns.get(key) ?? [])
    if (rest.length === 0) return series
    const values = this.#x.map((_, index) =>
      rest.reduce((sum, column) => sum + (column[index] ?? 0), 0),
    )
    const hue = distinctHues([...hues, 'h9']).at(-1)!
    return [...series, { label: this.#options.others, unit: '', hue, values }]
  }
}

/** A hue that an earlier series has is swapped for a free one: they stand on each other. */
function distinctHues(wished: readonly string[]): string[] {
  const taken = new Set<string>()
  const free = () => wished.map((_, index) => seriesHue(index)).find((hue) => !taken.has(hue))
  return wished.map((wish) => {
    const hue = taken.has(wish) ? (free() ?? wish) : wish
    taken.add(hue)
    return hue
  })
}

function hoursBetween(from: number, to: number): number[] {
  const first = Math.floor(from / HOUR) * HOUR
  const count = Math.max(0, Math.ceil((to - first) / HOUR))
  return Array.from({ length: count }, (_, index) => first + index * HOUR)
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
