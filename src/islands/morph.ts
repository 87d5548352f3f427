// Makes an element of the page like a newer one, and touches nothing that is the same already:
// scroll, focus, selection, opened details and drawings stay.

/** What belongs to the visitor or to a script. */
const KEPT = 'form, [data-live], [data-map], canvas, [data-keep]'

/** Attributes that scripts and visitors change. */
const OWN = new Set(['open', 'hidden', 'aria-pressed', 'data-area', 'data-drawn'])

/** `now` becomes like `next`, whose nodes may be taken for it. */
export function morph(now: Element, next: Element): void {
  if (now.isEqualNode(next) || now.matches(KEPT)) return
  copyAttributes(now, next)
  // A small map that had nothing to show has something now; what a visitor opened stays.
  if (now instanceof HTMLElement && now.matches('[data-places]') && !next.hasAttribute('hidden')) {
    now.hidden = false
  }
  // Its children are a drawing, made anew of the attribute.
  if (now.matches('[data-chart]')) return
  morphChildren(now, next)
}

function copyAttributes(now: Element, next: Element): void {
  for (const { name, value } of [...next.attributes]) {
    if (!OWN.has(name) && now.getAttribute(name) !== value) now.setAttribute(name, value)
  }
  for (const { name } of [...now.attributes]) {
    if (!OWN.has(name) && !next.hasAttribute(name)) now.removeAttribute(name)
  }
}

function morphChildren(now: Element, next: Element): void {
  const known = new Map<string, Element>()
  for (const child of now.children) if (child.id !== '') known.set(child.id, child)
  // Where everything is new, nothing stands out.
  const isListed = known.size > 0
  let at: ChildNode | null = now.firstChild
  for (const wanted of [...next.childNodes]) {
    const id = wanted instanceof Element ? wanted.id : ''
    const match: ChildNode | null = id === '' ? alike(at, wanted) : (known.get(id) ?? null)
    if (match === null) {
      if (isListed && wanted instanceof Element && id !== '') wanted.classList.add('fresh')
      now.insertBefore(wanted, at)
      continue
    }
    if (match === at) at = at.nextSibling
    else now.insertBefore(match, at)
    update(match, wanted)
  }
  while (at !== null) {
    const gone: ChildNode = at
    at = at.nextSibling
    gone.remove()
  }
}

/** The node of the page that may become the wanted one, which has no name. */
function alike(at: ChildNode | null, wanted: ChildNode): ChildNode | null {
  if (at === null || at.nodeType !== wanted.nodeType || at.nodeName !== wanted.nodeName) return null
  return at instanceof Element && at.id !== '' ? null : at
}

function update(now: ChildNode, next: ChildNode): void {
  if (now instanceof Element && next instanceof Element) morph(now, next)
  else if (now.nodeValue !== next.nodeValue) now.nodeValue = next.nodeValue
}
