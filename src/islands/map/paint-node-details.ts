// What belongs to the chosen node alone: where it has been, and how exactly its place is known.
import type { Trail } from '../../reader/map/format.js'
import type { View } from './canvas-layer.js'
import type { Colors } from './colors.js'
import { pixelsOf, project } from './projection.js'
import type { Node } from './store.js'

/** The circle within which the node is by its own word. */
export function paintPrecision(view: View, node: Node, colors: Colors): void {
  if (node.lat === null || node.radius === 0) return
  const { context } = view
  const radius = pixelsOf(node.radius, node.y, view.scale)
  if (radius < 10) return
  context.beginPath()
  context.arc(view.x(node.x), view.y(node.y), radius, 0, 2 * Math.PI)
  context.fillStyle = colors.of('--accent')
  context.globalAlpha = 0.1
  context.fill()
  context.globalAlpha = 0.7
  context.strokeStyle = colors.of('--accent')
  context.lineWidth = 1.5
  context.setLineDash([6, 5])
  context.stroke()
  context.setLineDash([])
  context.globalAlpha = 1
}

/** Places in their order: the older, the fainter. */
export function paintTrail(view: View, trail: Trail, colors: Colors): void {
  if (trail.length < 2) return
  const { context } = view
  const points = trail.map(([lat, long]) => {
    const { x, y } = project(lat, long)
    return [view.x(x), view.y(y)] as const
  })
  context.strokeStyle = colors.of('--trail')
  context.fillStyle = colors.of('--trail')
  context.lineWidth = 3
  context.lineJoin = 'round'
  context.setLineDash([])
  for (let index = 1; index < points.length; index++) {
    const [x0, y0] = points[index - 1] ?? [0, 0]
    const [x1, y1] = points[index] ?? [0, 0]
    context.globalAlpha = 0.25 + (0.65 * index) / points.length
    context.beginPath()
    context.moveTo(x0, y0)
    context.lineTo(x1, y1)
    context.stroke()
    context.beginPath()
    context.arc(x1, y1, 3, 0, 2 * Math.PI)
    context.fill()
  }
  context.globalAlpha = 1
}
