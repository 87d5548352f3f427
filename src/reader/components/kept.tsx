import type { VNode } from 'preact'
import { jsxTemplate } from 'preact/jsx-runtime'
import type { Speech } from '../../words/languages.js'
import { renderPart, useSite } from './site.js'

type Pieces = Map<string, string>

/** Letters that the pieces of a generation may have, keys included: one or two bytes each. */
const MOST_LETTERS = 512 * 1024

/** A piece that is asked for moves from the old ones to the young ones; those that are not go. */
let young = new WeakMap<Speech, Pieces>()
let old = new WeakMap<Speech, Pieces>()
let letters = 0

/**
 * A piece of a page that is rendered once and put in as it is the next time: rows and names stand on
 * page after page, and change seldom. `facts` is all that it shows besides the visitor's language:
 * what is missing there stays as it was. Ages change by themselves and do not belong into it.
 */
export function kept(facts: readonly unknown[], render: () => VNode): VNode {
  const site = useSite()
  const { speech, base, units } = site
  const key = JSON.stringify([base, units, ...facts])
  const html = piecesOf(young, speech).get(key) ?? piecesOf(old, speech).get(key)
  return jsxTemplate([keep(speech, key, html ?? renderPart(site, render()))])
}

function keep(speech: Speech, key: string, html: string): string {
  const pieces = piecesOf(young, speech)
  if (pieces.has(key)) return html
  if (letters > MOST_LETTERS) {
    old = young
    young = new WeakMap()
    letters = 0
  }
  // Makes one string of the hundred that rendering has chained up.
  html.charCodeAt(0)
  piecesOf(young, speech).set(key, html)
  letters += key.length + html.length
  return html
}

function piecesOf(generation: WeakMap<Speech, Pieces>, speech: Speech): Pieces {
  let pieces = generation.get(speech)
  if (pieces === undefined) {
    pieces = new Map()
    generation.set(speech, pieces)
  }
  return pieces
}
