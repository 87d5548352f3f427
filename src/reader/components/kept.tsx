import type { VNode } from 'preact'
import { jsxTemplate } from 'preact/jsx-runtime'
import type { Speech } from '../../words/languages.js'
import { TextMemory } from '../text-memory.js'
import { renderPart, type Site, useSite } from './site.js'

/** Some 350 rows, in each of its halves. */
const pieces = new TextMemory(512 * 1024)

const speeches = new WeakMap<Speech, number>()
let speechCount = 0

/**
 * A piece of a page that is rendered once and put in as it is the next time: rows and names stand on
 * page after page, and change seldom. `facts` is all that it shows besides the visitor's language:
 * what is missing there stays as it was. Ages change by themselves and do not belong into it.
 */
export function kept(facts: readonly unknown[], render: () => VNode): VNode {
  const site = useSite()
  const key = JSON.stringify([numberOf(site.speech), site.base, site.units, ...facts])
  return jsxTemplate([pieces.get(key, () => renderPart(site, render()))])
}

interface Piece extends Pick<Site, 'speech' | 'base' | 'units'> {
  facts: readonly unknown[]
  html: string[]
}

/**
 * The same for what has an id, as a node has, and of which the last state alone is kept: to look
 * whether the facts are the same takes a fifth of putting a key together of them. Of what is not
 * asked for again half goes when there is too much.
 */
export class KeptById {
  readonly #most: number
  #young = new Map<number | string, Piece>()
  #old = new Map<number | string, Piece>()

  /** `most` pieces in each half. */
  constructor(most: number) {
    this.#most = most
  }

  /** `facts` as for {@link kept}, compared one by one with `===`. */
  get(id: number | string, facts: readonly unknown[], render: () => VNode): VNode {
    const site = useSite()
    // Each language has its own, or those who read in two would make everything anew.
    const language = numberOf(site.speech) % LANGUAGES
    const key = typeof id === 'number' ? id * LANGUAGES + language : `${language} ${id}`
    const known = this.#young.get(key)
    if (known !== undefined && isSame(known, site, facts)) return jsxTemplate(known.html)
    const old = this.#old.get(key)
    const piece =
      old !== undefined && isSame(old, site, facts) ? old : makePiece(site, facts, render)
    if (this.#young.size >= this.#most) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(key, piece)
    return jsxTemplate(piece.html)
  }
}

/** More than there are; ids of 32 bits times this are numbers without loss. */
const LANGUAGES = 64

function isSame(piece: Piece, site: Site, facts: readonly unknown[]): boolean {
  if (piece.speech !== site.speech || piece.base !== site.base || piece.units !== site.units)
    return false
  for (let index = 0; index < facts.length; index++) {
    if (facts[index] !== piece.facts[index]) return false
  }
  return facts.length === piece.facts.length
}

function makePiece(site: Site, facts: readonly unknown[], render: () => VNode): Piece {
  const { speech, base, units } = site
  const text = renderPart(site, render())
  // Makes one string of those that it was put together of.
  text.charCodeAt(0)
  return { speech, base, units, facts, html: [text] }
}

function numberOf(speech: Speech): number {
  const known = speeches.get(speech)
  if (known !== undefined) return known
  speeches.set(speech, ++speechCount)
  return speechCount
}
