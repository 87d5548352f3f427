// Day separators of a list, by the visitor's own midnight.
import { locale } from './words.js'

/** Puts a separator before the first element of each day; those that stood there go. */
export function separateDays(list: HTMLElement | null): void {
  if (list === null || list.dataset.days === undefined) return
  for (const old of list.querySelectorAll('.chat-day')) old.remove()
  let last = ''
  for (const element of list.querySelectorAll<HTMLElement>('[data-time]')) {
    const date = new Date(element.dataset.time ?? '')
    const day = date.toDateString()
    if (day !== last) element.before(separator(date))
    last = day
  }
}

const format = new Intl.DateTimeFormat(locale, { dateStyle: 'full' })

function separator(date: Date): HTMLElement {
  const item = document.createElement('li')
  item.className = 'chat-day'
  const time = document.createElement('time')
  time.dateTime = date.toISOString()
  time.textContent = format.format(date)
  item.append(time)
  return item
}
