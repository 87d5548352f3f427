// Everything that is drawn on the map for a moment, and what of it lies under the pointer.

import type { Trail } from '../../reader/map/format.js'
import { CanvasLayer, type View } from './canvas-layer.js'
import type { Colors } from './colors.js'
import { paintLinks } from './paint-links.js'
import { paintPrecision, paintTrail } from './paint-node-details.js'
import { type Placed, paintSpots } from './paint-spots.js'
import { Scene, type Spot, type SpotLink } from './scene.js'
import { paintSpider } from './spider.js'
import { type Choice, KIND_NAMES } from './state.js'
import type { Link, Node, Store } from './store.js'
import { Waypoints } from './waypoints.js'

/** How near the pointer must be to a node, beyond its edge. */
const REACH_PX = 6

/** What the drawing takes from the view that owns it. */
export interface Drawn {
  readonly store: Store
  readonly choice: Choice
}

export class Drawing {
  readonly layer: CanvasLayer
  readonly scene = new Scene()
  readonly waypoints = new Waypoints()
  readonly drawn: Drawn
  colors: Colors | null = null
  /** Where the chosen node has been. */
  trail: Trail = []
  /** A node of the place whose nodes are spread out. */
  spider: number | null = null
  #placed: Placed[] = []
  #lines: { zoom: number; links: readonly SpotLink[] } | null = null

  constructor(drawn: Drawn) {
    this.drawn = drawn
    this.layer = new CanvasLayer('map-nodes', (view) => this.#paint(view))
  }

  /** Takes the nodes that are to be seen; those without a position are left out. */
  set(nodes: readonly Node[]): void {
    this.scene.set(nodes.filter((node) => node.lat !== null))
    this.changed()
  }

  /** Other links may be wanted now. */
  changed(): void {
    this.#lines = null
    this.layer.redraw()
  }

  #paint(view: View): void {
    const { colors, scene } = this
    const { choice, store } = this.drawn
    if (colors === null) return
    const style = {
      colors,
      colorBy: choice.colorBy,
      now_s: Date.now() / 1000,
      selected: choice.node,
      isBehind: () => false,
    }
    paintLinks(view, this.#linksAt(view.zoom), style)
    const chosen = choice.node === null ? undefined : store.nodes.get(choice.node)
    if (chosen !== undefined) paintPrecision(view, chosen, colors)
    paintTrail(view, this.trail, colors)
    this.waypoints.paint(view, colors)
    this.#placed = paintSpots(view, scene.spots(view.zoom), style)
    const spread = this.spider === null ? undefined : scene.spotOf(this.spider, view.zoom)
    if (spread?.expansionZoom != null) this.#placed.push(...paintSpider(view, spread, style))
  }

  /** What of the links is drawn at a zoom; found once until something changes. */
  #linksAt(zoom: number): readonly SpotLink[] {
    if (this.#lines?.zoom !== zoom) {
      const { store, choice } = this.drawn
      const wanted = store.links.filter((link) => isWanted(link, choice))
      this.#lines = { zoom, links: this.scene.links(wanted, zoom) }
    }
    return this.#lines.links
  }

  /** What lies at a pixel of the window: nodes before a marked place, which is its text. */
  at(point: { x: number; y: number }): Spot | string | null {
    const { x, y } = this.layer.fromContainer(point)
    // The last ones lie on top.
    const placed = this.#placed.findLast(
      (each) => Math.hypot(each.x - x, each.y - y) <= each.radius + REACH_PX,
    )
    return placed?.spot ?? this.waypoints.at(x, y) ?? null
  }
}

function isWanted(link: Link, { links, node, minSnr, seconds }: Choice): boolean {
  if (link.last_seen < Date.now() / 1000 - seconds) return false
  // Of the chosen node every link is shown.
  if (link.one === node || link.other === node) return true
  if (!links.has(KIND_NAMES[link.kind])) return false
  const snr = Math.max(link.there ?? -Infinity, link.back ?? -Infinity)
  return minSnr === null || snr >= minSnr
}
