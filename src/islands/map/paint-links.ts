import type { LinkKind } from '../../reader/map/format.js'
import { local } from '../words.js'
import type { View } from './canvas-layer.js'
import type { Colors } from './colors.js'
import { freshness } from './looks.js'
import type { SpotLink } from './scene.js'
import { bestSnr, type Link } from './store.js'

/** How far kinds bow apart between the same two nodes, as a part of the distance. */
const bows: Record<LinkKind, number> = { 1: 0.07, 2: -0.07, 3: 0 }
const dashes: Record<LinkKind, number[]> = { 1: [], 2: [5, 4], 3: [] }
/** Square pixels that a line has to itself where nothing is crowded. */
const ROOM = 60_000
/** As many lines as this in that room are a crowd: each as thin and faint as it gets. */
const CROWD = 30
/** From this part of a crowd on there are no arrows and no dashes: they would only be noise. */
const DETAILED = 0.7
/** More lines than this are not drawn: the newest ones are. */
const MOST_LINES = 5000

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
  const isChosen = ({ one, other }: Link) => one === style.selected || other === style.selected
  const chosen = style.selected === null ? [] : visible.filter(({ link }) => isChosen(link))
  const others = style.selected === null ? visible : visible.filter(({ link }) => !isChosen(link))
  paintMany(view, newest(others), style)
  for (const { link, curve } of chosen) {
    setStyle(context, bandOf(link, style.now_s), link.kind, style.colors, {
      strength: 1,
      breadth: 1,
    })
    context.beginPath()
    trace(context, curve)
    context.stroke()
    context.globalAlpha = 1
    arrow(context, link, curve)
  }
  for (const { link, curve } of chosen) label(context, link, curve, style.colors)
  context.globalAlpha = 1
  context.setLineDash([])
}

interface Line {
  link: Link
  curve: Curve
}

function newest(lines: readonly Line[]): readonly Line[] {
  if (lines.length <= MOST_LINES) return lines
  return [...lines].sort((a, b) => b.link.last_seen - a.link.last_seen).slice(0, MOST_LINES)
}

/** Lines that look alike are one path: thousands of strokes would take too long. */
function paintMany(
  { context, width, height }: View,
  lines: readonly Line[],
  { colors, now_s, selected }: LinkStyle,
): void {
  const crowd = Math.min(1, (lines.length * ROOM) / (width * height) / CROWD)
  const weight = {
    strength: selected === null ? 0.5 - 0.3 * crowd : 0.08,
    breadth: 1 - 0.45 * crowd,
  }
  const isDetailed = selected === null && crowd < DETAILED
  const alike = new Map<string, { band: Band; kind: LinkKind; lines: Line[] }>()
  for (const line of lines) {
    const band = bandOf(line.link, now_s)
    const key = `${line.link.kind} ${band.alpha} ${band.width}`
    const group = alike.get(key) ?? { band, kind: line.link.kind, lines: [] }
    alike.set(key, group)
    group.lines.push(line)
  }
  for (const { band, kind, lines: group } of alike.values()) {
    setStyle(context, band, kind, colors, weight)
    if (crowd >= DETAILED) context.setLineDash([])
    context.beginPath()
    for (const { curve } of group) trace(context, curve)
    context.stroke()
    if (isDetailed) for (const { link, curve } of group) arrow(context, link, curve)
  }
}

/** How strong a line is drawn, in steps. */
interface Band {
  alpha: number
  width: number
}

/** How much a line may stand out: less the more there are, so zooming in brings them out. */
interface Weight {
  strength: number
  breadth: number
}

function bandOf(link: Link, now_s: number): Band {
  const snr = bestSnr(link)
  // −20 dB is at the edge of what a radio can read, +10 dB as good as beside it.
  const quality = snr === null ? 0.1 : Math.min(1, Math.max(0, (snr + 20) / 30))
  return {
    alpha: Math.round(freshness(link.last_seen, now_s, 0.25) * 5) / 5,
    width: 1 + Math.round(quality * 3) * 0.55,
  }
}

function setStyle(
  context: CanvasRenderingContext2D,
  { alpha, width }: Band,
  kind: LinkKind,
  colors: Colors,
  { strength, breadth }: Weight,
): void {
  context.globalAlpha = strength * alpha
  context.strokeStyle = linkColor(kind, colors)
  context.lineWidth = width * breadth
  context.setLineDash(dashes[kind])
}

function trace(context: CanvasRenderingContext2D, { x0, y0, x1, y1, cx, cy }: Curve): void {
  context.moveTo(x0, y0)
  context.quadraticCurveTo(cx, cy, x1, y1)
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

/** Begins or ends in what is drawn; lines that only pass through would hide what is there. */
function touches({ width, height }: View, { x0, y0, x1, y1 }: Curve): boolean {
  const isWithin = (x: number, y: number) => x > 0 && x < width && y > 0 && y < height
  return isWithin(x0, y0) || isWithin(x1, y1)
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
  const text = local.decibels(snr)
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
