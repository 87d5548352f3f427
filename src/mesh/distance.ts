// Distances on the ground, for pages and for the browser. Browser safe.

export type Units = 'metric' | 'imperial'

/** Metres as people say them: `840 m`, `3.4 km`, `112 km`; or `900 ft`, `2.1 mi`. */
export function formatDistance(metres: number, units: Units): string {
  const [small, perSmall, large, perLarge] =
    units === 'metric' ? (['m', 1, 'km', 1000] as const) : (['ft', 0.3048, 'mi', 1609.344] as const)
  if (metres < 0.995 * Math.min(perLarge, 1000)) return `${Math.round(metres / perSmall)} ${small}`
  const far = metres / perLarge
  return `${far < 99.5 ? far.toFixed(1) : Math.round(far)} ${large}`
}

const EARTH_RADIUS_M = 6_371_008.8

/** Great-circle distance in metres between two places given in degrees × 1e7. */
export function distanceMetres(lat1: number, lon1: number, lat2: number, lon2: number): number {
  const radians = Math.PI / 180 / 1e7
  const sinLat = Math.sin(((lat2 - lat1) * radians) / 2)
  const sinLon = Math.sin(((lon2 - lon1) * radians) / 2)
  const a = sinLat ** 2 + Math.cos(lat1 * radians) * Math.cos(lat2 * radians) * sinLon ** 2
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(a)))
}
