// The map itself: what it stands on, and its buttons.
import { Control, control, type Map as LeafletMap, map as makeMap } from 'leaflet'
import { words } from '../words.js'
import { addGround } from './base.js'
import { MAX_ZOOM } from './scene.js'
import { showView } from './viewport.js'

/** A map in a frame, on its ground, with what the address or the configuration says in view. */
export function openMap(root: HTMLElement, frame: HTMLElement): LeafletMap {
  const isOutline = frame.dataset.tiles === ''
  const map = makeMap(frame, {
    ...{ zoomControl: false, maxZoom: MAX_ZOOM, minZoom: 2, worldCopyJump: true },
    ...{ attributionControl: false, zoomSnap: isOutline ? 0.5 : 1, wheelPxPerZoomLevel: 90 },
  })
  showView(map, root.dataset.bounds ?? '')
  const { zoomIn: zoomInTitle, zoomOut: zoomOutTitle } = words.drawing
  control.zoom({ position: 'topright', zoomInTitle, zoomOutTitle }).addTo(map)
  control.attribution({ prefix: false, position: 'bottomright' }).addTo(map)
  const isImperial = root.dataset.units === 'imperial'
  const scale = { position: 'bottomright', imperial: isImperial, metric: !isImperial } as const
  new Scale(scale).addTo(map)
  addGround(map)
  // Leaflet looks at the window alone; the frame also changes with what stands around it.
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(frame)
  return map
}

/** Leaflet's scale, with the units as the language of the page writes them. */
class Scale extends Control.Scale {
  /** Called by Leaflet, with `30 km` for a bar that is `ratio` of the longest. */
  _updateScale(bar: HTMLElement, text: string, ratio: number): void {
    const { metre: m, kilometre: km, foot: ft, mile: mi } = words.units
    const units: Readonly<Record<string, string>> = { m, km, ft, mi }
    bar.style.width = `${Math.round((this.options.maxWidth ?? 100) * ratio)}px`
    bar.textContent = text.replace(/[a-z]+$/, (unit) => units[unit] ?? unit)
  }
}
