// Nodes in one and the same place, spread out so that each can be seen and chosen.
import type { View } from './canvas-layer.js'
import { type Placed, paintNode, type SpotStyle } from './paint-spots.js'
import type { Spot } from './scene.js'
import { shortNameOf } from './store.js'

/** Legs of a spider; more nodes than this in one place are left to the list. */
const MOST_LEGS = 80
const CIRCLE = 10

/** Where the nth of so many nodes goes, in pixels from the middle: a circle, then a spiral. */
function legOf(index: number, count: number): { dx: number; dy: number } {
  if (count <= CIRCLE) {
    const angle = (2 * Math.PI * index) / count - Math.PI / 2
    const length = 26 + 3 * count
    return { dx: length * Math.cos(angle), dy: length * Math.sin(angle) }
  }
  // Steps of about 28 pixels along a spiral whose turns are 30 pixels apart.
  const angle = Math.sqrt(2 * (index + 4) * (28 / 4.8))
  const length = 4.8 * angle
  return { dx: length * Math.cos(angle), dy: length * Math.sin(angle) }
}

/** Draws the nodes of a spot around it; answers where they are. */
export function paintSpider(view: View, spot: Spot, style: SpotStyle): Placed[] {
  const { context } = view
  const x = view.x(spot.x)
  const y = view.y(spot.y)
  const nodes = spot.nodes.slice(0, MOST_LEGS)
  const legs = nodes.map((node, index) => ({ node, ...legOf(index, nodes.length) }))
  context.strokeStyle = style.colors.of('--ink-3')
  context.lineWidth = 1.2
  context.setLineDash([])
  for (const { dx, dy } of legs) {
    context.beginPath()
    context.moveTo(x, y)
    context.lineTo(x + dx, y + dy)
    context.stroke()
  }
  context.textAlign = 'center'
  context.textBaseline = 'top'
  return legs.map(({ node, dx, dy }) => {
    paintNode(context, node, x + dx, y + dy, style)
    context.font = '600 11px system-ui, sans-serif'
    context.lineWidth = 3
    context.strokeStyle = style.colors.of('--map-halo')
    context.strokeText(shortNameOf(node), x + dx, y + dy + 10)
    context.fillStyle = style.colors.of('--ink')
    context.fillText(shortNameOf(node), x + dx, y + dy + 10)
    const alone: Spot = { x: spot.x, y: spot.y, nodes: [node], expansionZoom: null }
    return { spot: alone, x: x + dx, y: y + dy, radius: 8 }
  })
}
