import type { VNode } from 'preact'
import { jsxTemplate } from 'preact/jsx-runtime'
import type { Speech } from '../../words/languages.js'
import { TextMemory } from '../text-memory.js'
import { renderPart, useSite } from './site.js'

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

function numberOf(speech: Speech): number {
  const known = speeches.get(speech)
  if (known !== undefined) return known
  speeches.set(speech, ++speechCount)
  return speechCount
}
