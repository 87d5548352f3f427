import { Fragment, isValidElement, type VNode } from 'preact'

/**
 * HTML of Preact's elements. Everything that is not an element is a text, and escaped.
 *
 * preact-render-to-string writes the same, but is ready for components with state, contexts, promises
 * and errors of their own: an object for each component, three regular expressions for each
 * attribute. Ours are functions that are called once: docs/decisions/0014.
 */
export function renderHtml(node: unknown): string {
  if (typeof node === 'string') return escaped(node)
  if (typeof node === 'number') return String(node)
  if (Array.isArray(node)) {
    let html = ''
    for (let index = 0; index < node.length; index++) html += renderHtml(node[index])
    return html
  }
  // What came out of JSON is no element, whatever its keys.
  if (!isValidElement(node)) return ''
  const { type, props } = node as VNode<Record<string, unknown>>
  if (typeof type === 'string') return element(type, props)
  if (type === Fragment) return isTemplate(props) ? template(props) : renderHtml(props.children)
  return renderHtml((type as (props: unknown) => unknown)(props))
}

/** HTML that stands already, around elements: what Preact's `jsxTemplate` makes. */
interface Template {
  tpl: readonly string[]
  exprs?: readonly unknown[]
}

function isTemplate(props: object): props is Template {
  return 'tpl' in props
}

function template({ tpl, exprs = [] }: Template): string {
  return tpl.map((html, index) => html + renderHtml(exprs[index])).join('')
}

function element(type: string, props: Record<string, unknown>): string {
  const tag = tags.get(type) ?? learnTag(type)
  let html = tag.start
  for (const name in props) {
    if (name === 'children') continue
    const value = props[name]
    if (value === null || value === undefined || typeof value === 'function') continue
    const attribute = attributes.get(name) ?? learnAttribute(name)
    if (typeof value === 'boolean' && !attribute.saysBoolean) {
      if (value) html += attribute.start
    } else {
      const text = String(value)
      html += text === '' ? attribute.start : `${attribute.start}="${escaped(text)}"`
    }
  }
  const inside = renderHtml(props.children)
  return inside === '' && tag.isVoid ? `${html}/>` : `${html}>${inside}${tag.end}`
}

interface Tag {
  start: string
  end: string
  isVoid: boolean
}

interface Attribute {
  /** With a space before it. */
  start: string
  /** `true` and `false` are values of it; of the others a name alone says `true`. */
  saysBoolean: boolean
}

/** Names are few: the code has them, no visitor and no radio. */
const tags = new Map<string, Tag>()
const attributes = new Map<string, Attribute>()

const VOID = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/
/** Properties of the DOM in letters of two cases that HTML has in small ones. */
const LOWERED = /^(?:autoC|autoF|colS|crossO|dateT|encT|hrefL|inputM|maxL|minL|noV|readO|rowS|tabI)/

function learnTag(type: string): Tag {
  const tag = { start: `<${sound(type)}`, end: `</${type}>`, isVoid: VOID.test(type) }
  tags.set(type, tag)
  return tag
}

function learnAttribute(name: string): Attribute {
  const attribute = {
    start: ` ${sound(LOWERED.test(name) ? name.toLowerCase() : name)}`,
    saysBoolean: /^(?:aria-|data-|draggable$|spellcheck$)/.test(name),
  }
  attributes.set(name, attribute)
  return attribute
}

/** Raw HTML and styles are no attributes here: the content security policy forbids the latter. */
function sound(name: string): string {
  const isSound = /^[a-zA-Z][\w:.-]*$/.test(name) && !/^(?:dangerously|style$|ref$)/.test(name)
  if (!isSound) throw new Error(`${name} is no name of an element or attribute`)
  return name
}

const SPECIAL = /["&<]/

function escaped(text: string): string {
  if (!SPECIAL.test(text)) return text
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
