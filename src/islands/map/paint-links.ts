import type { LinkKind } from '../../reader/map/format.js'
import type { View } from './canvas-layer.js'
import type { Colors } from './colors.js'
import { freshness } from './looks.js'
import type { SpotLink } from './scene.js'
import { bestSnr, type Link } from './store.js'

/** How far kinds bow apart between the same two nodes, as a part of the distance. */
const bows: Record<LinkKind, number> = { 1: 0.07, 2: -0.07, 3: 0 }
const dashes: Record<LinkKind, number[]> = { 1: [], 2: [5, 4], 3: [] }
/** More lines than this get no arrows: they would only be noise. */
const MOST_ARROWS = 1500

export interface LinkStyle {
  colors: Colors
  now_s: number
  /** Its links stand out, all others step back. */
  selected: number | null
}

interface Curve {
  x0: number
  y0: number
  x1: number
  y1: number
  /** Control point. */
  cx: number
  cy: number
}

export function linkColor(kind: LinkKind, colors: Colors): string {
  return colors.of(`--link-${kind}`)
}

export function paintLinks(view: View, links: readonly SpotLink[], style: LinkStyle): void {
  const { context } = view
  const visible = links
    .map((each) => ({ ...each, curve: curveOf(view, each) }))
    .filter(({ curve }) => touches(view, curve))
  const stands = ({ one, other }: Link) => one === style.selected || other === style.selected
  const [behind, before] = [
    visible.filter(({ link }) => style.selected === null || !stands(link)),
    visible.filter(({ link }) => style.selected !== null && stands(link)),
  ]
  for (const { link, curve } of behind) {
    const strength = style.selected === null ? 0.5 : 0.08
    stroke(context, link, curve, style, strength)
    if (style.selected === null && behind.length < MOST_ARROWS) arrow(context, link, curve)
  }
  for (const { link, curve } of before) {
    stroke(context, link, curve, style, 1)
    arrow(context, link, curve)
  }
  for (const { link, curve } of before) label(context, link, curve, style.colors)
  context.globalAlpha = 1
  context.setLineDash([])
}

function curveOf(view: View, { one, other, link }: SpotLink): Curve {
  const x0 = view.x(one.x)
  const y0 = view.y(one.y)
  const x1 = view.x(other.x)
  const y1 = view.y(other.y)
  const bow = bows[link.kind]
  // The control point of a curve lies twice as far out as its middle.
  const cx = (x0 + x1) / 2 - (y1 - y0) * bow * 2
  const cy = (y0 + y1) / 2 + (x1 - x0) * bow * 2
  return { x0, y0, x1, y1, cx, cy }
}

function touches({ width, height }: View, { x0, y0, x1, y1 }: Curve): boolean {
  return (
    Math.max(x0, x1) > 0 &&
    Math.min(x0, x1) < width &&
    Math.max(y0, y1) > 0 &&
    Math.min(y0, y1) < height
  )
}

function stroke(
  context: CanvasRenderingContext2D,
  link: Link,
  { x0, y0, x1, y1, cx, cy }: Curve,
  { colors, now_s }: LinkStyle,
  strength: number,
): void {
  const snr = bestSnr(link)
  context.globalAlpha = strength * freshness(link.last_seen, now_s, 0.25)
  context.strokeStyle = linkColor(link.kind, colors)
  // −20 dB is at the edge of what a radio can read, +10 dB as good as beside it.
  context.lineWidth = snr === null ? 1.2 : 1 + 1.6 * Math.min(1, Math.max(0, (snr + 20) / 30))
  context.setLineDash(dashes[link.kind])
  context.beginPath()
  context.moveTo(x0, y0)
  context.quadraticCurveTo(cx, cy, x1, y1)
  context.stroke()
}

/** One way only: an arrow towards the one that heard the other. */
function arrow(context: CanvasRenderingContext2D, link: Link, curve: Curve): void {
  const isBothWays = link.there !== undefined && link.back !== undefined
  const { x0, y0, x1, y1, cx, cy } = curve
  const length = Math.hypot(x1 - x0, y1 - y0)
  if (isBothWays || length < 60) return
  const x = (x0 + 2 * cx + x1) / 4
  const y = (y0 + 2 * cy + y1) / 4
  const sign = link.there !== undefined ? 1 : -1
  const dx = (sign * (x1 - x0)) / length
  const dy = (sign * (y1 - y0)) / length
  const size = 5
  context.setLineDash([])
  context.fillStyle = context.strokeStyle
  context.beginPath()
  context.moveTo(x + dx * size, y + dy * size)
  context.lineTo(x - dx * size - dy * size * 0.8, y - dy * size + dx * size * 0.8)
  context.lineTo(x - dx * size + dy * size * 0.8, y - dy * size - dx * size * 0.8)
  context.fill()
}

function label(
  context: CanvasRenderingContext2D,
  link: Link,
  { x0, y0, x1, y1, cx, cy }: Curve,
  colors: Colors,
): void {
  const snr = bestSnr(link)
  if (snr === null || Math.hypot(x1 - x0, y1 - y0) < 70) return
  const text = `${snr > 0 ? '+' : ''}${String(snr).replace('-', '−')} dB`
  context.globalAlpha = 1
  context.font = '600 11px system-ui, sans-serif'
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.lineWidth = 3.5
  context.lineJoin = 'round'
  context.setLineDash([])
  context.strokeStyle = colors.of('--surface')
  const x = (x0 + 2 * cx + x1) / 4
  const y = (y0 + 2 * cy + y1) / 4 - 9
  context.strokeText(text, x, y)
  context.fillStyle = colors.of('--ink-2')
  context.fillText(text, x, y)
}
