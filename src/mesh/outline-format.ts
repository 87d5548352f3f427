// The files of the bundled outline map, written by the build and read by the map. Browser safe.
import type { Line } from './clip.js'

/**
 * A piece of the outline: closed rings of land and open lines of borders, in units of its tile,
 * whose corners are (0, 0) and (UNITS, UNITS); a margin around the tile is there as well.
 */
export interface OutlinePiece {
  land: Line[]
  borders: Line[]
}

/** How fine the coordinates of a tile are. */
export const UNITS = 1 << 16
/** What a piece has beyond its tile on each side, so that cut edges are never seen. */
export const MARGIN = UNITS >> 5

/** Zooms of web map tiles by which the levels of detail are cut, coarse to fine. */
export const LEVELS = [0, 2, 4] as const

/** The level that a map at this zoom draws. */
export function levelFor(zoom: number): number {
  if (zoom <= 2) return 0
  return zoom <= 5 ? 2 : 4
}

/** Name of a piece: `4-8-5` is zoom 4, column 8, row 5. */
export function pieceName(zoom: number, x: number, y: number): string {
  return `${zoom}-${x}-${y}`
}

/** Bytes of a piece: counts, then for each line its points as differences, all as varints. */
export function encodePiece({ land, borders }: OutlinePiece): Uint8Array {
  const bytes: number[] = []
  for (const lines of [land, borders]) {
    putVarint(bytes, lines.length)
    for (const line of lines) {
      putVarint(bytes, line.length / 2)
      let previous = [0, 0]
      for (let index = 0; index < line.length; index += 2) {
        const point = [line[index] ?? 0, line[index + 1] ?? 0]
        for (const axis of [0, 1]) {
          const step = (point[axis] ?? 0) - (previous[axis] ?? 0)
          putVarint(bytes, step < 0 ? -2 * step - 1 : 2 * step)
        }
        previous = point
      }
    }
  }
  return Uint8Array.from(bytes)
}

function putVarint(bytes: number[], value: number): void {
  let rest = value
  while (rest > 127) {
    bytes.push((rest & 127) | 128)
    rest >>>= 7
  }
  bytes.push(rest)
}

/** Reads what {@link encodePiece} wrote. */
export function decodePiece(bytes: Uint8Array): OutlinePiece {
  let position = 0
  const readVarint = () => {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[position++] ?? 0
      value |= (byte & 127) << shift
      if (byte < 128) return value
    }
  }
  const readStep = () => {
    const value = readVarint()
    return value & 1 ? -((value + 1) >>> 1) : value >>> 1
  }
  const readLines = () => {
    const lines: Line[] = []
    for (let count = readVarint(); count > 0; count--) {
      const line: number[] = []
      let x = 0
      let y = 0
      for (let points = readVarint(); points > 0; points--) {
        x += readStep()
        y += readStep()
        line.push(x, y)
      }
      lines.push(line)
    }
    return lines
  }
  return { land: readLines(), borders: readLines() }
}
