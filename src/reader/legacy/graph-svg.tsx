import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { NodeRow } from '../../db/read/nodes.js'
import { formatNodeId } from '../../mesh/node-id.js'
import { cleanName } from '../../mesh/text.js'
import { BOX, type Layout, layOut, type Place } from './graph-layout.js'
import type { CopyPath, Stop, TracerouteGraph } from './graph-paths.js'

// Presentation attributes only: the content security policy lets no style into a document.

/** Colours that are told apart by colour-blind eyes as well, all dark enough for thin lines. */
const COLOURS = ['#0072b2', '#d55e00', '#007a5a', '#a3498b', '#8a6d00', '#3a6ea5', '#b0243b']
const PAPER = '#ffffff'
const INK = '#1d2329'
const TARGET = '#fdf0c4'
const HATCH = 'url(#reply)'

/**
 * The picture of a traceroute as an SVG document: every gateway's copy as a path in its colour
 * (ways back dashed), every node as a box with its names, role and the time after the first copy
 * at which it uplinked its own. The target is filled, who never uplinked has a dashed border, who
 * uplinked the reply is hatched.
 */
export function drawGraph(
  graph: TracerouteGraph,
  nodes: ReadonlyMap<number, NodeRow>,
  base: string,
): string {
  const stops = [...graph.stops.values()]
  const layout = layOut([...graph.stops.keys()], graph.paths)
  const { width, height } = layout
  const title = `Traceroute ${formatNodeId(graph.from_node_id)} to ${formatNodeId(graph.to_node_id)}`
  const picture = (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      font-family="system-ui, sans-serif"
      font-size="13"
      fill={INK}
    >
      <title>{title}</title>
      <Definitions />
      <rect width={width} height={height} fill={PAPER} />
      {graph.paths.map((path, index) => (
        <PathLines path={path} index={index} layout={layout} />
      ))}
      {stops.map((stop) => {
        const place = layout.places.get(stop.key)
        const node = stop.node_id === null ? undefined : nodes.get(stop.node_id)
        const isTarget = stop.node_id === graph.to_node_id
        return place && <Box {...{ stop, place, node, isTarget, base }} />
      })}
    </svg>
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n${renderToString(picture)}\n`
}

function Definitions(): VNode {
  return (
    <defs>
      <pattern id="reply" width="8" height="8" patternUnits="userSpaceOnUse">
        <path d="M-2 2 L2 -2 M0 8 L8 0 M6 10 L10 6" stroke="#b9c2cb" stroke-width="1" />
      </pattern>
      {COLOURS.map((colour, index) => (
        <marker
          id={`arrow${index}`}
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="7"
          markerHeight="7"
          orient="auto"
        >
          <path d="M0 0 L8 4 L0 8 Z" fill={colour} />
        </marker>
      ))}
    </defs>
  )
}

function PathLines({ path, index, layout }: { path: CopyPath; index: number; layout: Layout }) {
  const colour = index % COLOURS.length
  // Paths over the same stops run beside each other.
  const aside = ((index % 7) - 3) * 9
  const lines = path.stops.slice(1).flatMap((key, hop) => {
    const from = layout.places.get(path.stops[hop] ?? '')
    const to = layout.places.get(key)
    return from === undefined || to === undefined ? [] : [curve(from, to, aside)]
  })
  return (
    <g
      fill="none"
      stroke={COLOURS[colour]}
      stroke-width="2"
      stroke-dasharray={path.isReply ? '6 4' : undefined}
    >
      {lines.map((d) => (
        <path d={d} marker-end={`url(#arrow${colour})`} />
      ))}
    </g>
  )
}

/** From edge to edge of two boxes; between neighbours in a row an arc below them. */
function curve(from: Place, to: Place, aside: number): string {
  const half = BOX.height / 2
  if (from.y === to.y) {
    const y = from.y + half
    const bend = y + 30 + Math.abs(aside) / 2
    return `M${from.x + aside} ${y} C${from.x + aside} ${bend} ${to.x + aside} ${bend} ${to.x + aside} ${y}`
  }
  const down = to.y > from.y ? 1 : -1
  const [y1, y2] = [from.y + down * half, to.y - down * half]
  const middle = (y1 + y2) / 2
  return `M${from.x + aside} ${y1} C${from.x + aside} ${middle} ${to.x + aside} ${middle} ${to.x + aside} ${y2}`
}

interface BoxProps {
  stop: Stop
  place: Place
  node: NodeRow | undefined
  isTarget: boolean
  base: string
}

function Box({ stop, place, node, isTarget, base }: BoxProps) {
  const shape = {
    x: place.x - BOX.width / 2,
    y: place.y - BOX.height / 2,
    width: BOX.width,
    height: BOX.height,
    rx: 6,
  }
  const dashes = stop.uplinked_after_us === null ? '5 4' : undefined
  const box = (
    <g>
      <rect {...shape} fill={isTarget ? TARGET : PAPER} />
      {stop.sawReply && <rect {...shape} fill={HATCH} />}
      <rect {...shape} fill="none" stroke={INK} stroke-width="1.5" stroke-dasharray={dashes} />
      {linesOf(stop, node).map((line, index) => (
        <text
          x={place.x}
          y={shape.y + 18 + index * 16}
          text-anchor="middle"
          font-weight={index === 0 ? '600' : undefined}
          font-size={index === 0 ? '12' : undefined}
        >
          {line}
        </text>
      ))}
    </g>
  )
  if (stop.node_id === null) return box
  return <a href={`${base}/node/${formatNodeId(stop.node_id)}`}>{box}</a>
}

function linesOf(stop: Stop, node: NodeRow | undefined): string[] {
  if (stop.node_id === null) return ['unknown hop']
  const short = xmlText(node?.short_name ?? '', 6)
  const long = xmlText(node?.long_name ?? '', 18)
  const names = [short === '' ? '' : `[${short}]`, long].filter((name) => name !== '').join(' ')
  const id = formatNodeId(stop.node_id)
  const after = stop.uplinked_after_us
  const rest = [
    xmlText(node?.role ?? '', 20),
    after === null ? '' : `+${Math.round(after / 1000)} ms`,
  ]
  return [...(names === '' ? [] : [names]), id, ...rest.filter((line) => line !== '')]
}

/** A name as XML may hold it: without the two code points that no XML document contains. */
function xmlText(text: string, length: number): string {
  return cleanName(text, length).replace(/[\ufffe\uffff]/g, '')
}
