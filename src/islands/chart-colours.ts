/** Colours of a chart, as the style sheet has them now. */
export interface Colours {
  ink: string
  line: string
  /** Of each series, in the order of the key. */
  series: string[]
}

/** Reads them off the page: a canvas knows no custom properties. */
export function readColours(plot: HTMLElement): Colours {
  const figure = plot.closest('.chart') ?? plot
  const swatches = [...figure.querySelectorAll('.swatch')]
  const root = getComputedStyle(document.documentElement)
  return {
    ink: root.getPropertyValue('--ink-2').trim(),
    line: root.getPropertyValue('--line').trim(),
    series: swatches.map((swatch) => getComputedStyle(swatch).backgroundColor),
  }
}
