// What the nodes say while the map is open.
import type { MapNews } from '../../reader/map/format.js'
import { EventStream } from '../event-stream.js'
import { words } from '../words.js'

/** Lines of packets whose sender is not on the map. */
const MOST_LINES = 5
const LINE_MS = 20_000

interface NewsHandlers {
  news(news: MapNews): void
  /** Something was missed: everything has to be loaded anew. */
  gap(): void
}

/** Follows the live stream and shows whether it flows. */
export function followNews(
  address: string,
  cursor: number,
  { news, gap }: NewsHandlers,
): EventStream {
  const state = document.querySelector<HTMLElement>('[data-map-state]')
  const stream = new EventStream(address, String(cursor), {
    row: (data) => news(JSON.parse(data) as MapNews),
    gap,
    connected(isConnected) {
      if (state === null) return
      state.dataset.state = isConnected ? 'live' : 'reconnecting'
      const text = state.querySelector('[data-map-state-text]')
      if (text !== null) text.textContent = isConnected ? words.live.live : words.live.reconnecting
    },
  })
  stream.open()
  return stream
}

/** Packets of nodes that have no place on the map, a line each for a while. */
export class Ticker {
  readonly box: HTMLElement
  readonly list: HTMLElement
  readonly base: string

  constructor(box: HTMLElement, base: string) {
    this.box = box
    this.list = box.querySelector<HTMLElement>('[data-ticker-lines]') ?? box
    this.base = base
  }

  add({ packet }: MapNews, name: string): void {
    const line = document.createElement('li')
    const link = document.createElement('a')
    link.href = `${this.base}/packet/${packet.id}?key=${packet.key}`
    const who = document.createElement('bdi')
    who.className = 'name'
    who.textContent = name
    const what = document.createElement('span')
    what.className = `tag ${packet.hue}`
    what.textContent = packet.label
    link.append(who, what)
    line.append(link)
    this.list.prepend(line)
    while (this.list.childElementCount > MOST_LINES) this.list.lastElementChild?.remove()
    this.box.hidden = false
    setTimeout(() => {
      line.remove()
      this.box.hidden = this.list.childElementCount === 0
    }, LINE_MS)
  }
}
