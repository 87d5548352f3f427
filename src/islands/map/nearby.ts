// How many nodes of the heat map are near a place: under the pointer, where a finger tapped, or in
// the middle of the map for those who move it with the keyboard.
import type { LatLng, Map as LeafletMap, LeafletMouseEvent } from 'leaflet'
import type { HeatPoint } from '../../reader/map/format.js'
import type { Units } from '../../words/local.js'
import { local, words } from '../words.js'

/** Metres around the place, at zoom 10; half of it for each step nearer, as in MeshView 3.x. */
const RADIUS_AT_10 = 2000

export class Nearby {
  readonly map: LeafletMap
  readonly says: HTMLElement
  readonly units: Units
  #points: readonly HeatPoint[] = []
  #areShares = false
  /** What is pointed at; null for the middle of the map. */
  #place: LatLng | null = null
  #frame = 0

  constructor(map: LeafletMap, says: HTMLElement, units: Units) {
    this.map = map
    this.says = says
    this.units = units
    const point = ({ latlng }: LeafletMouseEvent) => this.#look(latlng)
    map.on('mousemove', point)
    map.on('click', point)
    map.on('mouseout dragstart keydown', () => this.#look(null))
    map.on('moveend', () => this.#look(this.#place))
  }

  /** Of points that weigh shares of the time, their mean is told as well. */
  set(points: readonly HeatPoint[], areShares: boolean): void {
    this.#points = points
    this.#areShares = areShares
    this.#look(this.#place)
  }

  /** At most once per frame, however fast the pointer moves. */
  #look(place: LatLng | null): void {
    this.#place = place
    if (this.#frame !== 0) return
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0
      this.#tell()
    })
  }

  #tell(): void {
    const around = (this.#place ?? this.map.getCenter()).wrap()
    const metres = RADIUS_AT_10 / 2 ** (this.map.getZoom() - 10)
    const near = this.#points.filter(
      ([lat, long]) => this.map.distance(around, [lat / 1e7, long / 1e7]) <= metres,
    )
    const count = near.length
    const distance = local.distance(metres, this.units)
    const { nearPointer, nearMiddle } = words.drawing
    const said = (this.#place === null ? nearMiddle : nearPointer)({ count, distance })
    const text = this.#areShares && count > 0 ? `${said}, ${meanOf(near)}` : said
    // A pointer on its way is not read aloud; the map that a keyboard moves is.
    this.says.ariaLive = this.#place === null ? 'polite' : 'off'
    if (this.says.textContent !== text) this.says.textContent = text
  }
}

function meanOf(points: readonly HeatPoint[]): string {
  const sum = points.reduce((total, [, , weight]) => total + weight, 0)
  return words.drawing.onAverage({ share: local.percent(sum / points.length, 100) })
}
