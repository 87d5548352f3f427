// Nodes that the visitor marked with a star, kept in this browser under the name that MeshView 3.x
// used: whoever had favourites there still has them.
import { formatNodeId } from '../mesh/node-id.js'

const KEY = 'nodelist_favorites'
const MOST = 200

function read(): number[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? kept.filter((id) => Number.isSafeInteger(id)).slice(-MOST) : []
  } catch {
    // Storage may be forbidden, or hold something else.
    return []
  }
}

function toggle(node_id: number): void {
  const kept = read()
  const ids = kept.includes(node_id) ? kept.filter((id) => id !== node_id) : [...kept, node_id]
  try {
    localStorage.setItem(KEY, JSON.stringify(ids.slice(-MOST)))
  } catch {
    // Then there are none.
  }
}

function show(): void {
  const ids = read()
  for (const star of document.querySelectorAll<HTMLButtonElement>('[data-favourite]')) {
    star.setAttribute('aria-pressed', String(ids.includes(Number(star.dataset.favourite))))
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>('[data-favourites]')) {
    link.hidden = ids.length === 0
    const address = new URL(link.href)
    address.search = `?ids=${ids.map(formatNodeId).join(',')}&active=all`
    link.href = address.href
  }
}

export function startFavourites(): void {
  if (document.querySelector('[data-favourite], [data-favourites]') === null) return
  show()
  document.addEventListener('renewed', show)
  addEventListener('storage', ({ key }) => {
    if (key === KEY) show()
  })
  document.addEventListener('click', ({ target }) => {
    const star = target instanceof Element ? target.closest('[data-favourite]') : null
    if (star === null) return
    toggle(Number(star.getAttribute('data-favourite')))
    show()
  })
}
