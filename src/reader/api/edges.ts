import type { FastifyInstance } from 'fastify'
import { findLinks, LINK_KINDS, type LinkRow } from '../../db/read/links.js'
import type { ReaderContext } from '../context.js'
import { remember } from '../remember.js'
import { nodeIdOf, textOf } from './params.js'
import { edgesAnswer, edgesQuery } from './schemas-mesh.js'

const HOUR_US = 3_600_000_000
/** How long a link of each kind counts: nodes tell their neighbours every few hours only. */
const LIFETIME_US = new Map([
  ['traceroute', 12 * HOUR_US],
  ['neighbor', 24 * HOUR_US],
  ['direct', 12 * HOUR_US],
])
const MOST_EDGES = 10_000
/** All links of a kind are read to find those of the last hours; maps ask again and again. */
const REMEMBER_US = 10_000_000

/**
 * `GET /api/edges`: which node heard which, once per pair and direction. What traceroutes prove
 * goes before what nodes tell of their neighbours; direct receptions are told when asked for.
 */
export function edgesEndpoint(app: FastifyInstance, context: ReaderContext): void {
  const schema = {
    summary: 'Links between nodes',
    tags: ['links'],
    querystring: edgesQuery,
    response: { 200: edgesAnswer },
  }
  app.get('/api/edges', { schema }, async ({ query }) => {
    const node_id = nodeIdOf(query, 'node_id', 'node_id must be integer')
    const asked = textOf(query, 'type')
    const types = asked === undefined ? ['traceroute', 'neighbor'] : [asked]
    const edges = new Map<string, ReturnType<typeof edgeItem>>()
    for (const type of types) {
      const kind = LINK_KINDS.get(type)
      if (kind === undefined) continue
      const now_us = context.nowUs()
      const since_us = now_us - (LIFETIME_US.get(type) ?? 0)
      const find = async () =>
        inOrder(await findLinks(context.db, { kind, since_us, node_id, limit: MOST_EDGES }))
      const links =
        node_id === undefined
          ? remember(context.db, `edges ${type}`, now_us, REMEMBER_US, find)
          : find()
      for (const link of await links) {
        const pair = `${link.from_node_id} ${link.to_node_id}`
        if (!edges.has(pair)) edges.set(pair, edgeItem(link, type))
      }
    }
    return { edges: [...edges.values()] }
  })
}

/**
 * One packet proves several links at the same time: the databases have no order among those, and an
 * answer that says the same is to be the same.
 */
function inOrder(links: LinkRow[]): LinkRow[] {
  return links.sort(
    (a, b) =>
      b.last_seen_us - a.last_seen_us ||
      a.from_node_id - b.from_node_id ||
      a.to_node_id - b.to_node_id,
  )
}

function edgeItem(link: LinkRow, type: string) {
  return {
    from: link.from_node_id,
    to: link.to_node_id,
    type,
    snr: link.snr_last,
    count: link.count,
    last_seen_us: link.last_seen_us,
  }
}
