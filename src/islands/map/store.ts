// The nodes and links that map and graph draw, and which of them the filters let through.
import { formatNodeId } from '../../mesh/node-id.js'
import type { LinkKind, MapData, MapNews, MapNode } from '../../reader/map/format.js'
import { project } from './projection.js'

export interface Node {
  node_id: number
  /** `!0a1b2c3d`. */
  id: string
  long_name: string
  short_name: string
  role: string
  channel: string
  /** The channel where it has a colour of its own, else what the others share. */
  channelGroup: string
  hw_model: string
  /** Degrees × 1e7; null where none was told. */
  lat: number | null
  long: number | null
  /** Place in the world, 0 … 1 in web Mercator; meaningless without a position. */
  x: number
  y: number
  /** Metres within which the position is; 0 = exact. */
  radius: number
  /** Seconds since 1970. */
  last_seen: number
  isGateway: boolean
}

/** Both directions of what was proved between two nodes in one way. */
export interface Link {
  one: number
  other: number
  kind: LinkKind
  /** dB at which `other` heard `one`; null = unknown, undefined = did not hear it. */
  there: number | null | undefined
  /** dB at which `one` heard `other`. */
  back: number | null | undefined
  last_seen: number
}

/** Empty strings, empty sets and null let everything through. */
export interface Filter {
  text: string
  role: string
  /** Any of these. */
  channels: ReadonlySet<string>
  hw_model: string
  gatewaysOnly: boolean
  /** A gateway: nodes that it heard without a relay, and itself. */
  heardBy: number | null
  /** Heard within so many seconds. */
  seconds: number
}

/** No name of a channel. */
export const OTHER_CHANNELS = '\n'

/** As `link.kind`. */
const DIRECT: LinkKind = 1

export class Store {
  readonly nodes = new Map<number, Node>()
  links: Link[] = []
  #channels: ReadonlySet<string> = new Set()

  load({ nodes, links, channels }: MapData): void {
    this.nodes.clear()
    this.#channels = new Set(channels)
    for (const node of nodes) this.put(node)
    this.links = joinLinks(links, nodes)
  }

  /** Takes over what a packet changed; true when the node is new or has moved. */
  apply({ node }: MapNews): boolean {
    if (node === null) return false
    const before = this.nodes.get(node[0])
    const after = this.put(node)
    return before === undefined || before.lat !== after.lat || before.long !== after.long
  }

  put(record: MapNode): Node {
    const node = readNode(record, this.#channels)
    this.nodes.set(node.node_id, node)
    return node
  }

  heardBy(gateway: number, since: number): Set<number> {
    const heard = new Set([gateway])
    for (const { one, other, kind, there, back, last_seen } of this.links) {
      if (kind !== DIRECT || last_seen < since) continue
      if (other === gateway && there !== undefined) heard.add(one)
      if (one === gateway && back !== undefined) heard.add(other)
    }
    return heard
  }

  /** Nodes that fit the filter, with or without a position. */
  fitting(filter: Filter, now_s: number): Node[] {
    const text = filter.text.trim().toLowerCase()
    const since = now_s - filter.seconds
    const heard = filter.heardBy === null ? null : this.heardBy(filter.heardBy, since)
    return [...this.nodes.values()].filter(
      (node) =>
        node.last_seen >= since &&
        (filter.role === '' || node.role === filter.role) &&
        (filter.channels.size === 0 || filter.channels.has(node.channel)) &&
        (filter.hw_model === '' || node.hw_model === filter.hw_model) &&
        (!filter.gatewaysOnly || node.isGateway) &&
        (heard === null || heard.has(node.node_id)) &&
        (text === '' || isNamed(node, text)),
    )
  }
}

function isNamed(node: Node, text: string): boolean {
  return (
    node.long_name.toLowerCase().includes(text) ||
    node.short_name.toLowerCase().includes(text) ||
    node.id.includes(text) ||
    String(node.node_id) === text
  )
}

function readNode(record: MapNode, channels: ReadonlySet<string>): Node {
  const [node_id, long_name, short_name, role, channel, hw_model, lat, long, radius] = record
  const [, , , , , , , , , last_seen, gateway] = record
  return {
    ...{ node_id, id: formatNodeId(node_id), long_name, short_name, role, channel, hw_model },
    ...{ lat, long, ...project(lat ?? 0, long ?? 0), radius, last_seen },
    channelGroup: channel === '' || channels.has(channel) ? channel : OTHER_CHANNELS,
    isGateway: gateway === 1,
  }
}

/** What a node is called where there is room for one word. */
export function shortNameOf(node: Node): string {
  return node.short_name || node.id.slice(-4)
}

export function nameOf(node: Node): string {
  return node.long_name || node.short_name || node.id
}

function joinLinks(links: MapData['links'], nodes: MapData['nodes']): Link[] {
  const joined = new Map<string, Link>()
  for (const [index, kind] of links.kind.entries()) {
    const from = nodes[links.from[index] ?? -1]?.[0] ?? 0
    const to = nodes[links.to[index] ?? -1]?.[0] ?? 0
    const snr4 = links.snr4[index] ?? null
    const last_seen = links.newest - (links.age_min[index] ?? 0) * 60
    const isThere = from < to
    const [one, other] = isThere ? [from, to] : [to, from]
    const key = `${one} ${other} ${kind}`
    const link = joined.get(key) ?? {
      ...{ one, other, kind, there: undefined, back: undefined, last_seen: 0 },
    }
    joined.set(key, link)
    const snr = snr4 === null ? null : snr4 / 4
    if (isThere) link.there = snr
    else link.back = snr
    link.last_seen = Math.max(link.last_seen, last_seen)
  }
  return [...joined.values()]
}

/** The better of what is known of both directions, dB. */
export function bestSnr({ there, back }: Link): number | null {
  return there == null ? (back ?? null) : back == null ? there : Math.max(there, back)
}
