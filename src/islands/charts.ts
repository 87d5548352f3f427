// Draws the charts of a page from what the server put beside them; see chart-frame.tsx.
import uPlot from 'uplot'
import type { Chart } from '../reader/charts/chart.js'
import { readColours } from './chart-colours.js'
import { drawing } from './chart-drawing.js'
import { startEnlarging } from './enlarge.js'

interface Drawn {
  element: HTMLElement
  /** What it was made of. */
  json: string
  chart: Chart
  plot: uPlot | null
  /** The part of the time to begin with, where it is not all. */
  zoom: Zoom | null
}

interface Zoom {
  min: number
  max: number
}

const drawn: Drawn[] = []

function draw(each: Drawn): void {
  each.plot?.destroy()
  const { data, options } = drawing(each.chart, each.element, readColours(each.element))
  each.plot = new uPlot(options, data, each.element)
  if (each.zoom !== null) each.plot.setScale('x', each.zoom)
}

/** The part of the time that the visitor looks at; null for all of it. */
function zoomOf({ plot, chart }: Drawn): Zoom | null {
  const { min, max } = plot?.scales.x ?? {}
  if (min === undefined || max === undefined) return null
  return min === chart.from && max === chart.to ? null : { min, max }
}

function show(each: Drawn): void {
  if (each.plot !== null) return
  draw(each)
  sizes.observe(each.element)
}

/** Drawn when it is looked at: a page may have two dozen of them. */
const visible = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      const each = drawn.find((one) => one.element === entry.target)
      if (each !== undefined && entry.isIntersecting) show(each)
    }
  },
  { rootMargin: '400px' },
)

const sizes = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) {
    const plot = drawn.find((one) => one.element === target)?.plot
    const { width, height } = contentRect
    if (!plot || width === 0) continue
    if (Math.abs(plot.width - width) < 1 && Math.abs(plot.height - height) < 1) continue
    plot.setSize({ width, height })
  }
})

function redraw(): void {
  for (const each of drawn) {
    if (each.plot === null) continue
    each.zoom = zoomOf(each)
    draw(each)
  }
}

function zoomLike(plot: HTMLElement, other: HTMLElement): void {
  const [each, from] = [plot, other].map((element) => drawn.find((one) => one.element === element))
  if (each === undefined || from === undefined) return
  each.zoom = zoomOf(from)
  const { min, max } = each.zoom ?? { min: each.chart.from, max: each.chart.to }
  each.plot?.setScale('x', { min, max })
}

/** Finds the charts of the page: new ones, other numbers, and those that are gone. */
function find(): void {
  const elements = [...document.querySelectorAll<HTMLElement>('[data-chart]')]
  for (const gone of drawn.filter(({ element }) => !elements.includes(element))) {
    gone.plot?.destroy()
    drawn.splice(drawn.indexOf(gone), 1)
  }
  for (const element of elements) {
    const json = element.dataset.chart ?? ''
    const known = drawn.find((each) => each.element === element)
    if (known?.json === json) continue
    const chart = JSON.parse(json) as Chart
    if (known === undefined) {
      drawn.push({ element, json, chart, plot: null, zoom: null })
      visible.observe(element)
    } else {
      const zoom = zoomOf(known)
      Object.assign(known, { json, chart, zoom })
      if (known.plot !== null) draw(known)
    }
  }
}

find()
document.addEventListener('renewed', find)
startEnlarging({ find, zoomLike })
// Other colours: the visitor's switch, or the system's.
new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ['data-theme'] })
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw)
// Paper shows all of them; the page is as it has to be by now, see theme.ts.
addEventListener('beforeprint', () => {
  for (const each of drawn) show(each)
})
