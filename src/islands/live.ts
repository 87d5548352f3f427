// Rows that arrive while the page is open: see src/reader/components/live.tsx for the attributes.
import { separateDays } from './days.js'
import { EventStream } from './event-stream.js'
import { atRest, glide } from './glide.js'
import { hasKeyboard } from './keyboard.js'
import { localiseTimes } from './times.js'
import { words } from './words.js'

interface Row {
  html: string
  cursor: number
}

type State = 'live' | 'paused' | 'reconnecting'

/** More waiting rows than this are not kept: the page is loaded anew instead. */
const MOST_WAITING = 500
/** Scrolled further down than this, a reader is not disturbed by rows above. */
const READING_PX = 240

export function startLive(): void {
  const frame = document.querySelector<HTMLElement>('[data-live]')
  const rows = frame?.querySelector<HTMLElement>('[data-live-rows]')
  if (frame && rows) new LiveList(frame, rows).start()
}

class LiveList {
  readonly frame: HTMLElement
  readonly rows: HTMLElement
  readonly limit: number
  readonly button: HTMLButtonElement | null
  readonly controls: HTMLElement | null
  readonly pauseButton: HTMLButtonElement | null
  readonly stream: EventStream
  waiting: Row[] = []
  overflown = false
  paused = false
  scheduled = false

  constructor(frame: HTMLElement, rows: HTMLElement) {
    this.frame = frame
    this.rows = rows
    this.limit = Number(frame.dataset.limit) || 200
    this.button = frame.querySelector('[data-live-waiting]')
    this.controls = document.querySelector('[data-live-controls]')
    this.pauseButton = document.querySelector('[data-live-pause]')
    this.stream = new EventStream(frame.dataset.live ?? '', frame.dataset.cursor ?? '0', {
      row: (data) => this.receive(JSON.parse(data) as Row),
      gap: () => this.overflow(),
      connected: (isConnected) => this.show(isConnected ? 'live' : 'reconnecting'),
    })
  }

  start(): void {
    this.pauseButton?.addEventListener('click', () => this.togglePause())
    this.button?.addEventListener('click', () => this.catchUp())
    document.addEventListener('visibilitychange', () => this.schedule())
    addEventListener('scroll', () => this.schedule(), { passive: true })
    this.rows.addEventListener('focusout', () => this.schedule())
    this.stream.open()
  }

  receive(row: Row): void {
    if (this.overflown) return
    this.waiting.push(row)
    if (this.waiting.length > MOST_WAITING) this.overflow()
    this.schedule()
  }

  /** Rows are missing, or too many wait: only a new page is right again. */
  overflow(): void {
    this.overflown = true
    this.waiting = []
    if (this.isReading()) this.showWaiting()
    else location.reload()
  }

  togglePause(): void {
    this.paused = !this.paused
    this.pauseButton?.setAttribute('aria-pressed', String(this.paused))
    this.show(this.paused ? 'paused' : this.stream.connected ? 'live' : 'reconnecting')
    if (!this.paused) this.schedule()
  }

  /** The visitor asks for what waits. */
  catchUp(): void {
    if (this.overflown) {
      location.reload()
      return
    }
    if (this.paused) this.togglePause()
    this.flush()
    scrollTo({ top: 0 })
  }

  /** Whoever goes through the rows with the keyboard would be carried down with them. */
  isReading(): boolean {
    const isScrolled = scrollY > READING_PX
    return this.paused || document.hidden || isScrolled || hasKeyboard(this.rows)
  }

  /** One insertion at a time, however many rows arrive: the next when the rows are at rest. */
  schedule(): void {
    if (this.isReading() || this.overflown) {
      this.showWaiting()
      if (this.overflown && !this.isReading()) location.reload()
      return
    }
    if (this.scheduled || this.waiting.length === 0) return
    this.scheduled = true
    void atRest().then(() => {
      requestAnimationFrame(() => {
        this.scheduled = false
        if (this.isReading()) this.showWaiting()
        else this.flush()
      })
    })
  }

  flush(): void {
    glide(this.rows, () => this.#insertWaiting())
    this.showWaiting()
  }

  #insertWaiting(): void {
    const arrived = this.waiting
    this.waiting = []
    for (const row of arrived) this.insert(row)
    for (let extra = this.rows.childElementCount - this.limit; extra > 0; extra--) {
      this.rows.lastElementChild?.remove()
    }
    separateDays(this.rows)
    this.frame.querySelector<HTMLElement>('[data-live-frame]')?.removeAttribute('hidden')
    this.frame.querySelector('[data-live-empty]')?.remove()
  }

  /** A row whose element is on the page already takes its place; others come on top. */
  insert({ html }: Row): void {
    const template = document.createElement('template')
    template.innerHTML = html
    localiseTimes(template.content)
    for (const element of [...template.content.children]) {
      element.classList.add('fresh')
      const known = element.id === '' ? null : document.getElementById(element.id)
      if (known !== null) known.replaceWith(element)
      else if (!this.isOld(element)) this.rows.prepend(element)
    }
  }

  /** A reaction may come to a message that has left the page, and does not bring it back. */
  isOld(element: Element): boolean {
    const newest = this.rows.querySelector<HTMLElement>('[data-time]')?.dataset.time
    const time = element instanceof HTMLElement ? element.dataset.time : undefined
    return newest !== undefined && time !== undefined && time < newest
  }

  showWaiting(): void {
    if (this.button === null) return
    const count = this.waiting.length
    this.button.hidden = count === 0 && !this.overflown
    this.button.textContent = this.overflown
      ? words.live.manyWaiting
      : words.live.waiting({ count })
  }

  show(state: State): void {
    if (this.controls === null) return
    const shown = this.paused ? 'paused' : state
    this.controls.dataset.state = shown
    const text = this.controls.querySelector('[data-live-state]')
    if (text !== null && text.textContent !== words.live[shown]) {
      text.textContent = words.live[shown]
    }
  }
}
