// The colours of the style sheet, for canvases, which know no classes.

const HUES = 10

/** Colours of the theme that is on now. */
export interface Colors {
  /** By class: `h0` … `h9`. */
  hue(name: string): string
  /** A custom property: `--ink`. */
  of(property: string): string
}

function readColors(): Colors {
  const probe = document.createElement('div')
  probe.className = 'hue-probe'
  const spans = Array.from({ length: HUES }, (_, index) => {
    const span = document.createElement('span')
    span.className = `h${index}`
    probe.append(span)
    return span
  })
  document.body.append(probe)
  const hues = new Map(spans.map((span) => [span.className, getComputedStyle(span).color]))
  probe.remove()
  const root = getComputedStyle(document.documentElement)
  const known = new Map<string, string>()
  return {
    hue: (name) => hues.get(name) ?? hues.get('h9') ?? 'gray',
    of(property) {
      const value = known.get(property) ?? root.getPropertyValue(property).trim()
      known.set(property, value)
      return value
    },
  }
}

/** Calls `use` with the colours now, and again whenever the theme changes. */
export function watchColors(use: (colors: Colors) => void): void {
  const renew = () => use(readColors())
  renew()
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', renew)
  new MutationObserver(renew).observe(document.documentElement, {
    attributeFilter: ['data-theme'],
  })
}
