// Numbers, sizes and times as a language writes them. Browser safe.
import type { en } from './en/index.js'
import { decimalsOf } from './measures.js'
import type { Compiled } from './phrase.js'

export type Units = 'metric' | 'imperial'
type UnitWords = Compiled<typeof en>['units']
type SymbolWords = Compiled<typeof en>['symbols']

export interface Local {
  /** Thousands apart: `1,234,567`. */
  count(count: number): string
  /** A measured number with no more digits than it deserves; `–` for what is no number. */
  number(value: number): string
  /** The same with the decimals that its unit deserves. */
  amount(value: number, unit: string): string
  /** A unit by its code in src/mesh/units.ts, as the language writes it. */
  unit(unit: string): string
  /** A number that is written already, with its unit. */
  withUnit(text: string, unit: string): string
  /** An amount with its unit; long times in hours and days, bytes in the size that fits. */
  measured(value: number, unit: string): string
  /** With just so many decimals, four at most. */
  fixed(value: number, decimals: number): string
  /** `734 B`, `4.2 MB`; a kilobyte has 1000 bytes. */
  bytes(bytes: number): string
  /** A period: `45 s`, `12 min`, `3 h 5 min`, `2 d 4 h`. */
  duration(seconds: number): string
  /** After the first of several: `+340 ms`, `+12.5 s`. */
  delay(delay_us: number): string
  /** A part of a whole, with one decimal: `12.5 %`; `–` of nothing. */
  percent(part: number, whole: number): string
  /** The date of a day `YYYY-MM-DD`. */
  date(day: string): string
  /** A day with its weekday, of UTC. */
  weekday(time_us: number): string
  /** How long ago: `now`, `42 s`, `5 min`, `3 h`, `12 d`. What lies ahead (clocks) is `now`. */
  age(age_us: number): string
  /** The same as the end of a sentence: `just now`, `3 h ago`. */
  ago(age_us: number): string
  /** Metres as people say them: `840 m`, `3.4 km`, `112 km`; or `900 ft`, `2.1 mi`. */
  distance(metres: number, units: Units): string
  /** Metres of height: `230 m` or `755 ft`. */
  height(metres: number, units: Units): string
  /** dB, with the sign that tells at a glance: `+6.25`, `−12`. */
  snr(snr: number): string
  /** The same with its unit: `+6.25 dB`. */
  decibels(snr: number): string
  /** dBm: `−112 dBm`. */
  rssi(rssi: number): string
}

const JUST_NOW_S = 5

const MINUTE = 60
const HOUR = 3600
const DAY = 86_400

/**
 * Intl's formatters are slow to make, so each is made once for a locale, when it is needed. Units that are not among
 * the symbols are written by their codes.
 */
export function makeLocal(
  locale: string,
  words: UnitWords,
  symbols: Partial<SymbolWords> = {},
): Local {
  const numbers = makeNumbers(locale)
  const { fixed, rounded } = numbers
  const unit = unitNames(words, symbols)
  const whole = (value: number) => rounded(value, 0)

  const prefixes = ['', words.kilo, words.mega, words.giga, words.tera]

  const ageIn = (seconds: number): string => {
    if (seconds < 90) return `${seconds} ${words.second}`
    if (seconds < 90 * MINUTE) return `${Math.floor(seconds / MINUTE)} ${words.minute}`
    if (seconds < 36 * HOUR) return `${Math.floor(seconds / HOUR)} ${words.hour}`
    return `${whole(Math.floor(seconds / DAY))} ${words.day}`
  }
  const isNow = (age_us: number) => age_us < JUST_NOW_S * 1_000_000
  const age = (age_us: number) => ageIn(Math.floor(age_us / 1_000_000))

  const daysIn = (dateStyle: 'medium' | 'full') =>
    new Intl.DateTimeFormat(locale, { dateStyle, timeZone: 'UTC' })
  let dates: Intl.DateTimeFormat | undefined
  let weekdays: Intl.DateTimeFormat | undefined

  const number = (value: number): string => {
    if (!Number.isFinite(value)) return '–'
    return rounded(value, Math.abs(value) >= 100 ? 1 : Math.abs(value) >= 1 ? 2 : 4)
  }
  const amount = (value: number, of: string): string => {
    const decimals = decimalsOf(of)
    return decimals === undefined || !Number.isFinite(value)
      ? number(value)
      : rounded(value, decimals)
  }
  const withUnit = (text: string, of: string): string =>
    of === '°' ? text + of : `${text} ${unit(of)}`
  const bytes = (size: number): string => {
    const step = size < 999.5 ? 0 : Math.min(4, Math.floor(Math.log10(size * 1.0005) / 3))
    const value = size / 1000 ** step
    const text = step === 0 || value >= 99.5 ? whole(value) : fixed(value, 1)
    return `${text} ${prefixes[step]}${words.byte}`
  }
  const duration = (seconds: number): string => {
    const parts = (first: number, firstUnit: string, rest: number, restUnit: string) =>
      rest === 0
        ? `${whole(first)} ${firstUnit}`
        : `${whole(first)} ${firstUnit} ${rest} ${restUnit}`
    if (seconds < MINUTE) return `${Math.round(seconds)} ${words.second}`
    if (seconds < HOUR) return `${Math.round(seconds / MINUTE)} ${words.minute}`
    if (seconds < DAY) {
      const minutes = Math.floor((seconds % HOUR) / MINUTE)
      return parts(Math.floor(seconds / HOUR), words.hour, minutes, words.minute)
    }
    const hours = Math.floor((seconds % DAY) / HOUR)
    return parts(Math.floor(seconds / DAY), words.day, hours, words.hour)
  }
  // A difference that rounds to nought may be −0.
  const snr = (value: number): string =>
    value > 0 ? `+${rounded(value, 4)}` : rounded(value || 0, 4)

  return {
    count: numbers.grouped,
    fixed,
    number,
    amount,
    unit,
    withUnit,
    measured(value, of) {
      if (of === 's' && value >= MINUTE) return duration(value)
      if (of === 'B') return bytes(value)
      return withUnit(amount(value, of), of)
    },
    bytes,
    duration,
    delay(delay_us) {
      const ms = Math.round(delay_us / 1000)
      return ms < 10_000
        ? `+${whole(ms)} ${words.millisecond}`
        : `+${fixed(ms / 1000, 1)} ${words.second}`
    },
    percent: (part, all) => (all === 0 ? '–' : `${fixed((100 * part) / all, 1)} %`),
    date(day) {
      dates ??= daysIn('medium')
      return dates.format(new Date(`${day}T00:00:00Z`))
    },
    weekday(time_us) {
      weekdays ??= daysIn('full')
      return weekdays.format(new Date(time_us / 1000))
    },
    age: (age_us) => (isNow(age_us) ? words.now : age(age_us)),
    ago: (age_us) => (isNow(age_us) ? words.justNow : words.ago({ age: age(age_us) })),
    distance(metres, units) {
      const [small, perSmall, large, perLarge] =
        units === 'metric'
          ? ([words.metre, 1, words.kilometre, 1000] as const)
          : ([words.foot, 0.3048, words.mile, 1609.344] as const)
      if (metres < 0.995 * Math.min(perLarge, 1000)) return `${whole(metres / perSmall)} ${small}`
      const far = metres / perLarge
      return `${far < 99.5 ? fixed(far, 1) : whole(far)} ${large}`
    },
    height: (metres, units) =>
      units === 'metric'
        ? `${whole(metres)} ${words.metre}`
        : `${whole(metres / 0.3048)} ${words.foot}`,
    snr,
    decibels: (value) => `${snr(value)} ${unit('dB')}`,
    rssi: (rssi) => `${rounded(rssi, 1)} ${unit('dBm')}`,
  }
}

/** Names of units by their codes. */
function unitNames(words: UnitWords, symbols: Partial<SymbolWords>): (unit: string) => string {
  const names = new Map<string, string>([
    ['m', words.metre],
    ['ft', words.foot],
    ['s', words.second],
    ['ms', words.millisecond],
    ['min', words.minute],
    ['d', words.day],
    ['bit', words.bit],
    ['MB', words.mega + words.byte],
    ...Object.entries(symbols),
  ])
  return (unit) => names.get(unit) ?? unit
}

function makeNumbers(locale: string) {
  const padded: Intl.NumberFormat[] = []
  const short: Intl.NumberFormat[] = []
  const format = (made: Intl.NumberFormat[], decimals: number): Intl.NumberFormat => {
    made[decimals] ??= new Intl.NumberFormat(locale, {
      minimumFractionDigits: made === padded ? decimals : 0,
      maximumFractionDigits: decimals,
    })
    return made[decimals]
  }
  let isPlain: boolean | undefined
  /** At most so many decimals. */
  const rounded = (value: number, decimals: number): string => {
    isPlain ??= writesDigits(format(short, 3))
    return isPlain && Number.isInteger(value) && Math.abs(value) < GROUPED_FROM
      ? withMinus(String(value))
      : withMinus(format(short, decimals).format(value))
  }
  return {
    // As Intl does without being told.
    grouped: (value: number) => rounded(value, 3),
    /** Exactly so many decimals. */
    fixed: (value: number, decimals: number) => withMinus(format(padded, decimals).format(value)),
    rounded,
  }
}

/** No language puts thousands apart below this. */
const GROUPED_FROM = 1000

/** Whether small whole numbers look as they do here: then they need no Intl, which takes its time. */
function writesDigits(format: Intl.NumberFormat): boolean {
  return format.format(-987) === '-987'
}

/** A sign as wide as `+`, unlike the hyphen. */
export function withMinus(text: string): string {
  return text.replace('-', '−')
}
