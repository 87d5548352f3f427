import type uPlot from 'uplot'
import { locale } from './words.js'

const clock = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' })
const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
const month = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric' })
const full = new Intl.DateTimeFormat(locale, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: 'numeric',
  minute: '2-digit',
})
const fullDay = new Intl.DateTimeFormat(locale, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
})

const DAY = 86_400

/** Labels of the time axis: the clock within a day, its date where it begins. */
export function axisTime(
  _plot: uPlot,
  splits: number[],
  _axis: number,
  _space: number,
  step: number,
): string[] {
  return splits.map((time) => {
    const date = new Date(time * 1000)
    if (step >= 28 * DAY) return month.format(date)
    const isMidnight = date.getHours() === 0 && date.getMinutes() === 0
    return step >= DAY || isMidnight ? day.format(date) : clock.format(date)
  })
}

/** The time under the pointer. */
export function fullTime(time: number, step: 'hour' | 'day' | undefined): string {
  return (step === 'day' ? fullDay : full).format(new Date(time * 1000))
}
