// Where nodes are, for the view.
import type { LatLngBoundsExpression } from 'leaflet'
import type { Node } from './store.js'

export function placeOf({ lat, long }: Node): [number, number] {
  return [(lat ?? 0) / 1e7, (long ?? 0) / 1e7]
}

/** Corners around all of these but the few that are far out; null of none. */
export function coreOf(nodes: readonly Node[]): [[number, number], [number, number]] | null {
  if (nodes.length === 0) return null
  const at = (axis: 0 | 1, part: number) => {
    const values = nodes.map((node) => placeOf(node)[axis]).sort((one, other) => one - other)
    return values[Math.round(part * (values.length - 1))] ?? 0
  }
  return [
    [at(0, 0.03), at(1, 0.03)],
    [at(0, 0.97), at(1, 0.97)],
  ]
}

export function boundsOf(nodes: readonly Node[]): LatLngBoundsExpression {
  return nodes.map(placeOf)
}
