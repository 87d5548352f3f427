// Which colour means what, and how many of it there are.

import { local } from '../words.js'
import type { Colors } from './colors.js'
import { groupColor, groupLabel, groupOf } from './looks.js'
import type { ColorBy } from './state.js'
import type { Node } from './store.js'

const MOST = 10

/** Fills a list with the groups of these nodes, most frequent first; ages in their order. */
export function fillLegend(
  list: HTMLElement,
  nodes: readonly Node[],
  by: ColorBy,
  colors: Colors,
  now_s: number,
): void {
  const counts = new Map<string, number>()
  for (const node of nodes) {
    const group = groupOf(node, by, now_s)
    counts.set(group, (counts.get(group) ?? 0) + 1)
  }
  const groups = [...counts].sort(([one, n], [other, m]) =>
    by === 'age' ? Number(one) - Number(other) : m - n,
  )
  list.replaceChildren(
    ...groups.slice(0, MOST).map(([group, count]) => {
      const line = document.createElement('li')
      const swatch = document.createElement('span')
      swatch.className = 'swatch'
      swatch.style.background = groupColor(group, by, colors)
      const label = document.createElement('bdi')
      label.className = 'name'
      label.textContent = groupLabel(group, by)
      const number = document.createElement('span')
      number.className = 'count'
      number.textContent = local.count(count)
      line.append(swatch, label, number)
      return line
    }),
  )
}
