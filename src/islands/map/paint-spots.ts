import { local } from '../words.js'
import type { View } from './canvas-layer.js'
import type { Colors } from './colors.js'
import { FreeSpace } from './free-space.js'
import { freshness, groupColor, groupOf, isRouter } from './looks.js'
import type { Spot } from './scene.js'
import type { ColorBy } from './state.js'
import { type Node, shortNameOf } from './store.js'

export interface SpotStyle {
  colors: Colors
  colorBy: ColorBy
  now_s: number
  selected: number | null
  /** Steps back, since another node is looked at. */
  isBehind(node_id: number): boolean
  /** Where nodes are drawn smaller than usual (1), as they would cover each other. */
  size?: number
  /** Whose names are written where there is room, the first of them first; without it the newest. */
  named?(placed: readonly Placed[]): readonly Placed[]
}

/** A spot on the canvas, for the pointer to find. */
export interface Placed {
  spot: Spot
  x: number
  y: number
  radius: number
}

/** Names are written from here on, or when there are few. */
const NAMES_ZOOM = 12
const FEW = 60
const FONT = '600 11px system-ui, sans-serif'

/** Draws nodes and clusters; answers where they are. */
export function paintSpots(view: View, spots: readonly Spot[], style: SpotStyle): Placed[] {
  const placed: Placed[] = []
  for (const spot of spots) {
    const x = view.x(spot.x)
    const y = view.y(spot.y)
    if (x < -30 || y < -30 || x > view.width + 30 || y > view.height + 30) continue
    placed.push({ spot, x, y, radius: radiusOf(spot, style.size) })
  }
  // What was heard last lies on top.
  placed.sort((one, other) => newest(one.spot) - newest(other.spot))
  for (const each of placed) {
    const [node] = each.spot.nodes
    if (each.spot.nodes.length === 1 && node !== undefined) {
      paintNode(view.context, node, each.x, each.y, style)
    } else {
      paintCluster(view.context, each, style)
    }
  }
  if (style.named !== undefined) paintNames(view.context, style.named(placed), placed, style)
  else if (view.zoom >= NAMES_ZOOM || placed.length <= FEW) {
    paintNames(view.context, placed.toReversed(), placed, style)
  }
  return placed
}

function newest({ nodes }: Spot): number {
  return nodes.length === 1 ? (nodes[0]?.last_seen ?? 0) : Number.POSITIVE_INFINITY
}

function radiusOf({ nodes }: Spot, size = 1): number {
  if (nodes.length > 1) return Math.min(26, 13 + 1.7 * Math.log2(nodes.length))
  const [node] = nodes
  return size * (node !== undefined && isRouter(node) ? 8.5 : 6.5)
}

export function paintNode(
  context: CanvasRenderingContext2D,
  node: Node,
  x: number,
  y: number,
  { colors, colorBy, now_s, selected, isBehind, size = 1 }: SpotStyle,
): void {
  const color = groupColor(groupOf(node, colorBy, now_s), colorBy, colors)
  const radius = size * (isRouter(node) ? 8.5 : 6.5)
  const isSelected = node.node_id === selected
  const age = colorBy === 'age' || isSelected ? 1 : freshness(node.last_seen, now_s, 0.4)
  const fade = isBehind(node.node_id) ? 0.16 : age
  disc(context, x, y, radius + 1.5 * size, colors.of('--surface'))
  context.globalAlpha = fade
  disc(context, x, y, radius, color)
  if (isRouter(node)) disc(context, x, y, radius * 0.38, colors.of('--surface'))
  if (node.isGateway) {
    ring(context, x, y, radius + 3 * size, 1.6 * size, color)
  }
  context.globalAlpha = 1
  if (isSelected) ring(context, x, y, radius + 6, 2.5, colors.of('--accent'))
}

function disc(context: CanvasRenderingContext2D, x: number, y: number, r: number, color: string) {
  context.fillStyle = color
  context.beginPath()
  context.arc(x, y, r, 0, 2 * Math.PI)
  context.fill()
}

function ring(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  width: number,
  color: string,
) {
  context.strokeStyle = color
  context.lineWidth = width
  context.setLineDash([])
  context.beginPath()
  context.arc(x, y, radius, 0, 2 * Math.PI)
  context.stroke()
}

/** A disc with the number of nodes in a ring of their colours. */
function paintCluster(
  context: CanvasRenderingContext2D,
  { spot, x, y, radius }: Placed,
  { colors, colorBy, now_s, selected }: SpotStyle,
): void {
  const counts = new Map<string, number>()
  for (const node of spot.nodes) {
    const group = groupOf(node, colorBy, now_s)
    counts.set(group, (counts.get(group) ?? 0) + 1)
  }
  disc(context, x, y, radius + 1.5, colors.of('--surface'))
  let angle = -Math.PI / 2
  for (const [group, count] of [...counts].sort((one, other) => other[1] - one[1])) {
    const next = angle + (2 * Math.PI * count) / spot.nodes.length
    context.strokeStyle = groupColor(group, colorBy, colors)
    context.lineWidth = 4.5
    context.setLineDash([])
    context.beginPath()
    context.arc(x, y, radius - 2.25, angle, next)
    context.stroke()
    angle = next
  }
  context.fillStyle = colors.of('--ink')
  context.font = FONT
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillText(short(spot.nodes.length), x, y + 0.5)
  if (spot.nodes.some((node) => node.node_id === selected)) {
    ring(context, x, y, radius + 4, 2.5, colors.of('--accent'))
  }
}

function short(count: number): string {
  return count < 1000 ? String(count) : `${local.fixed(count / 1000, count < 10_000 ? 1 : 0)}k`
}

/** Pixels around a name that its halo covers. */
const HALO = 2
/** Pixels by name, in the one face that names have: they are asked for in every frame. */
const widths = new Map<string, number>()

/** A name is as wide as its signs are: one of them may be of eleven UTF-16 units. */
function nameWidth(context: CanvasRenderingContext2D, name: string): number {
  const known = widths.get(name)
  if (known !== undefined) return known
  const { width } = context.measureText(name)
  widths.set(name, width)
  return width
}

/** Short names below nodes, where no other name or node is; the first ones choose first. */
function paintNames(
  context: CanvasRenderingContext2D,
  named: readonly Placed[],
  placed: readonly Placed[],
  { colors, selected, isBehind }: SpotStyle,
): void {
  const space = new FreeSpace()
  for (const { x, y, radius } of placed) {
    space.take({ left: x - radius, top: y - radius, right: x + radius, bottom: y + radius })
  }
  context.font = FONT
  context.textAlign = 'center'
  context.textBaseline = 'top'
  context.lineJoin = 'round'
  context.lineWidth = 3
  for (const { spot, x, y, radius } of named) {
    const [node] = spot.nodes
    if (spot.nodes.length !== 1 || node === undefined || isBehind(node.node_id)) continue
    const text = shortNameOf(node)
    const half = nameWidth(context, text) / 2 + HALO
    const top = y + radius + (node.isGateway ? 5 : 3)
    const box = { left: x - half, top, right: x + half, bottom: top + 13 }
    if (!space.isFree(box) && node.node_id !== selected) continue
    space.take(box)
    context.strokeStyle = colors.of('--map-halo')
    context.strokeText(text, x, top)
    context.fillStyle = colors.of('--ink')
    context.fillText(text, x, top)
  }
}
