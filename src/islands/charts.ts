// Draws the charts of a page from what the server put beside them; see chart-frame.tsx.
import uPlot from 'uplot'
import type { Chart } from '../reader/charts/chart.js'
import { readColours } from './chart-colours.js'
import { drawing } from './chart-drawing.js'

interface Drawn {
  element: HTMLElement
  chart: Chart
  plot: uPlot | null
}

const drawn: Drawn[] = []

function draw(each: Drawn): void {
  each.plot?.destroy()
  const { data, options } = drawing(each.chart, each.element, readColours(each.element))
  each.plot = new uPlot(options, data, each.element)
}

/** Drawn when it is looked at: a page may have two dozen of them. */
const visible = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      const each = drawn.find((one) => one.element === entry.target)
      if (each === undefined || !entry.isIntersecting || each.plot !== null) continue
      draw(each)
      sizes.observe(each.element)
    }
  },
  { rootMargin: '400px' },
)

const sizes = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) {
    const plot = drawn.find((one) => one.element === target)?.plot
    if (!plot || contentRect.width === 0 || Math.abs(plot.width - contentRect.width) < 1) continue
    plot.setSize({ width: contentRect.width, height: contentRect.height })
  }
})

function redraw(): void {
  for (const each of drawn) if (each.plot !== null) draw(each)
}

for (const element of document.querySelectorAll<HTMLElement>('[data-chart]')) {
  const chart = JSON.parse(element.dataset.chart ?? '') as Chart
  drawn.push({ element, chart, plot: null })
  visible.observe(element)
}
// Other colours: the visitor's switch, or the system's.
new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ['data-theme'] })
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw)
