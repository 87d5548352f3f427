// Rows that stood on the page slide to where they belong now: what one reads is followed by the eye
// and does not jump.

const SLIDE_MS = 250
const still = matchMedia('(prefers-reduced-motion: reduce)')

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
  for (const { row, by } of moved) {
    row.animate([{ transform: `translateY(${by}px)` }, { transform: 'none' }], {
      duration: still.matches ? 1 : SLIDE_MS,
      easing: 'ease-out',
    })
  }
}
