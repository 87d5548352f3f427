// The outline that came with the site, as tiles of any zoom.
import { clipLine, clipRing, type Line, relation } from '../../mesh/clip.js'
import {
  decodePiece,
  levelFor,
  type OutlinePiece,
  pieceName,
  UNITS,
} from '../../mesh/outline-format.js'
import type { Colors } from './colors.js'

/** Beyond a tile's sides, as a part of it: where cut edges are drawn unseen. */
const MARGIN = 1 / 32
/** Pieces kept after they were cut to a tile, so that deeper tiles begin with less. */
const MOST_KEPT = 400

const NOTHING: OutlinePiece = { land: [], borders: [] }

export class OutlinePieces {
  /** Address of the folder with the pieces. */
  readonly folder: string
  #index: Promise<ReadonlySet<string>> | undefined
  readonly #pieces = new Map<string, Promise<OutlinePiece>>()

  constructor(folder: string) {
    this.folder = folder
  }

  /** The outline within a tile, in units of the tile. */
  tile(z: number, x: number, y: number): Promise<OutlinePiece> {
    return this.#tile(levelFor(z), z, x, y)
  }

  /** As fine as that level. */
  #tile(level: number, z: number, x: number, y: number): Promise<OutlinePiece> {
    const name = pieceName(z, x, y)
    const key = `${level} ${name}`
    const known = this.#pieces.get(key)
    if (known !== undefined) return known
    if (this.#pieces.size > MOST_KEPT) this.#forget()
    const piece = z === level ? this.#load(name) : this.#cut(level, z, x, y)
    this.#pieces.set(key, piece)
    piece.catch(() => this.#pieces.delete(key))
    return piece
  }

  #forget(): void {
    const oldest = [...this.#pieces.keys()].slice(0, MOST_KEPT / 2)
    for (const key of oldest) this.#pieces.delete(key)
  }

  async #load(name: string): Promise<OutlinePiece> {
    this.#index ??= fetch(`${this.folder}/index.json`)
      .then((answer) => answer.json() as Promise<string[]>)
      .then((names) => new Set(names))
    this.#index.catch(() => {
      this.#index = undefined
    })
    if (!(await this.#index).has(name)) return NOTHING
    const answer = await fetch(`${this.folder}/${name}.bin`)
    if (!answer.ok) throw new Error(`outline ${name}: ${answer.status}`)
    return decodePiece(new Uint8Array(await answer.arrayBuffer()))
  }

  /** What is finer than its level is cut from the tile above it, down from the level's own. */
  async #cut(level: number, z: number, x: number, y: number): Promise<OutlinePiece> {
    const size = UNITS / 2
    const parent = await this.#tile(level, z - 1, x >> 1, y >> 1)
    const left = (x % 2) * size
    const top = (y % 2) * size
    const margin = MARGIN * size
    const box = {
      ...{ x0: left - margin, x1: left + size + margin },
      ...{ y0: top - margin, y1: top + size + margin },
    }
    const zoomed = (line: Line) =>
      line.map((each, index) => (each - (index % 2 === 0 ? left : top)) * 2)
    const land: Line[] = []
    for (const ring of parent.land) {
      const where = relation(ring, box)
      if (where === 'outside') continue
      const part = where === 'inside' ? ring : clipRing(ring, box)
      if (part.length > 0) land.push(zoomed(part))
    }
    const borders = parent.borders
      .filter((line) => relation(line, box) !== 'outside')
      .flatMap((line) => clipLine(line, box))
      .map(zoomed)
    return { land, borders }
  }
}

/** Draws a tile at the canvas's origin, so many of its pixels wide; lines are `ratio` wide. */
export function drawPiece(
  context: CanvasRenderingContext2D,
  { land, borders }: OutlinePiece,
  { size, ratio, colors }: { size: number; ratio: number; colors: Colors },
): void {
  const scale = size / UNITS
  context.lineJoin = 'round'
  context.beginPath()
  for (const ring of land) trace(context, ring, scale, true)
  context.fillStyle = colors.of('--map-land')
  context.fill('evenodd')
  context.strokeStyle = colors.of('--map-coast')
  context.lineWidth = ratio
  context.stroke()
  context.beginPath()
  for (const line of borders) trace(context, line, scale, false)
  context.strokeStyle = colors.of('--map-border')
  context.setLineDash([4 * ratio, 3 * ratio])
  context.stroke()
  context.setLineDash([])
}

/** Adds a line to the path; points less than half a pixel away are left out. */
function trace(context: CanvasRenderingContext2D, line: Line, scale: number, close: boolean) {
  let lastX = Number.POSITIVE_INFINITY
  let lastY = Number.POSITIVE_INFINITY
  for (let index = 0; index < line.length; index += 2) {
    const x = (line[index] ?? 0) * scale
    const y = (line[index + 1] ?? 0) * scale
    if (index === 0) context.moveTo(x, y)
    else if (Math.abs(x - lastX) + Math.abs(y - lastY) < 0.5 && index < line.length - 2) continue
    else context.lineTo(x, y)
    lastX = x
    lastY = y
  }
  if (close) context.closePath()
}
