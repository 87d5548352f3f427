/** Web Mercator of a place in degrees × 1e7, the world being 0 … 1. */
export function project(lat: number, long: number): { x: number; y: number } {
  const sin = Math.sin((lat / 1e7) * (Math.PI / 180))
  const y = 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)
  return { x: long / 3.6e9 + 0.5, y: Math.min(1, Math.max(0, y)) }
}

const EQUATOR_M = 40_075_016.686

/** Pixels that a distance on the ground takes where `y` is, on a world so many pixels wide. */
export function pixelsOf(metres: number, y: number, scale: number): number {
  const lat = Math.atan(Math.sinh(Math.PI * (1 - 2 * y)))
  return (metres / (EQUATOR_M * Math.cos(lat))) * scale
}
