import type { Words } from '../words/languages.js'
/** A period up to now that a visitor may choose; `hours` undefined = everything that is kept. */
export interface Period {
  key: keyof Words['lengths']
  hours: number | undefined
}

const DAY = 24

export const PERIODS = {
  '1h': { key: '1h', hours: 1 },
  '6h': { key: '6h', hours: 6 },
  '24h': { key: '24h', hours: DAY },
  '3d': { key: '3d', hours: 3 * DAY },
  '7d': { key: '7d', hours: 7 * DAY },
  '14d': { key: '14d', hours: 14 * DAY },
  '30d': { key: '30d', hours: 30 * DAY },
  '90d': { key: '90d', hours: 90 * DAY },
  '1y': { key: '1y', hours: 365 * DAY },
  all: { key: 'all', hours: undefined },
} as const satisfies Record<string, Period>

export type PeriodKey = keyof typeof PERIODS

/** The period that a query names, when it is among those of the page, else the usual one. */
export function periodOf(
  named: string | undefined,
  choices: readonly PeriodKey[],
  usual: PeriodKey,
): Period {
  return PERIODS[choices.find((key) => key === named) ?? usual]
}

const HOUR_US = 3_600_000_000
const DAY_US = 24 * HOUR_US

/** When a period begins, microseconds UTC; 0 for everything. */
export function sinceUs(period: Period, now_us: number): number {
  return period.hours === undefined ? 0 : now_us - period.hours * HOUR_US
}

/** So many days ago, microseconds UTC: a time that both databases can count with, whatever was asked. */
export function daysAgoUs(days: number, now_us: number): number {
  return Math.min(Math.max(Math.floor(now_us - days * DAY_US), 0), Number.MAX_SAFE_INTEGER)
}
