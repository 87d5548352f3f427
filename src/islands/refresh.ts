// Pages of numbers renew themselves when packets have come: the stream says so, the page is asked
// for again, and what has changed takes its place. See `Refresh` in document.tsx.
import { onPulse } from './event-stream.js'
import { glide } from './glide.js'
import { hasKeyboard, keepFocus } from './keyboard.js'
import { morph } from './morph.js'
import { localiseTimes } from './times.js'

/** Scrolled further down than this, a reader is not disturbed by rows that change places. */
const READING_PX = 240

export function startRefresh(): void {
  const main = document.querySelector<HTMLElement>('main[data-refresh]')
  if (main !== null) new Renewal(main).start()
}

class Renewal {
  readonly main: HTMLElement
  readonly pause_ms: number
  readonly isList: boolean
  #key: number | null = null
  #isDue = false
  #isBusy = false
  #last_ms = performance.now()
  #timer = 0

  constructor(main: HTMLElement) {
    this.main = main
    this.pause_ms = 1000 * Number(main.dataset.refresh)
    this.isList = main.dataset.refreshList !== undefined
  }

  start(): void {
    onPulse(({ packet_key, copies }) => {
      // The first one says where the page begins; what came in between shows with the next.
      if (this.#key !== null && packet_key !== this.#key) this.#isDue = true
      if (copies !== undefined && copies !== this.#copiesShown()) this.#isDue = true
      this.#key = packet_key
      this.#plan()
    })
    document.addEventListener('visibilitychange', () => this.#plan())
    document.addEventListener('selectionchange', () => this.#plan())
    if (!this.isList) return
    addEventListener('scroll', () => this.#plan(), { passive: true })
    this.main.addEventListener('focusout', () => this.#plan())
  }

  #plan(): void {
    if (!this.#isDue || this.#isBusy || this.#timer !== 0 || this.#isReading()) return
    const wait = Math.max(0, this.#last_ms + this.pause_ms - performance.now())
    this.#timer = window.setTimeout(() => {
      this.#timer = 0
      if (!this.#isReading()) void this.#renew()
    }, wait)
  }

  /** Receptions on the page of a packet. */
  #copiesShown(): number {
    return Number(this.main.querySelector<HTMLElement>('[data-copies]')?.dataset.copies)
  }

  /** A selection would be lost, and rows must not move under the eye. */
  #isReading(): boolean {
    if (document.hidden) return true
    if (this.isList && (scrollY > READING_PX || hasKeyboard(this.#rows()))) return true
    const selection = getSelection()
    return (
      selection !== null &&
      !selection.isCollapsed &&
      this.main.contains(selection.getRangeAt(0).commonAncestorContainer)
    )
  }

  async #renew(): Promise<void> {
    this.#isBusy = true
    this.#isDue = false
    const address = location.href
    try {
      const answer = await fetch(address, { headers: { accept: 'text/html' } })
      const html = await answer.text()
      // The visitor may have gone on with the back button meanwhile, or begun to read.
      if (!answer.ok || address !== location.href || this.#isReading()) this.#isDue = true
      else this.#take(html)
    } catch {
      this.#isDue = true
    } finally {
      this.#isBusy = false
      this.#last_ms = performance.now()
      this.#plan()
    }
  }

  #rows(): HTMLElement | null {
    return this.main.querySelector<HTMLElement>('.table.rows > tbody')
  }

  #take(html: string): void {
    const next = new DOMParser().parseFromString(html, 'text/html').querySelector('main')
    if (next === null) return
    localiseTimes(next)
    glide(this.#rows(), () => {
      keepFocus(() => morph(this.main, document.importNode(next, true)))
    })
    document.dispatchEvent(new Event('renewed'))
  }
}
