// Rings that spread from a node when it sends something.
import type { View } from './canvas-layer.js'
import { CanvasLayer } from './canvas-layer.js'

interface Pulse {
  x: number
  y: number
  color: string
  begun: number
}

const PULSE_MS = 2400
const MOST = 60

const still = matchMedia('(prefers-reduced-motion: reduce)')

export class Pulses {
  readonly layer: CanvasLayer
  #pulses: Pulse[] = []

  constructor() {
    this.layer = new CanvasLayer('map-pulses', (view) => this.#draw(view))
  }

  /** At a place in the world; in a hidden tab nothing happens. */
  add(x: number, y: number, color: string): void {
    if (document.hidden) return
    this.#pulses.push({ x, y, color, begun: performance.now() })
    if (this.#pulses.length > MOST) this.#pulses.shift()
    this.layer.redraw()
  }

  #draw(view: View): void {
    const now = performance.now()
    this.#pulses = this.#pulses.filter(({ begun }) => now - begun < PULSE_MS)
    const { context } = view
    for (const pulse of this.#pulses) {
      const part = (now - pulse.begun) / PULSE_MS
      const x = view.x(pulse.x)
      const y = view.y(pulse.y)
      context.strokeStyle = pulse.color
      context.lineWidth = 3
      // Without motion a ring of one size, which goes away.
      const rings = still.matches ? [0.4] : [part, part - 0.25].filter((each) => each > 0)
      for (const ring of rings) {
        context.globalAlpha = still.matches ? 0.8 : (1 - ring) * 0.9
        context.beginPath()
        context.arc(x, y, 8 + 26 * ring, 0, 2 * Math.PI)
        context.stroke()
      }
    }
    context.globalAlpha = 1
    if (this.#pulses.length > 0) this.layer.redraw()
  }
}
