// What people say, at their nodes, for as long as it takes to read.
import { type Map as LeafletMap, type Tooltip, tooltip } from 'leaflet'
import { placeOf } from './fit.js'
import { type Node, nameOf } from './store.js'

const MOST = 6
/** Time to read: some for finding it, and more for every letter. */
const LEAST_MS = 6000
const LETTER_MS = 60

interface Saying {
  bubble: Tooltip
  end: number
}

export class Sayings {
  readonly map: LeafletMap
  /** By node, the oldest first: of a node the last words only. */
  #shown = new Map<number, Saying>()

  constructor(map: LeafletMap) {
    this.map = map
  }

  /** In a hidden tab nothing is said: nobody would read it. */
  add(node: Node, text: string): void {
    if (document.hidden) return
    this.#remove(node.node_id)
    while (this.#shown.size >= MOST) this.#remove([...this.#shown.keys()][0] ?? 0)
    const bubble = tooltip({
      ...{ permanent: true, direction: 'top', offset: [0, -14], opacity: 1 },
      className: 'map-saying',
    })
    bubble.setLatLng(placeOf(node)).setContent(contentOf(node, text)).addTo(this.map)
    const end = window.setTimeout(
      () => this.#remove(node.node_id),
      LEAST_MS + LETTER_MS * text.length,
    )
    this.#shown.set(node.node_id, { bubble, end })
  }

  #remove(node_id: number): void {
    const saying = this.#shown.get(node_id)
    if (saying === undefined) return
    clearTimeout(saying.end)
    saying.bubble.remove()
    this.#shown.delete(node_id)
  }
}

/** As elements: whatever people type stays text. */
function contentOf(node: Node, text: string): HTMLElement {
  const content = document.createElement('span')
  const who = document.createElement('bdi')
  who.className = 'name'
  who.textContent = nameOf(node)
  const what = document.createElement('bdi')
  what.textContent = text
  content.append(who, what)
  return content
}
