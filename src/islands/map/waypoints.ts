// Places that people marked: a flag with their sign.
import type { MapWaypoint } from '../../reader/map/format.js'
import type { View } from './canvas-layer.js'
import type { Colors } from './colors.js'
import { project } from './projection.js'

const RADIUS = 12

export class Waypoints {
  #places: readonly (MapWaypoint & { x: number; y: number })[] = []
  #drawn: { x: number; y: number; text: string }[] = []

  set(waypoints: readonly MapWaypoint[]): void {
    this.#places = waypoints.map((each) => ({ ...each, ...project(each.lat, each.long) }))
  }

  paint(view: View, colors: Colors): void {
    const { context } = view
    this.#drawn = []
    for (const { x: worldX, y: worldY, icon, name, description } of this.#places) {
      const x = view.x(worldX)
      // The point below the circle is the place.
      const y = view.y(worldY) - RADIUS - 6
      if (x < -50 || y < -50 || x > view.width + 50 || y > view.height + 50) continue
      context.beginPath()
      context.moveTo(x - 5, y + RADIUS - 2)
      context.lineTo(x, y + RADIUS + 6)
      context.lineTo(x + 5, y + RADIUS - 2)
      context.arc(x, y, RADIUS, Math.PI * 0.36, Math.PI * 2.64)
      context.fillStyle = colors.of('--surface')
      context.strokeStyle = colors.of('--accent')
      context.lineWidth = 2
      context.fill()
      context.stroke()
      context.fillStyle = colors.of('--accent')
      context.font = '14px system-ui, sans-serif'
      context.textAlign = 'center'
      context.textBaseline = 'middle'
      context.fillText(icon === '' ? '⚑' : icon, x, y + 1)
      this.#drawn.push({ x, y, text: [name, description].filter(Boolean).join(': ') })
    }
  }

  /** What the waypoint at this pixel of the canvas says. */
  at(x: number, y: number): string | undefined {
    return this.#drawn.findLast((each) => Math.hypot(each.x - x, each.y - y) <= RADIUS + 4)?.text
  }
}
