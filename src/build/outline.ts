import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { feature, mesh } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { type Box, clipLine, clipRing, type Line, relation } from '../mesh/clip.js'
import {
  encodePiece,
  LEVELS,
  MARGIN,
  type OutlinePiece,
  pieceName,
  UNITS,
} from '../mesh/outline-format.js'
import { writeCompressed } from './compressed.js'

/** Natural Earth (public domain) as the package world-atlas has it, for each level of detail. */
const sources: Record<(typeof LEVELS)[number], string> = {
  0: 'world-atlas/countries-110m.json',
  2: 'world-atlas/countries-50m.json',
  4: 'world-atlas/countries-10m.json',
}

/** Raised when the files change though the sources do not. */
const FORMAT = 2

const require = createRequire(import.meta.url)

/**
 * Cuts the outline of the world into tiles in `outdir`, in a folder whose name carries a hash;
 * `index.json` in it lists the pieces that there are. Answers the folder's name. Takes seconds,
 * so what is there already is left as it is.
 */
export function buildOutline(outdir: string): string {
  const hash = createHash('sha256').update(String(FORMAT))
  const texts = LEVELS.map((level) => readFileSync(require.resolve(sources[level])))
  for (const text of texts) hash.update(text)
  const name = `outline-${hash.digest('hex').slice(0, 8)}`
  if (existsSync(join(outdir, name, 'index.json'))) return name
  const folder = join(outdir, `${name}.part`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const pieces: string[] = []
  for (const [index, level] of LEVELS.entries()) {
    const world = readWorld(JSON.parse(String(texts[index])) as Atlas)
    for (const [piece, bytes] of cut(world, level)) {
      writeCompressed(join(folder, `${piece}.bin`), bytes)
      pieces.push(piece)
    }
  }
  writeFileSync(join(folder, 'index.json'), JSON.stringify(pieces))
  rmSync(join(outdir, name), { recursive: true, force: true })
  renameSync(folder, join(outdir, name))
  return name
}

type Atlas = Topology<{ countries: GeometryCollection; land: GeometryCollection }>

/** Rings and borders in web Mercator, the world being 0 … 1 in x and y. */
function readWorld(atlas: Atlas): OutlinePiece {
  const land = feature(atlas, atlas.objects.land).features.flatMap(({ geometry }) => {
    if (geometry.type === 'Polygon') return geometry.coordinates
    return geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : []
  })
  const borders = mesh(atlas, atlas.objects.countries, (one, other) => one !== other)
  return { land: land.map(project), borders: borders.coordinates.map(project) }
}

function project(positions: readonly (readonly number[])[]): Line {
  return positions.flatMap(([longitude = 0, latitude = 0]) => {
    const sin = Math.sin((Math.max(-85.06, Math.min(85.06, latitude)) * Math.PI) / 180)
    return [longitude / 360 + 0.5, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)]
  })
}

/** The pieces of a level that have anything in them. */
function* cut(world: OutlinePiece, zoom: number): Generator<[string, Uint8Array]> {
  const count = 2 ** zoom
  const scale = count * UNITS
  for (let x = 0; x < count; x++) {
    // The column first: most of the world is elsewhere.
    const column = clip(world, {
      ...{ x0: (x * UNITS - MARGIN) / scale, x1: ((x + 1) * UNITS + MARGIN) / scale },
      ...{ y0: -1, y1: 2 },
    })
    for (let y = 0; y < count; y++) {
      const part = clip(column, {
        ...{ x0: (x * UNITS - MARGIN) / scale, x1: ((x + 1) * UNITS + MARGIN) / scale },
        ...{ y0: (y * UNITS - MARGIN) / scale, y1: ((y + 1) * UNITS + MARGIN) / scale },
      })
      if (part.land.length === 0 && part.borders.length === 0) continue
      const inUnits = (line: Line) => quantise(line, scale, x * UNITS, y * UNITS)
      const land = part.land.map(inUnits).filter((ring) => ring.length >= 6)
      const borders = part.borders.map(inUnits).filter((line) => line.length >= 4)
      yield [pieceName(zoom, x, y), encodePiece({ land, borders })]
    }
  }
}

function clip({ land, borders }: OutlinePiece, box: Box): OutlinePiece {
  const near = (line: Line) => relation(line, box) !== 'outside'
  return {
    land: land
      .filter(near)
      .map((ring) => clipRing(ring, box))
      .filter((ring) => ring.length > 0),
    borders: borders.filter(near).flatMap((line) => clipLine(line, box)),
  }
}

/** Whole numbers; points that fall together become one. */
function quantise(line: Line, scale: number, left: number, top: number): Line {
  const points: number[] = []
  for (let index = 0; index < line.length; index += 2) {
    const x = Math.round((line[index] ?? 0) * scale - left)
    const y = Math.round((line[index + 1] ?? 0) * scale - top)
    if (points.at(-2) !== x || points.at(-1) !== y) points.push(x, y)
  }
  return points
}
