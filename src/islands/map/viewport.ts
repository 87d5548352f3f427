// Which part of the world is shown: by the address, else as configured.
import type { Map as LeafletMap } from 'leaflet'
import { addressWith } from './state.js'

/** True when the address says what to show. */
export function hasView(): boolean {
  const params = new URLSearchParams(location.search)
  return params.has('lat') && params.has('lng')
}

/** Shows what the address says, else the configured corners: `north,west,south,east`. */
export function showView(map: LeafletMap, corners: string): void {
  const params = new URLSearchParams(location.search)
  const [north = 60, west = -20, south = 35, east = 30] = corners.split(',').map(Number)
  const lat = Number.parseFloat(params.get('lat') ?? '')
  const lng = Number.parseFloat(params.get('lng') ?? '')
  const zoom = Number.parseFloat(params.get('zoom') ?? '')
  if (Math.abs(lat) <= 90 && Math.abs(lng) <= 180) {
    map.setView([lat, lng], Number.isFinite(zoom) ? zoom : 11)
    return
  }
  map.fitBounds([
    [north, west],
    [south, east],
  ])
}

/** Writes what is shown into the address, so that it can be shared. */
export function keepView(map: LeafletMap): void {
  const { lat, lng } = map.getCenter()
  const params = new URLSearchParams(location.search)
  params.set('lat', lat.toFixed(4))
  params.set('lng', lng.toFixed(4))
  params.set('zoom', String(map.getZoom()))
  history.replaceState(null, '', addressWith(params))
}
