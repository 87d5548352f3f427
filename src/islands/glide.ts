// Rows that stood on the page slide to where they belong now: what one reads is followed by the eye
// and does not jump.

const SLIDE_MS = 250
const still = matchMedia('(prefers-reduced-motion: reduce)')

let slide: Promise<unknown> = Promise.resolve()

/**
 * When no row slides any more, and that has been painted. A change before would begin at a place
 * that the browser has not painted yet, and be a shift of the layout.
 */
export function atRest(): Promise<unknown> {
  return slide
}

/**
 * Changes a list and lets the rows that stay slide from where they were; without motion they are
 * there at once. The browser counts neither as a shift of the layout, since they begin where they
 * stood.
 */
export function glide(list: HTMLElement | null, change: () => void): void {
  if (list === null || document.hidden) {
    change()
    return
  }
  const before = new Map<Element, number>()
  for (const row of list.children) {
    const { top, bottom } = row.getBoundingClientRect()
    if (bottom > 0 && top < innerHeight) before.set(row, top)
  }
  change()
  // All are measured before the first is moved: else each would wait for a new layout.
  const moved = [...before].flatMap(([row, top]) => {
    const by = row.isConnected ? top - row.getBoundingClientRect().top : 0
    return by === 0 ? [] : [{ row, by }]
  })
  const duration = still.matches ? 1 : SLIDE_MS
  const ways = moved.map(({ row, by }) =>
    row.animate([{ transform: `translateY(${by}px)` }, { transform: 'none' }], {
      duration,
      easing: 'ease-out',
    }),
  )
  slide = Promise.allSettled(ways.map((way) => way.finished)).then(
    () => new Promise((painted) => requestAnimationFrame(painted)),
  )
}
