// What the visitor chose: in the address, in the form, in the drawing.
import type { LinkKind } from '../../reader/map/format.js'
import type { Filter } from './store.js'

export type ColorBy = 'role' | 'channel' | 'age'

export interface Choice extends Filter {
  /** Name of the time window. */
  window: string
  colorBy: ColorBy
  /** Names of the link kinds that are drawn. */
  links: ReadonlySet<string>
  /** Node whose card is open. */
  node: number | null
  /** dB; links known to be weaker are left out. */
  minSnr: number | null
  /** The graph shows nothing but the chosen node and its neighbours. */
  focus: boolean
}

export const KIND_NAMES: Record<LinkKind, string> = {
  1: 'direct',
  2: 'neighbor',
  3: 'traceroute',
}

export const LINK_NAMES = ['direct', 'neighbor', 'traceroute'] as const

const seconds: Record<string, number> = {
  '1h': 3600,
  '6h': 21_600,
  '1d': 86_400,
  '3d': 259_200,
  '7d': 604_800,
  '30d': 2_592_000,
  all: Number.POSITIVE_INFINITY,
}

export const DEFAULT_WINDOW = '7d'
const colorings: readonly string[] = ['role', 'channel', 'age']

export function readChoice(params: URLSearchParams): Choice {
  const window = params.get('active') ?? DEFAULT_WINDOW
  const links = params.get('links')
  const color = params.get('color') ?? 'role'
  const minSnr = Number.parseFloat(params.get('snr') ?? '')
  return {
    text: params.get('q') ?? '',
    role: params.get('role') ?? '',
    channels: new Set(params.getAll('channel')),
    hw_model: params.get('hw_model') ?? '',
    gatewaysOnly: params.get('gateway') === '1',
    heardBy: nodeIn(params.get('heard_by')),
    window: Object.hasOwn(seconds, window) ? window : DEFAULT_WINDOW,
    seconds: secondsOf(window),
    colorBy: (colorings.includes(color) ? color : 'role') as ColorBy,
    links: new Set(links === null ? LINK_NAMES : links.split(',')),
    node: nodeIn(params.get('node')),
    minSnr: Number.isFinite(minSnr) ? minSnr : null,
    focus: params.get('focus') === '1',
  }
}

/** Of a window; an unknown one, a name of JavaScript's own among them, is the usual one. */
function secondsOf(window: string): number {
  return (Object.hasOwn(seconds, window) ? seconds[window] : seconds[DEFAULT_WINDOW]) ?? 0
}

/** The node of `!hex`. */
function nodeIn(text: string | null): number | null {
  const digits = /^!([0-9a-f]{1,8})$/i.exec(text ?? '')?.[1]
  return digits === undefined ? null : Number.parseInt(digits, 16)
}

/** Shows a choice in the fields of the form. */
export function fillForm(form: HTMLFormElement, params: URLSearchParams): void {
  const { links } = readChoice(params)
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement && field.type === 'checkbox') {
      const kind = field.dataset.link
      field.checked =
        kind === undefined ? params.getAll(field.name).includes(field.value) : links.has(kind)
    } else if (field instanceof HTMLInputElement) {
      field.value = params.get(field.name) ?? ''
    } else if (field instanceof HTMLSelectElement) {
      const value = params.get(field.name) ?? field.dataset.default ?? ''
      const isKnown = [...field.options].some((option) => option.value === value)
      if (!isKnown && value !== '') field.add(new Option(value, value))
      field.value = value
    }
  }
  tellChoices(form)
}

/** Writes the fields of the form into the address; defaults are left out. */
export function readForm(form: HTMLFormElement, params: URLSearchParams): void {
  const links: string[] = []
  let hasLinks = false
  for (const box of form.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')) {
    params.delete(box.name)
  }
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement && field.dataset.link !== undefined) {
      hasLinks = true
      if (field.checked) links.push(field.dataset.link)
    } else if (field instanceof HTMLInputElement && field.type === 'checkbox') {
      if (field.checked) params.append(field.name, field.value)
    } else if (field instanceof HTMLInputElement) {
      put(params, field.name, field.value.trim())
    } else if (field instanceof HTMLSelectElement) {
      put(params, field.name, field.value === field.dataset.default ? '' : field.value)
    }
  }
  tellChoices(form)
  if (!hasLinks) return
  if (links.length === LINK_NAMES.length) params.delete('links')
  else params.set('links', links.length === 0 ? 'none' : links.join(','))
}

/** Names what is ticked in the folded lists. */
function tellChoices(form: HTMLFormElement): void {
  for (const list of form.querySelectorAll<HTMLElement>('[data-choices]')) {
    const ticked = [...list.querySelectorAll('label')].filter((label) => {
      return label.querySelector('input')?.checked === true
    })
    const names = ticked.map((label) => label.textContent?.trim())
    const text = list.querySelector('[data-choices-text]')
    if (text !== null) text.textContent = names.join(', ') || (list.dataset.any ?? '')
  }
}

function put(params: URLSearchParams, name: string, value: string): void {
  if (name === '') return
  if (value === '') params.delete(name)
  else params.set(name, value)
}

/** The address with these parameters, commas as they are. */
export function addressWith(params: URLSearchParams): string {
  const query = params.toString().replaceAll('%2C', ',').replaceAll('%21', '!')
  return location.pathname + (query === '' ? '' : `?${query}`)
}
