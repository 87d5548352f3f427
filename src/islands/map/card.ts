// The card of one node, made by the server; see src/reader/map/card.tsx.
import { localiseTimes } from '../times.js'

export class Card {
  readonly element: HTMLElement
  readonly body: HTMLElement
  /** Address of the cards, without the id. */
  readonly address: string
  #shown: string | null = null
  /** What had the focus before the card took it. */
  #opener: Element | null = null

  constructor(element: HTMLElement, address: string, close: () => void) {
    this.element = element
    this.body = element.querySelector<HTMLElement>('[data-card-body]') ?? element
    this.address = address
    element.querySelector('[data-card-close]')?.addEventListener('click', close)
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !element.hidden) close()
    })
  }

  /** Shows the node with this `!hex` id, then answers true; null hides the card. */
  async show(id: string | null): Promise<boolean> {
    this.#shown = id
    if (id === null) {
      this.#close()
      return false
    }
    const answer = await fetch(this.address + id).catch(() => null)
    // Meanwhile another node may have been chosen.
    if (this.#shown !== id) return false
    if (answer === null || !answer.ok) {
      this.#close()
      return false
    }
    const template = document.createElement('template')
    // Our own server's HTML, in which every name is escaped.
    template.innerHTML = await answer.text()
    if (this.#shown !== id) return false
    localiseTimes(template.content)
    this.body.replaceChildren(template.content)
    this.element.hidden = false
    this.element.scrollTop = 0
    this.#takeFocus()
    return true
  }

  /** Who chose a node goes on in its card; who has only come to the page is not moved. */
  #takeFocus(): void {
    const at = document.activeElement
    if (at === null || at === document.body || this.element.contains(at)) return
    if (at.closest('form') !== null) return
    this.#opener = at
    this.element.focus({ preventScroll: true })
  }

  #close(): void {
    const hadFocus = this.element.contains(document.activeElement)
    this.element.hidden = true
    if (hadFocus && this.#opener instanceof HTMLElement) this.#opener.focus()
    this.#opener = null
  }
}
