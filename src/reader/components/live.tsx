import type { ComponentChildren } from 'preact'
import { Icon } from './icons.js'
import { address, useSite, useWords } from './site.js'

interface LiveProps {
  /** Name in `liveRows`. */
  view: string
  query: Record<string, string | number | null | undefined>
  /** Key of the newest packet that the page already took into account. */
  cursor: number
  /** Rows kept; the oldest leave. */
  limit: number
  children: ComponentChildren
}

/**
 * Frame of a list that grows by itself: src/islands/live.ts finds it by its attributes and
 * inserts into the element with `data-live-rows`. Without script it is a plain list.
 */
export function Live({ view, query, cursor, limit, children }: LiveProps) {
  const { base } = useSite()
  return (
    <div data-live={base + address(`/live/${view}`, query)} data-cursor={cursor} data-limit={limit}>
      <div class="waiting">
        <button type="button" class="button primary" data-live-waiting hidden />
      </div>
      {children}
    </div>
  )
}

/** State of the connection and the pause button; hidden until script is there. */
export function LiveControls() {
  const { live } = useWords()
  return (
    <div class="live" data-live-controls>
      <span class="live-state" data-live-state role="status">
        {live.connecting}
      </span>
      <button type="button" class="button" data-live-pause aria-pressed="false">
        <Icon name="pause" size={16} />
        {live.pause}
      </button>
    </div>
  )
}
