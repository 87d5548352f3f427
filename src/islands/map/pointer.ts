// What the pointer is on, and what a click on it does.
import type { Map as LeafletMap, LeafletMouseEvent } from 'leaflet'
import { words } from '../words.js'
import type { Drawing } from './drawing.js'
import { boundsOf } from './fit.js'
import { MAX_ZOOM, type Spot } from './scene.js'
import { type Node, nameOf } from './store.js'
import { showTip } from './tip.js'

export class Pointer {
  readonly root: HTMLElement
  readonly map: LeafletMap
  readonly drawing: Drawing
  readonly select: (node_id: number | null) => void

  constructor(
    root: HTMLElement,
    map: LeafletMap,
    drawing: Drawing,
    select: (node_id: number | null) => void,
  ) {
    this.root = root
    this.map = map
    this.drawing = drawing
    this.select = select
  }

  listen(): void {
    const { map, drawing, root } = this
    map.on('click', (event) => this.#click(event))
    map.on('mousemove', (event) => this.#hover(event))
    map.on('mouseout', () => showTip(root, null))
    map.on('zoomstart', () => {
      drawing.spider = null
      showTip(root, null)
    })
  }

  #click({ containerPoint }: LeafletMouseEvent): void {
    const { drawing } = this
    const wasSpread = drawing.spider !== null
    const found = drawing.at(containerPoint)
    if (typeof found === 'string') showTip(this.root, found, containerPoint)
    else if (found !== null) this.#choose(found)
    else {
      drawing.spider = null
      if (!wasSpread) this.select(null)
    }
    drawing.layer.redraw()
  }

  /** A node is chosen, nodes in one place are spread out, others are zoomed to. */
  #choose({ nodes, expansionZoom }: Spot): void {
    const first = nodes[0]?.node_id ?? null
    if (expansionZoom === null) this.select(first)
    else if (expansionZoom > MAX_ZOOM) {
      this.drawing.spider = this.drawing.spider === first ? null : first
    } else this.map.fitBounds(boundsOf(nodes), { padding: [60, 60], maxZoom: MAX_ZOOM })
  }

  #hover({ containerPoint }: LeafletMouseEvent): void {
    const found = this.drawing.at(containerPoint)
    this.map.getContainer().classList.toggle('is-pointing', found !== null)
    showTip(this.root, textOf(found), containerPoint)
  }
}

function textOf(found: Spot | string | null): string | null {
  if (found === null || typeof found === 'string') return found
  const { nodes } = found
  if (nodes.length === 1) return nameOf(nodes[0] as Node)
  return words.drawing.nodes({ count: nodes.length })
}
