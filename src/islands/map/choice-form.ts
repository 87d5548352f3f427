// What the visitor chose stands in the form and in the address alike: a change of one changes the
// other, and whoever draws is told.
import { formatNodeId } from '../../mesh/node-id.js'
import { addressWith, type Choice, fillForm, readChoice, readForm } from './state.js'

interface ChoiceHandlers {
  /** Other filters, colours or links. */
  filtered(choice: Choice, before: Choice): void
  /** Another node's card, or none. */
  nodeChosen(node_id: number | null): void
}

export class ChoiceForm {
  readonly form: HTMLFormElement | null
  choice: Choice
  readonly handlers: ChoiceHandlers

  constructor(root: HTMLElement, handlers: ChoiceHandlers) {
    this.form = root.querySelector('form')
    this.choice = readChoice(new URLSearchParams(location.search))
    this.handlers = handlers
  }

  listen(): void {
    const { form } = this
    addEventListener('popstate', () => {
      const params = new URLSearchParams(location.search)
      if (form !== null) fillForm(form, params)
      this.#apply(params)
    })
    if (form === null) return
    fillForm(form, new URLSearchParams(location.search))
    form.addEventListener('submit', (event) => event.preventDefault())
    form.addEventListener('input', () => this.#choose(form))
    form.addEventListener('reset', (event) => {
      event.preventDefault()
      fillForm(form, new URLSearchParams())
      this.#choose(form)
    })
  }

  /** Into the address, a step that the back button undoes. */
  #choose(form: HTMLFormElement): void {
    const params = new URLSearchParams(location.search)
    readForm(form, params)
    const address = addressWith(params)
    if (address === location.pathname + location.search) return
    // Letters that are typed are one step together.
    const at = document.activeElement
    if (at instanceof HTMLInputElement && at.type === 'search') {
      history.replaceState(null, '', address)
    } else history.pushState(null, '', address)
    this.#apply(params)
  }

  /** Another node is chosen, or none: no step of its own, the card is closed by its own button. */
  selectNode(node_id: number | null): void {
    if (this.choice.node === node_id) return
    const params = new URLSearchParams(location.search)
    if (node_id === null) params.delete('node')
    else params.set('node', formatNodeId(node_id))
    history.replaceState(null, '', addressWith(params))
    this.choice = readChoice(params)
    this.handlers.nodeChosen(node_id)
  }

  #apply(params: URLSearchParams): void {
    const before = this.choice
    this.choice = readChoice(params)
    if (before.node !== this.choice.node) this.handlers.nodeChosen(this.choice.node)
    this.handlers.filtered(this.choice, before)
  }
}
