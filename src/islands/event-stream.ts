// Server-Sent Events that come back by themselves and resume where they were.

import type { FeedState } from '../reader/pulse.js'

interface Handlers {
  row?(data: string): void
  gap?(): void
  connected?(isConnected: boolean): void
}

/**
 * A page has one stream, whichever of its scripts opened it; the others hear of it by events of
 * the document.
 */
export function onPulse(heard: (state: FeedState) => void): void {
  document.addEventListener('meshview:pulse', (event) => {
    heard((event as CustomEvent<FeedState>).detail)
  })
}

/** Calls `renew` when packets came, at most once in `pause_ms`, and while the page is looked at. */
export function onNewPackets(pause_ms: number, renew: () => void): void {
  // The stream may have told its first state before this script was there.
  const told = document.body.dataset.packetKey
  let key = told === undefined ? null : Number(told)
  let last_ms = performance.now()
  let isDue = false
  let timer = 0
  const plan = () => {
    if (!isDue || document.hidden || timer !== 0) return
    // What came too early is not told again: it waits.
    const wait = Math.max(0, last_ms + pause_ms - performance.now())
    timer = window.setTimeout(() => {
      timer = 0
      if (document.hidden) return
      isDue = false
      last_ms = performance.now()
      renew()
    }, wait)
  }
  onPulse(({ packet_key }) => {
    if (key !== null && packet_key !== key) isDue = true
    key = packet_key
    plan()
  })
  document.addEventListener('visibilitychange', plan)
}

/** Whether the stream of the page is open, whenever that changes. */
export function onConnection(changed: (isConnected: boolean) => void): void {
  document.addEventListener('meshview:connection', (event) => {
    changed((event as CustomEvent<boolean>).detail)
  })
}

function tell(name: 'pulse' | 'connection', detail: unknown): void {
  document.dispatchEvent(new CustomEvent(`meshview:${name}`, { detail }))
}

/** A hidden tab gives its connection back after this long, and resumes when it is looked at. */
const HIDDEN_MS = 60_000
const FIRST_RETRY_MS = 1000
const LAST_RETRY_MS = 8000

/**
 * EventSource gives up for good when it is answered with an error (503 during a migration, say);
 * this goes on trying, and names the last event it had.
 */
export class EventStream {
  readonly url: string
  readonly handlers: Handlers
  cursor: string
  connected = false
  #source: EventSource | null = null
  #retry_ms = FIRST_RETRY_MS
  #timer = 0
  #hiddenTimer = 0

  constructor(url: string, cursor: string, handlers: Handlers) {
    this.url = url
    this.cursor = cursor
    this.handlers = handlers
  }

  open(): void {
    document.addEventListener('visibilitychange', () => this.#onVisibility())
    // A page kept for the back button must not hold a connection.
    addEventListener('pagehide', () => this.#close())
    addEventListener('pageshow', (event) => {
      if (event.persisted) this.#connect()
    })
    this.#connect()
  }

  #connect(): void {
    this.#close()
    const url = new URL(this.url, location.href)
    if (this.cursor !== '') url.searchParams.set('after', this.cursor)
    const source = new EventSource(url)
    this.#source = source
    source.onopen = () => {
      this.#retry_ms = FIRST_RETRY_MS
      this.#setConnected(true)
    }
    source.onerror = () => {
      this.#setConnected(false)
      // While it connects by itself there is nothing to do.
      if (source.readyState === EventSource.CLOSED) this.#connectLater()
    }
    source.addEventListener('row', (event) => this.#take(event, this.handlers.row))
    source.addEventListener('pulse', (event) => {
      const state = JSON.parse(event.data) as FeedState
      document.body.dataset.packetKey = String(state.packet_key)
      tell('pulse', state)
    })
    source.addEventListener('gap', (event) => this.#take(event, this.handlers.gap))
  }

  #take(event: MessageEvent<string>, handle: ((data: string) => void) | undefined): void {
    if (event.lastEventId !== '') this.cursor = event.lastEventId
    handle?.call(this.handlers, event.data)
  }

  #connectLater(): void {
    this.#close()
    this.#timer = window.setTimeout(() => this.#connect(), this.#retry_ms)
    this.#retry_ms = Math.min(2 * this.#retry_ms, LAST_RETRY_MS)
  }

  #onVisibility(): void {
    clearTimeout(this.#hiddenTimer)
    if (document.hidden) this.#hiddenTimer = window.setTimeout(() => this.#close(), HIDDEN_MS)
    else if (this.#source === null) this.#connect()
  }

  #close(): void {
    clearTimeout(this.#timer)
    this.#source?.close()
    this.#source = null
  }

  #setConnected(isConnected: boolean): void {
    this.connected = isConnected
    this.handlers.connected?.(isConnected)
    tell('connection', isConnected)
  }
}
