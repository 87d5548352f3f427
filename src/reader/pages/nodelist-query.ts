import Type, { type Static } from 'typebox'
import type { ListedNode, NodeColumn, NodeNames, NodeSort } from '../../db/read/nodes.js'
import { address } from '../components/site.js'

// What of the list of nodes stands in its address.

export const PAGE_SIZE = 100
export const USUAL_PERIOD = '7'
export const USUAL_ORDER = '-last_seen_us'

/** Days back, and the period's key in the catalogue. */
export const periods = [
  ['0.04', '1h'],
  ['1', '1d'],
  ['3', '3d'],
  ['7', '7d'],
  ['30', '30d'],
  ['all', 'all'],
] as const

export const columns = ['long_name', 'node_id', 'hw_model', 'firmware', 'role', 'channel'] as const

export const query = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 100 })),
  role: Type.Optional(Type.String({ maxLength: 100 })),
  channel: Type.Optional(Type.String({ maxLength: 200 })),
  hw_model: Type.Optional(Type.String({ maxLength: 100 })),
  firmware: Type.Optional(Type.String({ maxLength: 100 })),
  active: Type.String({ default: USUAL_PERIOD, maxLength: 10 }),
  gateway: Type.Optional(Type.Literal('1')),
  heard_by: Type.Optional(Type.String({ maxLength: 20 })),
  ids: Type.Optional(Type.String({ maxLength: 4000 })),
  sort: Type.String({ default: USUAL_ORDER, maxLength: 20 }),
  from: Type.Integer({ default: 0, minimum: 0, maximum: 1_000_000 }),
})

export type Query = Static<typeof query>

/** What the page shows. */
export interface NodelistData {
  query: Query
  sort: NodeSort
  descending: boolean
  nodes: ListedNode[]
  total: number
  values: Record<NodeColumn, string[]>
  gateways: NodeNames[]
}

/** Which column the list is sorted by; the newest first where the address names none. */
export function readSort(text: string): { sort: NodeSort; descending: boolean } {
  const name = text.replace(/^-/, '')
  const known = [...columns, 'last_seen_us' as const]
  const sort = known.find((column) => column === name)
  if (sort === undefined) return { sort: 'last_seen_us', descending: true }
  return { sort, descending: text.startsWith('-') }
}

/** The address of this page with some of its values changed. */
export function here(query: Query, changes: Partial<Query>): string {
  const { active, sort, from, ...rest } = { ...query, ...changes }
  return address('/nodelist', {
    ...rest,
    active: active === USUAL_PERIOD ? undefined : active,
    sort: sort === USUAL_ORDER ? undefined : sort,
    from: from === 0 ? undefined : from,
  })
}
