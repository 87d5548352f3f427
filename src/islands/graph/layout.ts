// Where nodes go: those that hear each other near each other, none on top of another.
import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type Simulation,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from 'd3-force'
import type { Spot } from '../map/scene.js'
import { bestSnr, type Link, type Node } from '../map/store.js'

/** A node in the graph; `x` and `y` in units of the layout. */
export interface Place extends Spot, SimulationNodeDatum {
  x: number
  y: number
  node: Node
  /** How many others it is linked with. */
  degree: number
}

type Edge = SimulationLinkDatum<Place>

/** Side of the square in which geography is laid out at first. */
const FIELD = 900
/** Time of the first layout, before anything is shown. */
const AHEAD_MS = 250
/** So long it goes on at a time where nothing of it is shown: the page answers in between. */
const SLICE_MS = 12

export class Layout {
  readonly places = new Map<number, Place>()
  #simulation: Simulation<Place, Edge> | null = null

  /**
   * Lays these out for a frame so many times as wide as high; who was there before keeps the place
   * and moves from it.
   */
  set(nodes: readonly Node[], links: readonly Link[], aspect: number): void {
    this.stop()
    const before = new Map(this.places)
    this.places.clear()
    const stretch = Math.sqrt(Math.min(2, Math.max(0.5, aspect)))
    const start = geography(nodes, stretch)
    for (const node of nodes) {
      const known = before.get(node.node_id)
      const { x, y } = known ?? start(node)
      this.places.set(node.node_id, {
        ...{ node, nodes: [node], expansionZoom: null, degree: 0, x, y },
      })
    }
    const edges = this.#edges(links)
    this.#simulation = forceSimulation<Place>([...this.places.values()])
      .force(
        'link',
        forceLink<Place, Edge & { length: number }>(edges)
          .distance(({ length }) => length)
          .strength((edge) => {
            const { source, target } = edge as { source: Place; target: Place }
            return 0.9 / Math.max(1, Math.min(source.degree, target.degree))
          }),
      )
      .force('apart', forceManyBody<Place>().strength(-260).distanceMax(700))
      .force('x', forceX<Place>(0).strength(0.042 / stretch))
      .force('y', forceY<Place>(0).strength(0.042 * stretch))
      .force('touch', forceCollide<Place>(20))
      .alphaDecay(0.03)
      .stop()
    const until = performance.now() + AHEAD_MS
    for (let tick = 0; tick < 120 && performance.now() < until; tick++) this.#simulation.tick()
  }

  /** Goes on moving, calling back after every step, until it rests. */
  run(moved: () => void, rests: () => void): void {
    this.#simulation?.on('tick', moved).on('end', rests).restart()
  }

  /** The same for those who want no motion: only where it ends is told. */
  settle(rests: () => void): void {
    const simulation = this.#simulation
    const isOver = () => simulation === null || simulation.alpha() < simulation.alphaMin()
    const goOn = () => {
      // Others are laid out by now.
      if (simulation !== this.#simulation) return
      const until = performance.now() + SLICE_MS
      while (!isOver() && performance.now() < until) simulation?.tick()
      if (isOver()) rests()
      else setTimeout(goOn)
    }
    goOn()
  }

  /** Makes everything move a little, for a node that is being dragged. */
  stir(alpha: number): void {
    this.#simulation?.alphaTarget(alpha).restart()
  }

  stop(): void {
    this.#simulation?.stop()
  }

  #edges(links: readonly Link[]): (Edge & { length: number })[] {
    const edges = new Map<string, Edge & { length: number }>()
    for (const link of links) {
      const source = this.places.get(link.one)
      const target = this.places.get(link.other)
      if (source === undefined || target === undefined) continue
      const key = `${link.one} ${link.other}`
      // The better they hear each other, the nearer.
      const snr = bestSnr(link) ?? -5
      const length = 70 + 3 * Math.min(20, Math.max(0, 10 - snr))
      const known = edges.get(key)
      if (known !== undefined) {
        known.length = Math.min(known.length, length)
        continue
      }
      source.degree += 1
      target.degree += 1
      edges.set(key, { source, target, length })
    }
    return [...edges.values()]
  }
}

/**
 * First places: as on the map where that is known, stretched to the frame, else on a spiral around
 * it.
 */
function geography(
  nodes: readonly Node[],
  stretch: number,
): (node: Node) => { x: number; y: number } {
  const known = nodes.filter((node) => node.lat !== null)
  const range = (values: number[]) => {
    values.sort((one, other) => one - other)
    const low = values[Math.floor(values.length * 0.05)] ?? 0
    const high = values[Math.floor(values.length * 0.95)] ?? 1
    return { low, span: Math.max(high - low, 1e-9) }
  }
  const xs = range(known.map((node) => node.x))
  const ys = range(known.map((node) => node.y))
  const span = Math.max(xs.span, ys.span)
  let count = 0
  return (node) => {
    count += 1
    // Two in one place would be pushed apart in a direction of chance.
    const angle = count * 2.4
    const aside = { x: 8 * Math.cos(angle), y: 8 * Math.sin(angle) }
    if (node.lat === null) {
      const far = FIELD * 0.3 + 6 * Math.sqrt(count)
      return { x: far * stretch * Math.cos(angle), y: (far / stretch) * Math.sin(angle) }
    }
    const part = (value: number, { low, span: own }: typeof xs) =>
      Math.min(1.2, Math.max(-1.2, (value - low - own / 2) / span))
    return {
      x: FIELD * stretch * part(node.x, xs) + aside.x,
      y: (FIELD / stretch) * part(node.y, ys) + aside.y,
    }
  }
}
