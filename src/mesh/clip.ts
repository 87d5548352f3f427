// Cutting outlines of land to a rectangle, for the build and for the map. Browser safe.

/** Points one after the other: x0, y0, x1, y1, … */
export type Line = readonly number[]

export interface Box {
  x0: number
  y0: number
  x1: number
  y1: number
}

/** Inside of one side of a box: coordinate `axis` (0 = x, 1 = y) times `sign` is below `limit`. */
type Side = readonly [axis: 0 | 1, sign: 1 | -1, limit: number]

function sidesOf({ x0, y0, x1, y1 }: Box): readonly Side[] {
  return [
    [0, -1, -x0],
    [0, 1, x1],
    [1, -1, -y0],
    [1, 1, y1],
  ]
}

/** `inside`, `outside` or `across`: how the points of a line lie to a box. */
export function relation(line: Line, box: Box): 'inside' | 'outside' | 'across' {
  let left = Number.POSITIVE_INFINITY
  let top = Number.POSITIVE_INFINITY
  let right = Number.NEGATIVE_INFINITY
  let bottom = Number.NEGATIVE_INFINITY
  for (let index = 0; index < line.length; index += 2) {
    const x = line[index] ?? 0
    const y = line[index + 1] ?? 0
    if (x < left) left = x
    if (x > right) right = x
    if (y < top) top = y
    if (y > bottom) bottom = y
  }
  if (right < box.x0 || left > box.x1 || bottom < box.y0 || top > box.y1) return 'outside'
  const isInside = left >= box.x0 && right <= box.x1 && top >= box.y0 && bottom <= box.y1
  return isInside ? 'inside' : 'across'
}

/**
 * The part of a closed ring within a box (Sutherland and Hodgman): one ring, which runs along the
 * sides of the box where the original left it; empty when nothing is inside.
 */
export function clipRing(ring: Line, box: Box): number[] {
  let points = [...ring]
  for (const side of sidesOf(box)) {
    if (points.length === 0) break
    points = clipRingAt(points, side)
  }
  return points.length >= 6 ? points : []
}

function clipRingAt(ring: Line, [axis, sign, limit]: Side): number[] {
  const kept: number[] = []
  let x = ring.at(-2) ?? 0
  let y = ring.at(-1) ?? 0
  let depth = limit - sign * (axis === 0 ? x : y)
  for (let index = 0; index < ring.length; index += 2) {
    const nextX = ring[index] ?? 0
    const nextY = ring[index + 1] ?? 0
    const nextDepth = limit - sign * (axis === 0 ? nextX : nextY)
    if (depth >= 0 !== nextDepth >= 0) {
      const part = depth / (depth - nextDepth)
      kept.push(x + part * (nextX - x), y + part * (nextY - y))
    }
    if (nextDepth >= 0) kept.push(nextX, nextY)
    x = nextX
    y = nextY
    depth = nextDepth
  }
  return kept
}

/** The parts of an open line within a box. */
export function clipLine(line: Line, box: Box): number[][] {
  let parts: number[][] = [[...line]]
  for (const side of sidesOf(box)) parts = parts.flatMap((part) => clipLineAt(part, side))
  return parts
}

function clipLineAt(line: Line, [axis, sign, limit]: Side): number[][] {
  const parts: number[][] = []
  let part: number[] = []
  let x = 0
  let y = 0
  let depth = 0
  for (let index = 0; index < line.length; index += 2) {
    const nextX = line[index] ?? 0
    const nextY = line[index + 1] ?? 0
    const nextDepth = limit - sign * (axis === 0 ? nextX : nextY)
    if (index > 0 && depth >= 0 !== nextDepth >= 0) {
      const share = depth / (depth - nextDepth)
      part.push(x + share * (nextX - x), y + share * (nextY - y))
      if (depth >= 0) {
        parts.push(part)
        part = []
      }
    }
    if (nextDepth >= 0) part.push(nextX, nextY)
    x = nextX
    y = nextY
    depth = nextDepth
  }
  if (part.length >= 4) parts.push(part)
  return parts
}
