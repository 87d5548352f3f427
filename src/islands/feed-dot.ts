// The dot beside the menu: whether packets come in. It listens to the one stream that a page has,
// and opens one where the page has none.
import type { FeedState } from '../reader/pulse.js'
import { EventStream, onConnection, onPulse } from './event-stream.js'
import { local } from './words.js'

type Shown = FeedState['kind'] | 'reconnecting' | 'migrating'

/** A page is written and connects in the same moment: no reason to be alarmed. */
const PATIENCE_MS = 4000

export function startFeedDot(): void {
  const dot = document.querySelector<HTMLElement>('[data-feed]')
  if (dot !== null) new FeedDot(dot).start()
}

class FeedDot {
  readonly dot: HTMLElement
  readonly text: Element | null
  state: FeedState | null = null
  heard_ms = 0
  shown: Shown
  #alarm = 0

  constructor(dot: HTMLElement) {
    this.dot = dot
    this.text = dot.querySelector('.feed-text')
    this.shown = (dot.dataset.feed ?? 'live') as Shown
  }

  start(): void {
    onPulse((state) => {
      this.state = state
      this.heard_ms = performance.now()
      this.show(state.kind)
    })
    onConnection((isConnected) => this.#connection(isConnected))
    setInterval(() => this.show(this.shown), 30_000)
    const { feedStream } = this.dot.dataset
    const hasOwn = document.querySelector('[data-live], [data-first-packet]') !== null
    if (feedStream !== undefined && !hasOwn) new EventStream(feedStream, '', {}).open()
  }

  #connection(isConnected: boolean): void {
    clearTimeout(this.#alarm)
    if (isConnected) this.show(this.state?.kind ?? 'live')
    else if (this.shown === 'live' || this.shown === 'silent') {
      this.#alarm = window.setTimeout(() => void this.#diagnose(), PATIENCE_MS)
    } else void this.#diagnose()
  }

  /** Away for a moment, or closed for a migration? */
  async #diagnose(): Promise<void> {
    let isMigrating = false
    try {
      const answer = await fetch(this.dot.dataset.feedHealth ?? '', { cache: 'no-store' })
      isMigrating = ((await answer.json()) as { status?: unknown }).status === 'migrating'
    } catch {
      // The server or the network is away.
    }
    this.show(isMigrating ? 'migrating' : 'reconnecting')
  }

  show(shown: Shown): void {
    this.shown = shown
    const { dot, text } = this
    dot.dataset.feed = shown
    const age_s = (this.state?.age_s ?? 0) + (performance.now() - this.heard_ms) / 1000
    const template = dot.getAttribute(`data-text-${shown}`) ?? ''
    const words = template.replace('{age}', local.age(age_s * 1_000_000))
    if (text !== null && text.textContent !== words) text.textContent = words
    dot.title = words
  }
}
