import type { CopyPath } from './graph-paths.js'

/** Where a stop stands: its box's middle. */
export interface Place {
  x: number
  y: number
}

export interface Layout {
  width: number
  height: number
  places: ReadonlyMap<string, Place>
}

export const BOX = { width: 206, height: 72 }
const GAP = { x: 34, y: 58 }
const MARGIN = 28
/** Longer rows are broken: a picture shall not be ten screens wide. */
const MOST_IN_ROW = 6

/**
 * Lays out the stops of paths in rows: a stop stands below all those from which a request came to
 * it, and in its row beside those that are near it on their ways.
 */
export function layOut(keys: readonly string[], paths: readonly CopyPath[]): Layout {
  const rows = sortRows(rowsOf(keys, paths), paths).flatMap(breakRow)
  const widest = Math.max(1, ...rows.map((row) => row.length))
  const width = 2 * MARGIN + widest * BOX.width + (widest - 1) * GAP.x
  const places = new Map<string, Place>()
  for (const [depth, row] of rows.entries()) {
    const span = row.length * BOX.width + (row.length - 1) * GAP.x
    for (const [index, key] of row.entries()) {
      places.set(key, {
        x: (width - span) / 2 + index * (BOX.width + GAP.x) + BOX.width / 2,
        y: MARGIN + depth * (BOX.height + GAP.y) + BOX.height / 2,
      })
    }
  }
  const height = 2 * MARGIN + rows.length * BOX.height + Math.max(0, rows.length - 1) * GAP.y
  return { width, height, places }
}

/** Parts of about the same length. */
function breakRow(row: readonly string[]): string[][] {
  const parts = Math.ceil(row.length / MOST_IN_ROW)
  const length = Math.ceil(row.length / parts)
  return Array.from({ length: parts }, (_, part) => row.slice(part * length, (part + 1) * length))
}

/** Ways back go up; where there are no others, they are turned round. */
function rowsOf(keys: readonly string[], paths: readonly CopyPath[]): string[][] {
  const depths = new Map<string, number>()
  const known = (key: string) => depths.get(key) ?? -1
  const requests = paths.filter((path) => !path.isReply).map((path) => path.stops)
  const replies = paths.filter((path) => path.isReply).map((path) => path.stops)
  for (const stops of requests) {
    for (const [index, key] of stops.entries()) depths.set(key, Math.max(known(key), index))
  }
  const deepest = Math.max(0, ...depths.values())
  for (const stops of replies) {
    for (const [index, key] of stops.entries()) {
      if (!depths.has(key)) depths.set(key, Math.max(0, deepest - index))
    }
  }
  const rows: string[][] = []
  for (const key of keys) {
    const depth = Math.max(known(key), 0)
    while (rows.length <= depth) rows.push([])
    rows[depth]?.push(key)
  }
  return rows.filter((row) => row.length > 0)
}

/** Each row in the order of the mean place of its neighbours in the row above: fewer crossings. */
function sortRows(rows: readonly string[][], paths: readonly CopyPath[]): string[][] {
  const neighbors = new Map<string, Set<string>>()
  for (const { stops } of paths) {
    for (const [index, key] of stops.entries()) {
      const before = stops[index - 1]
      if (before === undefined) continue
      link(neighbors, key, before)
      link(neighbors, before, key)
    }
  }
  const sorted: string[][] = []
  for (const row of rows) {
    const above = new Map((sorted.at(-1) ?? []).map((key, index) => [key, index]))
    const mean = (key: string) => {
      const places = [...(neighbors.get(key) ?? [])].flatMap((each) => above.get(each) ?? [])
      return places.length === 0 ? 0 : places.reduce((a, b) => a + b) / places.length
    }
    sorted.push([...row].sort((a, b) => mean(a) - mean(b)))
  }
  return sorted
}

function link(neighbors: Map<string, Set<string>>, key: string, other: string): void {
  const known = neighbors.get(key)
  if (known === undefined) neighbors.set(key, new Set([other]))
  else known.add(other)
}
