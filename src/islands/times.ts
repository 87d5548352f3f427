// Times that the server wrote in UTC, told in the visitor's own time zone and kept fresh.
import { local, locale } from './words.js'

const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' })
const dayAndClock = new Intl.DateTimeFormat(locale, {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
})
const full = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' })

/** Rewrites every time within `root`; its `data-show` says how. */
export function localiseTimes(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLTimeElement>('time[data-show]')) {
    const date = new Date(element.dateTime)
    if (Number.isNaN(date.getTime())) continue
    element.title = full.format(date)
    element.textContent = textFor(element.dataset.show, date)
  }
}

function textFor(show: string | undefined, date: Date): string {
  if (show === 'age') return local.age((Date.now() - date.getTime()) * 1000)
  if (show === 'ago') return local.ago((Date.now() - date.getTime()) * 1000)
  if (show === 'datetime') return full.format(date)
  const isToday = date.toDateString() === new Date().toDateString()
  return (isToday ? clock : dayAndClock).format(date)
}

/** Localises the page and renews ages for as long as it is looked at. */
export function startTimes(): void {
  localiseTimes(document)
  for (const note of document.querySelectorAll<HTMLElement>('[data-utc]')) note.hidden = true
  setInterval(() => {
    if (!document.hidden) renewAges()
  }, 10_000)
  document.addEventListener('visibilitychange', renewAges)
}

function renewAges(): void {
  for (const element of document.querySelectorAll<HTMLTimeElement>('time[data-show^="ag"]')) {
    const text = textFor(element.dataset.show, new Date(element.dateTime))
    if (element.textContent !== text) element.textContent = text
  }
}
