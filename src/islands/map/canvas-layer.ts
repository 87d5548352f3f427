// A canvas over the map that is drawn anew after every move, and stretched while zooming.
import {
  DomUtil,
  type LatLng,
  Layer,
  type LeafletEventHandlerFn,
  type Map as LeafletMap,
  type ZoomAnimEvent,
} from 'leaflet'

/** Where things are on the canvas that is being drawn. */
export interface View {
  context: CanvasRenderingContext2D
  width: number
  height: number
  zoom: number
  /** Pixels that the world is wide. */
  scale: number
  /** Place in the world (0 … 1, web Mercator) to pixels of the canvas. */
  x(world_x: number): number
  y(world_y: number): number
}

/** What is drawn beyond each side of the window, as a part of its size: seen while dragging. */
const PADDING = 0.2
const TILE = 256

export class CanvasLayer extends Layer {
  readonly draw: (view: View) => void
  readonly canvas: HTMLCanvasElement
  #map: LeafletMap | null = null
  #topLeft: LatLng | null = null
  #zoom = 0
  #frame = 0

  constructor(name: string, draw: (view: View) => void) {
    super()
    this.draw = draw
    this.canvas = document.createElement('canvas')
    this.canvas.className = `leaflet-zoom-animated map-canvas ${name}`
  }

  override getEvents(): Record<string, LeafletEventHandlerFn> {
    return {
      move: () => this.#dragged(),
      moveend: () => this.redraw(),
      resize: () => this.redraw(),
      zoom: () => this.#follow(),
      zoomanim: (event) => {
        const { center, zoom } = event as ZoomAnimEvent
        this.#stretch(center, zoom)
      },
    }
  }

  override onAdd(map: LeafletMap): this {
    this.#map = map
    map.getPane('overlayPane')?.append(this.canvas)
    this.redraw()
    return this
  }

  override onRemove(): this {
    cancelAnimationFrame(this.#frame)
    this.canvas.remove()
    this.#map = null
    return this
  }

  /** Draws before the next frame, once however often it is asked for. */
  redraw(): void {
    if (this.#frame !== 0) return
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0
      this.#drawNow()
    })
  }

  /** What was drawn beyond the window moves in by itself, until it is used up. */
  #dragged(): void {
    const map = this.#map
    if (map === null || this.#topLeft === null) return
    const corner = map.latLngToContainerPoint(this.#topLeft)
    const size = map.getSize()
    const isUsedUp =
      corner.x > 0 ||
      corner.y > 0 ||
      corner.x + size.x * (1 + 2 * PADDING) < size.x ||
      corner.y + size.y * (1 + 2 * PADDING) < size.y
    if (isUsedUp) this.redraw()
  }

  #follow(): void {
    if (this.#map !== null) this.#stretch(this.#map.getCenter(), this.#map.getZoom())
  }

  /** Puts what was drawn at another zoom where it belongs while the map zooms. */
  #stretch(center: LatLng, zoom: number): void {
    const map = this.#map
    if (map === null || this.#topLeft === null) return
    const origin = map
      .project(center, zoom)
      .subtract(map.getSize().divideBy(2))
      .add(DomUtil.getPosition(map.getPane('mapPane')!))
      .round()
    const place = map.project(this.#topLeft, zoom).subtract(origin)
    DomUtil.setTransform(this.canvas, place, map.getZoomScale(zoom, this.#zoom))
  }

  #drawNow(): void {
    const map = this.#map
    // While it zooms, what was drawn is stretched.
    if (map === null || map.getPane('mapPane')?.classList.contains('leaflet-zoom-anim')) return
    const size = map.getSize()
    const width = Math.round(size.x * (1 + 2 * PADDING))
    const height = Math.round(size.y * (1 + 2 * PADDING))
    const ratio = Math.min(devicePixelRatio || 1, 2)
    const { canvas } = this
    if (canvas.width !== width * ratio || canvas.height !== height * ratio) {
      canvas.width = width * ratio
      canvas.height = height * ratio
      canvas.style.width = `${width}px`
      canvas.style.height = `${height}px`
    }
    const topLeft = map.containerPointToLayerPoint(size.multiplyBy(-PADDING)).round()
    this.#topLeft = map.layerPointToLatLng(topLeft)
    this.#zoom = map.getZoom()
    DomUtil.setTransform(canvas, topLeft, 1)
    const context = canvas.getContext('2d')
    if (context === null) return
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, width, height)
    const scale = TILE * 2 ** this.#zoom
    const left = map.getPixelOrigin().x + topLeft.x
    const top = map.getPixelOrigin().y + topLeft.y
    this.draw({
      ...{ context, width, height, scale, zoom: this.#zoom },
      x: (world_x) => world_x * scale - left,
      y: (world_y) => world_y * scale - top,
    })
  }

  /** Pixels of the canvas from pixels of the window. */
  fromContainer(point: { x: number; y: number }): { x: number; y: number } {
    const size = this.#map?.getSize()
    return {
      x: point.x + (size?.x ?? 0) * PADDING,
      y: point.y + (size?.y ?? 0) * PADDING,
    }
  }
}
