// The node that the visitor chose: its card, and where it has been.
import { type Map as LeafletMap, point } from 'leaflet'
import { formatNodeId } from '../../mesh/node-id.js'
import type { Trail } from '../../reader/map/format.js'
import { Card } from './card.js'
import { placeOf } from './fit.js'
import type { Node } from './store.js'

interface Owner {
  readonly map: LeafletMap
  nodeOf(node_id: number): Node | undefined
  /** The visitor closes the card. */
  closed(): void
  trail(trail: Trail): void
}

export class ChosenNode {
  readonly owner: Owner
  readonly root: HTMLElement
  readonly card: Card | null
  #chosen: number | null = null

  constructor(root: HTMLElement, owner: Owner) {
    this.root = root
    this.owner = owner
    const card = root.querySelector<HTMLElement>('[data-card]')
    this.card = card === null ? null : new Card(card, root.dataset.cards ?? '', owner.closed)
  }

  show(node_id: number | null): void {
    this.#chosen = node_id
    this.owner.trail([])
    if (node_id === null) {
      void this.card?.show(null)
      return
    }
    const id = formatNodeId(node_id)
    void this.#showCard(id, node_id)
    void this.#showTrail(id, node_id)
  }

  async #showTrail(id: string, node_id: number): Promise<void> {
    const answer = await fetch(`${this.root.dataset.trail ?? ''}${id}`).catch(() => null)
    if (answer === null || !answer.ok || this.#chosen !== node_id) return
    this.owner.trail((await answer.json()) as Trail)
  }

  /** The card must not cover the node that it is about. */
  async #showCard(id: string, node_id: number): Promise<void> {
    const isShown = await this.card?.show(id)
    const node = this.owner.nodeOf(node_id)
    const card = this.card?.element
    if (!isShown || card === undefined || node === undefined || node.lat === null) return
    const isSheet = card.offsetWidth > this.root.clientWidth * 0.9
    this.owner.map.panInside(placeOf(node), {
      paddingTopLeft: point(40, 60),
      paddingBottomRight: isSheet
        ? point(40, card.offsetHeight + 50)
        : point(card.offsetWidth + 50, 60),
    })
  }
}
