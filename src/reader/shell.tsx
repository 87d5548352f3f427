import { h } from 'preact'
import type { Speech } from '../words/languages.js'
import {
  type DocumentProps,
  Shell,
  type ShellProps,
  type VisitPart,
  visitParts,
} from './components/document.js'
import { type MenuItem, renderPart } from './components/site.js'
import { encodeAll } from './encode.js'

/** HTML as it is sent, and the name of the part of a visit that follows it. */
interface Piece {
  bytes: Buffer
  part: VisitPart | null
}

type Shells = Map<string, readonly Piece[]>

/** Of 10 kB. A site has some dozens in a language; whoever asks in all languages takes no more. */
const MOST_SHELLS = 200

/** The shells of a language, by all else that they depend on. */
let shells = new WeakMap<Speech, Shells>()
let count = 0

/** What every document of ours begins with. */
export const DOCTYPE = '<!doctype html>'

/**
 * The whole HTML of a page as it is sent: what its visitor sees, in the shell that is made and encoded once
 * for all.
 */
export function encodeDocument(props: DocumentProps): Buffer {
  const pieces: (string | Buffer)[] = [DOCTYPE]
  for (const { bytes, part } of shellOf(props)) {
    pieces.push(bytes)
    if (part !== null) pieces.push(renderPart(props.site, visitParts[part](props)))
  }
  return encodeAll(pieces)
}

/** The same as text. */
export function renderDocument(props: DocumentProps): string {
  return encodeDocument(props).toString()
}

function shellOf(props: ShellProps): readonly Piece[] {
  const { site, path, scripts = [], styles = [], layout, refresh } = props
  const { base, title, domain, message, version, menu, assets, speech } = site
  const files = ['site.css', 'theme.js', 'site.js', ...styles, ...scripts].map(assets.url)
  const key = JSON.stringify([
    ...[base, title, domain, message, version, menuKey(menu), files],
    ...[path, scripts, layout, refresh],
  ])
  const old = shells.get(speech)?.get(key)
  if (old !== undefined) return old
  if (count >= MOST_SHELLS) {
    shells = new WeakMap()
    count = 0
  }
  const known: Shells = shells.get(speech) ?? new Map()
  const shell = makeShell(props)
  shells.set(speech, known.set(key, shell))
  count++
  return shell
}

const menuKeys = new WeakMap<readonly MenuItem[], string>()

/** A site has one menu in each language. */
function menuKey(menu: readonly MenuItem[]): string {
  const known = menuKeys.get(menu)
  if (known !== undefined) return known
  const key = JSON.stringify(menu)
  menuKeys.set(menu, key)
  return key
}

/** Rendered with an element where each part belongs. No text can look like it: its `<` is escaped. */
function makeShell(props: ShellProps): Piece[] {
  const { site, path, scripts, styles, layout, refresh } = props
  const given = { site, path, scripts, styles, layout, refresh }
  const whole = renderPart(site, <Shell {...given} part={(name) => h('visit-part', { name })} />)
  const texts = whole.split(/<visit-part name="([a-z]+)"><\/visit-part>/)
  const pieces: Piece[] = []
  for (let index = 0; index < texts.length; index += 2) {
    pieces.push({ bytes: Buffer.from(texts[index] ?? ''), part: partNamed(texts[index + 1]) })
  }
  return pieces
}

function partNamed(name: string | undefined): VisitPart | null {
  const parts = Object.keys(visitParts) as VisitPart[]
  return parts.find((part) => part === name) ?? null
}
