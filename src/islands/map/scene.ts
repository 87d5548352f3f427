// Which nodes stand alone and which are drawn together at a zoom.
import Supercluster from 'supercluster'
import { project } from './projection.js'
import type { Link, Node } from './store.js'

/** A node, or several in one place. */
export interface Spot {
  x: number
  y: number
  nodes: readonly Node[]
  /** What zooming to it takes; null for a single node. */
  expansionZoom: number | null
}

/** A link between two spots, the best of those between their nodes. */
export interface SpotLink {
  one: Spot
  other: Spot
  link: Link
}

/** Nodes nearer than this are drawn together, in pixels. */
const RADIUS = 38
export const MAX_ZOOM = 18

export class Scene {
  #clusters: Supercluster<{ node: Node }> | null = null
  #zoom = -1
  #spots: Spot[] = []
  #spotOf = new Map<number, Spot>()
  nodes: readonly Node[] = []

  /** Takes nodes with a position. */
  set(nodes: readonly Node[]): void {
    this.nodes = nodes
    this.#zoom = -1
    this.#clusters = new Supercluster<{ node: Node }>({
      ...{ radius: RADIUS, extent: 256, maxZoom: MAX_ZOOM, minPoints: 2 },
    })
    this.#clusters.load(
      nodes.map((node) => ({
        type: 'Feature' as const,
        properties: { node },
        geometry: {
          type: 'Point' as const,
          coordinates: [(node.long ?? 0) / 1e7, (node.lat ?? 0) / 1e7],
        },
      })),
    )
  }

  /** Everything that is drawn at a zoom. */
  spots(zoom: number): readonly Spot[] {
    this.#renew(Math.min(MAX_ZOOM, Math.max(0, Math.round(zoom))))
    return this.#spots
  }

  /** Where a node is drawn at that zoom. */
  spotOf(node_id: number, zoom: number): Spot | undefined {
    this.#renew(Math.min(MAX_ZOOM, Math.max(0, Math.round(zoom))))
    return this.#spotOf.get(node_id)
  }

  /** Links as lines between spots, one for each pair and kind: the newest. */
  links(links: readonly Link[], zoom: number): SpotLink[] {
    this.spots(zoom)
    const found = new Map<string, SpotLink>()
    const numbers = new Map(this.#spots.map((spot, index) => [spot, index]))
    for (const link of links) {
      const one = this.#spotOf.get(link.one)
      const other = this.#spotOf.get(link.other)
      if (one === undefined || other === undefined || one === other) continue
      const key = `${numbers.get(one)} ${numbers.get(other)} ${link.kind}`
      const known = found.get(key)
      if (known === undefined || known.link.last_seen < link.last_seen) {
        found.set(key, { one, other, link })
      }
    }
    return [...found.values()]
  }

  #renew(zoom: number): void {
    const clusters = this.#clusters
    if (zoom === this.#zoom || clusters === null) return
    this.#zoom = zoom
    this.#spotOf = new Map()
    this.#spots = clusters.getClusters([-180, -90, 180, 90], zoom).map((feature) => {
      const { properties } = feature
      const spot: Spot =
        'node' in properties
          ? {
              x: properties.node.x,
              y: properties.node.y,
              nodes: [properties.node],
              expansionZoom: null,
            }
          : this.#cluster(clusters, properties.cluster_id, feature.geometry.coordinates)
      for (const { node_id } of spot.nodes) this.#spotOf.set(node_id, spot)
      return spot
    })
  }

  #cluster(
    clusters: Supercluster<{ node: Node }>,
    cluster_id: number,
    [long = 0, lat = 0]: readonly number[],
  ): Spot {
    const nodes = clusters
      .getLeaves(cluster_id, Number.POSITIVE_INFINITY)
      .map(({ properties }) => properties.node)
    return {
      ...project(lat * 1e7, long * 1e7),
      nodes,
      expansionZoom: clusters.getClusterExpansionZoom(cluster_id),
    }
  }
}
