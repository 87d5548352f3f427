// What lies under the nodes: tiles where there are any, else the outline that the site brings.
import { type GridLayer, type Map as LeafletMap, type TileLayer, tileLayer } from 'leaflet'
import { type Colors, watchColors } from './colors.js'
import { OutlineLayer } from './outline.js'
import { MAX_ZOOM } from './scene.js'

/** So many tiles that do not come, and the outline takes their place. */
const ENOUGH_FAILURES = 4

/**
 * Puts the ground on a map whose element says in its data what there is: `outline` (folder of the
 * pieces), `tiles` (template) and `attribution`. Where tiles cannot be had, there is the outline.
 */
export function addGround(map: LeafletMap): void {
  const { outline = '', tiles = '', attribution = '' } = map.getContainer().dataset
  const ground = outlineGround(outline)
  if (tiles === '') {
    ground.addTo(map)
    return
  }
  const layer = tileLayer(tiles, {
    ...{ maxZoom: MAX_ZOOM, maxNativeZoom: MAX_ZOOM, attribution: escapeHtml(attribution) },
    className: 'map-tiles',
  })
  fallBack(layer, () => {
    layer.remove()
    ground.addTo(map)
  })
  layer.addTo(map)
}

function outlineGround(folder: string): GridLayer {
  let layer: OutlineLayer | undefined
  const use = (colors: Colors) => {
    if (layer === undefined) return
    layer.colors = colors
    layer.redraw()
  }
  watchColors((colors) => {
    layer ??= new OutlineLayer(folder, colors, {
      ...{ maxZoom: MAX_ZOOM, maxNativeZoom: 14, className: 'map-outline', keepBuffer: 4 },
      attribution: 'Natural Earth',
    })
    use(colors)
  })
  if (layer === undefined) throw new Error('no colours')
  return layer
}

function fallBack(layer: TileLayer, giveUp: () => void): void {
  let failures = 0
  let hasTiles = false
  layer.on('tileload', () => {
    hasTiles = true
  })
  layer.on('tileerror', () => {
    failures += 1
    if (!hasTiles && failures === ENOUGH_FAILURES) giveUp()
  })
}

/** Leaflet takes an attribution for HTML; ours is text from the configuration. */
function escapeHtml(text: string): string {
  const element = document.createElement('span')
  element.textContent = text
  return element.innerHTML
}
