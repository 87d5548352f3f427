import type { Database } from '../../db/open.js'
import { breathe } from '../../db/read/breathe.js'
import { findDrawnLinks, LINK_KINDS } from '../../db/read/links.js'
import { findNodeIds } from '../../db/read/nodes.js'
import { MOST_LINKS } from './data.js'

const MOST_ROWS = 50
/** Neighbours that a row names. */
const NAMED = 5

/** A node with the links that it has. */
export interface Linked {
  node_id: number
  /** How many others there are, and the strongest links to them. */
  count: number
  strongest: { other: number; snr: number | null }[]
  last_seen_us: number
}

/** What a window's links are, as the drawing of them counts. */
export interface LinkedNodes {
  /** The nodes with the most neighbours, the best linked first. */
  linked: Linked[]
  /** How many nodes have any. */
  total: number
  /** Both directions of one kind between two nodes are one link. */
  links: number
}

/** Who is linked with whom since a time, microseconds UTC: of the links that the map's data hold. */
export async function findLinked(db: Database, since_us: number): Promise<LinkedNodes> {
  const heard = await findNodeIds(db, { since_us })
  const neighbours = new Neighbours()
  let links = 0
  for (const kind of LINK_KINDS.values()) {
    const drawn = await findDrawnLinks(db, { kind, since_us, limit: MOST_LINKS })
    const pairs = new Set<string>()
    for (const { from_node_id: from, to_node_id: to, snr4_last, last_seen_us } of drawn) {
      if (!heard.has(from) || !heard.has(to)) continue
      pairs.add(from < to ? `${from} ${to}` : `${to} ${from}`)
      const snr = snr4_last === null ? null : snr4_last / 4
      neighbours.add(from, to, snr, last_seen_us)
      neighbours.add(to, from, snr, last_seen_us)
    }
    links += pairs.size
    await breathe()
  }
  return { linked: neighbours.best(), total: neighbours.size, links }
}

class Neighbours {
  readonly #known = new Map<number, { others: Map<number, number | null>; last_seen_us: number }>()

  get size(): number {
    return this.#known.size
  }

  add(node_id: number, other: number, snr: number | null, last_seen_us: number): void {
    let known = this.#known.get(node_id)
    if (known === undefined) {
      known = { others: new Map(), last_seen_us }
      this.#known.set(node_id, known)
    }
    const before = known.others.get(other) ?? null
    known.others.set(other, before === null ? snr : Math.max(before, snr ?? before))
    known.last_seen_us = Math.max(known.last_seen_us, last_seen_us)
  }

  best(): Linked[] {
    return [...this.#known]
      .sort(([one, a], [two, b]) => b.others.size - a.others.size || one - two)
      .slice(0, MOST_ROWS)
      .map(([node_id, { others, last_seen_us }]) => ({
        ...{ node_id, last_seen_us, count: others.size, strongest: strongestOf(others) },
      }))
  }
}

function strongestOf(others: ReadonlyMap<number, number | null>): Linked['strongest'] {
  const strength = (snr: number | null) => snr ?? Number.NEGATIVE_INFINITY
  return [...others]
    .map(([other, snr]) => ({ other, snr }))
    .sort((one, two) => strength(two.snr) - strength(one.snr) || one.other - two.other)
    .slice(0, NAMED)
}
