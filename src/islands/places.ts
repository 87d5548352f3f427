// Small maps on pages: a few places and the ways between them over the outline, as a picture.
import type { MapPlace, MapWay, PlaceMapData } from '../reader/map/format.js'
import { type Colors, watchColors } from './map/colors.js'
import { drawPiece, OutlinePieces } from './map/pieces.js'
import { project } from './map/projection.js'

const TILE = 256
const LEAST_ZOOM = 2
const MOST_ZOOM = 13
/** Pixels kept free on each side. */
const FREE = 44

/** Pixels of the picture from places in degrees × 1e7. */
interface Frame {
  /** Of the tiles, and how wide they are drawn in pixels. */
  zoom: number
  size: number
  left: number
  top: number
  at(lat: number, long: number): [x: number, y: number]
}

const started = new WeakSet<HTMLElement>()

/** Finds the maps of the page: a renewal may bring one. */
function find(): void {
  for (const figure of document.querySelectorAll<HTMLElement>('[data-places]')) {
    if (started.has(figure)) continue
    started.add(figure)
    start(figure)
  }
}

find()
document.addEventListener('renewed', find)

function start(figure: HTMLElement): void {
  const canvas = figure.querySelector('canvas')
  if (canvas === null) return
  const pieces = new OutlinePieces(figure.dataset.outline ?? '')
  let colors: Colors | null = null
  let turn = 0
  const draw = () => {
    if (colors === null) return
    const mine = ++turn
    delete figure.dataset.drawn
    paint(canvas, dataOf(figure), pieces, colors, () => mine === turn).then((isPainted) => {
      if (isPainted) figure.dataset.drawn = ''
    })
  }
  watchColors((now) => {
    colors = now
    draw()
  })
  new ResizeObserver(draw).observe(canvas)
  // A renewal of the page brings other places, a script of the page an area: see coverage.ts.
  new MutationObserver(draw).observe(figure, { attributeFilter: ['data-places', 'data-area'] })
}

function dataOf({ dataset }: HTMLElement): PlaceMapData {
  const data = JSON.parse(dataset.places ?? '{}') as PlaceMapData
  return dataset.area === undefined ? data : { ...data, area: JSON.parse(dataset.area) }
}

/** False where there is nothing to paint on, or something newer to be painted. */
async function paint(
  canvas: HTMLCanvasElement,
  data: PlaceMapData,
  pieces: OutlinePieces,
  colors: Colors,
  isNewest: () => boolean,
): Promise<boolean> {
  const { clientWidth: width, clientHeight: height } = canvas
  const ratio = Math.min(devicePixelRatio || 1, 2)
  const context = canvas.getContext('2d')
  if (context === null || width === 0) return false
  const frame = frameOf(data, width, height)
  const tiles = await Promise.all(
    tilesOf(frame, width, height).map(async ({ x, y }) => {
      const count = 2 ** frame.zoom
      const piece = await pieces
        .tile(frame.zoom, ((x % count) + count) % count, y)
        .catch(() => ({ land: [], borders: [] }))
      return { x, y, piece }
    }),
  )
  // Newer data may have been quicker to be drawn.
  if (!isNewest()) return false
  canvas.width = width * ratio
  canvas.height = height * ratio
  context.fillStyle = colors.of('--map-water')
  context.fillRect(0, 0, canvas.width, canvas.height)
  for (const { x, y, piece } of tiles) {
    // Whole pixels, or the ground shines through between two tiles.
    const left = Math.round((x * frame.size - frame.left) * ratio)
    const top = Math.round((y * frame.size - frame.top) * ratio)
    const size = Math.ceil(frame.size * ratio)
    context.save()
    context.translate(left, top)
    context.beginPath()
    context.rect(0, 0, size, size)
    context.clip()
    drawPiece(context, piece, { size: frame.size * ratio, ratio, colors })
    context.restore()
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  if (data.area !== undefined) paintArea(context, data.area, frame, colors)
  for (const way of data.ways) paintWay(context, way, frame, colors)
  // The source on top, and its name before others that would cover it.
  for (const place of data.places.toReversed()) paintPlace(context, place, frame, colors)
  paintNames(context, data.places, frame, colors)
  return true
}

/** As large as everything fits. */
function frameOf({ places, ways, area = [] }: PlaceMapData, width: number, height: number): Frame {
  const all = [
    ...places.map(({ lat, long }) => project(lat, long)),
    ...ways.flatMap(({ line }) => line.map(([lat, long]) => project(lat, long))),
    ...area.map(([lat, long]) => project(lat, long)),
  ]
  const xs = all.map(({ x }) => x)
  const ys = all.map(({ y }) => y)
  const span = Math.max(
    (Math.max(...xs) - Math.min(...xs)) / Math.max(1, width - 2 * FREE),
    (Math.max(...ys) - Math.min(...ys)) / Math.max(1, height - 2 * FREE),
  )
  const fitting = Math.log2(1 / Math.max(span * TILE, 1e-12))
  const exact = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, fitting))
  const zoom = Math.floor(exact)
  const size = TILE * 2 ** (exact - zoom)
  const scale = size * 2 ** zoom
  const left = ((Math.min(...xs) + Math.max(...xs)) / 2) * scale - width / 2
  const top = ((Math.min(...ys) + Math.max(...ys)) / 2) * scale - height / 2
  return {
    ...{ zoom, size, left, top },
    at(lat, long) {
      const { x, y } = project(lat, long)
      return [x * scale - left, y * scale - top]
    },
  }
}

function tilesOf({ zoom, size, left, top }: Frame, width: number, height: number) {
  const tiles: { x: number; y: number }[] = []
  for (let x = Math.floor(left / size); x * size < left + width; x++) {
    for (let y = Math.floor(top / size); y * size < top + height; y++) {
      if (y >= 0 && y < 2 ** zoom) tiles.push({ x, y })
    }
  }
  return tiles
}

const wayColors: Record<MapWay['kind'], string> = {
  trail: '--trail',
  there: '--link-1',
  back: '--link-3',
  heard: '--ink-3',
}

function paintWay(
  context: CanvasRenderingContext2D,
  { kind, line }: MapWay,
  frame: Frame,
  colors: Colors,
): void {
  context.strokeStyle = colors.of(wayColors[kind])
  context.fillStyle = context.strokeStyle
  context.lineWidth = kind === 'heard' ? 1.2 : 2.5
  context.globalAlpha = kind === 'heard' ? 0.7 : 0.9
  context.setLineDash(kind === 'back' ? [6, 4] : [])
  // The way back runs beside the way there, not on it.
  const aside = kind === 'back' ? 5 : 0
  context.beginPath()
  for (const [lat, long] of line) {
    const [x, y] = frame.at(lat, long)
    context.lineTo(x + aside, y + aside)
  }
  context.stroke()
  context.setLineDash([])
  if (kind === 'trail') {
    for (const [lat, long] of line) dot(context, ...frame.at(lat, long), 2.5)
  }
  context.globalAlpha = 1
}

function paintArea(
  context: CanvasRenderingContext2D,
  area: NonNullable<PlaceMapData['area']>,
  frame: Frame,
  colors: Colors,
): void {
  context.beginPath()
  for (const [lat, long] of area) context.lineTo(...frame.at(lat, long))
  context.closePath()
  context.fillStyle = colors.of('--accent')
  context.globalAlpha = 0.16
  context.fill()
  context.globalAlpha = 1
  context.strokeStyle = context.fillStyle
  context.lineWidth = 1.5
  context.stroke()
}

function paintPlace(
  context: CanvasRenderingContext2D,
  { lat, long, kind, hops = null }: MapPlace,
  frame: Frame,
  colors: Colors,
): void {
  const [x, y] = frame.at(lat, long)
  const radius = radiusOf(kind, hops)
  context.fillStyle = colors.of('--surface')
  dot(context, x, y, radius + 2)
  context.fillStyle = colors.of(kind === 'source' ? '--trail' : hopColor(hops))
  dot(context, x, y, radius)
  if (hops === null) return
  context.font = FACE
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillStyle = colors.of('--on-hops')
  context.fillText(String(hops), x, y + 0.5)
}

const FACE = '600 11px system-ui, sans-serif'
const LINE = 13

function radiusOf(kind: MapPlace['kind'], hops: number | null): number {
  return kind === 'source' ? 8 : hops === null ? 6 : 9
}

/** Names for which there is room, the first ones first. */
function paintNames(
  context: CanvasRenderingContext2D,
  places: readonly MapPlace[],
  frame: Frame,
  colors: Colors,
): void {
  context.font = FACE
  context.textAlign = 'center'
  context.textBaseline = 'top'
  const taken: { x: number; y: number; half: number }[] = []
  for (const { lat, long, label, kind, hops = null } of places) {
    const [x, middle] = frame.at(lat, long)
    const y = middle + radiusOf(kind, hops) + 3
    const half = context.measureText(label).width / 2
    const isTaken = taken.some(
      (other) => Math.abs(other.x - x) < other.half + half && Math.abs(other.y - y) < LINE,
    )
    if (isTaken) continue
    taken.push({ x, y, half })
    paintName(context, label, x, y, colors)
  }
}

function paintName(
  context: CanvasRenderingContext2D,
  label: string,
  x: number,
  y: number,
  colors: Colors,
): void {
  context.lineJoin = 'round'
  context.lineWidth = 3
  context.strokeStyle = colors.of('--map-halo')
  context.strokeText(label, x, y)
  context.fillStyle = colors.of('--ink')
  context.fillText(label, x, y)
}

/** From direct to far; a place of unknown hops has the colour of those without. */
function hopColor(hops: number | null): string {
  return hops === null ? '--accent' : `--hops-${Math.min(hops, 4)}`
}

function dot(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath()
  context.arc(x, y, radius, 0, 2 * Math.PI)
  context.fill()
}
