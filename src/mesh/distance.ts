// Distances on the ground, for pages and for the browser. Browser safe.

export type Units = 'metric' | 'imperial'

const EARTH_RADIUS_M = 6_371_008.8

/** Great-circle distance in metres between two places given in degrees × 1e7. */
export function distanceMetres(lat1: number, lon1: number, lat2: number, lon2: number): number {
  const radians = Math.PI / 180 / 1e7
  const sinLat = Math.sin(((lat2 - lat1) * radians) / 2)
  const sinLon = Math.sin(((lon2 - lon1) * radians) / 2)
  const a = sinLat ** 2 + Math.cos(lat1 * radians) * Math.cos(lat2 * radians) * sinLon ** 2
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(a)))
}
