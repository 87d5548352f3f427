// Loaded before the first paint: applies the theme that the visitor chose, works the switch, and
// makes the page ready for paper.
const KEY = 'meshview.theme'
type Theme = 'light' | 'dark'

const root = document.documentElement
const system = matchMedia('(prefers-color-scheme: dark)')
/** High contrast: the colours are the system's, and ours have to go with them. */
const forced = matchMedia('(forced-colors: active)')

function chosen(): Theme | null {
  if (forced.matches) return null
  try {
    const kept = localStorage.getItem(KEY)
    return kept === 'light' || kept === 'dark' ? kept : null
  } catch {
    // Storage may be forbidden; the system's choice holds then.
    return null
  }
}

function keep(theme: Theme | null): void {
  try {
    if (theme === null) localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, theme)
  } catch {
    // The choice lasts until the next page.
  }
}

function apply(theme: Theme | null): void {
  if (theme === null) delete root.dataset.theme
  else root.dataset.theme = theme
}

function toggle(): void {
  const ofSystem: Theme = system.matches ? 'dark' : 'light'
  const now = root.dataset.theme ?? ofSystem
  const next: Theme = now === 'dark' ? 'light' : 'dark'
  // Back at what the system says: follow it again.
  const theme = next === ofSystem ? null : next
  keep(theme)
  apply(theme)
}

apply(chosen())
// For what makes sense with script only; known before the first paint, so nothing jumps.
root.classList.add('js')
addEventListener('storage', (event) => {
  if (event.key === KEY) apply(chosen())
})
forced.addEventListener('change', () => apply(chosen()))
// Canvases cannot be drawn by what the style sheet says of paper, which holds only after this: what
// watches the theme or its own size draws in the light, as wide as a sheet, before the sheets are
// made. Microtasks are still run then, frames are not.
let onScreen: string | undefined
addEventListener('beforeprint', () => {
  onScreen = root.dataset.theme
  root.classList.add('printing')
  apply('light')
})
addEventListener('afterprint', () => {
  root.classList.remove('printing')
  apply(onScreen === 'light' || onScreen === 'dark' ? onScreen : null)
})
document.addEventListener('DOMContentLoaded', () => {
  const button = document.querySelector<HTMLButtonElement>('[data-theme-switch]')
  if (button === null) return
  button.addEventListener('click', toggle)
})
