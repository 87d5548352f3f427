// The graph of the mesh: who hears whom, wherever they are.
import { formatNodeId } from '../../mesh/node-id.js'
import type { MapData, MapNews } from '../../reader/map/format.js'
import { onNewPackets } from '../event-stream.js'
import type { View } from '../map/canvas-layer.js'
import { Card } from '../map/card.js'
import { ChoiceForm } from '../map/choice-form.js'
import { type Colors, watchColors } from '../map/colors.js'
import { fillLegend } from '../map/legend.js'
import { followNews } from '../map/news.js'
import { paintLinks } from '../map/paint-links.js'
import { type Placed, paintSpots } from '../map/paint-spots.js'
import type { SpotLink } from '../map/scene.js'
import { type Choice, KIND_NAMES } from '../map/state.js'
import { bestSnr, type Link, nameOf, Store } from '../map/store.js'
import { showTip } from '../map/tip.js'
import { words } from '../words.js'
import { Camera, type Insets } from './camera.js'
import { Layout, type Place } from './layout.js'

const REACH_PX = 6
const RELOAD_MS = 60_000
/** From this scale on every name is written for which there is room. */
const NEAR = 0.55
const MOST_NAMES_FAR = 24
/** Nodes smaller than this part of their usual size are no longer seen. */
const LEAST_SIZE = 0.35
const still = matchMedia('(prefers-reduced-motion: reduce)')

export class GraphView {
  readonly root: HTMLElement
  readonly canvas: HTMLCanvasElement
  readonly store = new Store()
  readonly layout = new Layout()
  readonly camera: Camera
  readonly card: Card | null
  readonly form: ChoiceForm
  colors: Colors | null = null
  links: Link[] = []
  placed: Placed[] = []
  /** The view follows the layout until the visitor takes it. */
  #isFitting = true
  #frame = 0
  #hasStream = false

  constructor(root: HTMLElement, canvas: HTMLCanvasElement) {
    this.root = root
    this.canvas = canvas
    this.form = new ChoiceForm(root, {
      nodeChosen: () => {
        this.#nodeChanged()
        if (this.choice.focus) this.renew()
      },
      filtered: (choice, before) => {
        if (before.window !== choice.window) void this.load()
        else this.renew()
      },
    })
    const card = root.querySelector<HTMLElement>('[data-card]')
    this.card =
      card === null ? null : new Card(card, root.dataset.cards ?? '', () => this.select(null))
    this.camera = new Camera(canvas, {
      moved: () => {
        this.#isFitting = false
        this.redraw()
      },
      grab: (x, y) => this.#grab(x, y),
      click: (x, y) => this.select(this.#at(x, y)?.node.node_id ?? null),
      hover: (x, y) => this.#hover(x, y),
    })
  }

  get choice(): Choice {
    return this.form.choice
  }

  async start(): Promise<void> {
    watchColors((colors) => {
      this.colors = colors
      this.redraw()
      this.#tell()
    })
    new ResizeObserver(() => this.redraw()).observe(this.canvas)
    this.form.listen()
    document.addEventListener('click', (event) => this.#followLink(event))
    this.root
      .querySelector('[data-zoom-in]')
      ?.addEventListener('click', () => this.camera.zoom(1.4))
    this.root
      .querySelector('[data-zoom-out]')
      ?.addEventListener('click', () => this.camera.zoom(1 / 1.4))
    this.root.querySelector('[data-zoom-fit]')?.addEventListener('click', () => this.#fit())
    await this.load()
    if (this.choice.node !== null) this.#nodeChanged()
    onNewPackets(RELOAD_MS, () => void this.load())
  }

  async load(): Promise<void> {
    // Another one may be chosen before this one is answered: then its own answer counts.
    const { window } = this.choice
    try {
      const answer = await fetch(`${this.root.dataset.source}?active=${window}`)
      if (!answer.ok) throw new Error(String(answer.status))
      const data = (await answer.json()) as MapData
      if (this.choice.window !== window) return
      this.store.load(data)
      this.root.dataset.loaded = ''
      this.renew()
      if (this.#hasStream) return
      this.#hasStream = true
      followNews(this.root.dataset.live ?? '', data.cursor, {
        news: (news) => this.#hear(news),
        gap: () => void this.load(),
      })
    } catch {
      if (this.choice.window !== window) return
      this.#say(words.drawing.loadFailed)
      setTimeout(() => void this.load(), 5000)
    }
  }

  /** Lays out the nodes and links that the filters let through. */
  renew(): void {
    const now_s = Date.now() / 1000
    const { links, minSnr, seconds, text, focus, node } = this.choice
    const fitting = new Set(
      this.store.fitting({ ...this.choice, text: '' }, now_s).map((each) => each.node_id),
    )
    let wanted = this.store.links.filter(
      (link) =>
        links.has(KIND_NAMES[link.kind]) &&
        link.last_seen >= now_s - seconds &&
        (minSnr === null || (bestSnr(link) ?? -Infinity) >= minSnr) &&
        fitting.has(link.one) &&
        fitting.has(link.other),
    )
    if (focus && node !== null) wanted = neighbourhood(wanted, node)
    const linked = new Set(wanted.flatMap((link) => [link.one, link.other]))
    const nodes = [...linked].flatMap((id) => this.store.nodes.get(id) ?? [])
    this.links = wanted
    this.layout.set(nodes, wanted, this.camera.aspect(this.#insets))
    this.#tell()
    if (this.#isFitting) this.#fit()
    const moved = () => (this.#isFitting ? this.#fit() : this.redraw())
    const rests = () => {
      moved()
      this.canvas.dataset.rests = ''
    }
    delete this.canvas.dataset.rests
    if (still.matches) this.layout.settle(rests)
    else this.layout.run(moved, rests)
    this.redraw()
    if (text !== '') this.#search(text)
  }

  /** Of wide screens the panel covers a part on the left, of narrow ones the legend one below. */
  get #insets(): Insets {
    const panel = this.root.querySelector<HTMLDetailsElement>('.map-panel')
    if (this.canvas.clientWidth > 700) {
      return { left: panel?.open ? panel.offsetWidth + 12 : 0, bottom: 0 }
    }
    const legend = this.root.querySelector<HTMLElement>('.map-legend')
    return { left: 0, bottom: legend?.offsetHeight ?? 0 }
  }

  #fit(): void {
    this.camera.fit([...this.layout.places.values()], this.#insets)
    this.#isFitting = true
  }

  redraw(): void {
    if (this.#frame !== 0) return
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0
      this.#paint()
    })
  }

  #paint(): void {
    const { canvas, camera, colors, choice, layout } = this
    const context = canvas.getContext('2d')
    if (context === null || colors === null) return
    const ratio = Math.min(devicePixelRatio || 1, 2)
    const { clientWidth: width, clientHeight: height } = canvas
    if (canvas.width !== width * ratio || canvas.height !== height * ratio) {
      canvas.width = width * ratio
      canvas.height = height * ratio
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, width, height)
    const view: View = {
      ...{ context, width, height, scale: camera.scale },
      zoom: 0,
      x: (x) => camera.x(x),
      y: (y) => camera.y(y),
    }
    const near = choice.node === null ? null : this.#near(choice.node)
    const style = {
      ...{ colors, colorBy: choice.colorBy, now_s: Date.now() / 1000, selected: choice.node },
      isBehind: (node_id: number) => near !== null && !near.has(node_id),
      size: Math.min(1, Math.max(LEAST_SIZE, 2 * camera.scale)),
      named: (placed: readonly Placed[]) => this.#named(placed),
    }
    const lines: SpotLink[] = this.links.flatMap((link) => {
      const one = layout.places.get(link.one)
      const other = layout.places.get(link.other)
      return one === undefined || other === undefined ? [] : [{ one, other, link }]
    })
    paintLinks(view, lines, style)
    this.placed = paintSpots(view, [...layout.places.values()], style)
  }

  /** Those with the most links choose first; from afar nobody else has a name. */
  #named(placed: readonly Placed[]): readonly Placed[] {
    const degree = ({ spot }: Placed) =>
      this.layout.places.get(spot.nodes[0]?.node_id ?? -1)?.degree ?? 0
    const ordered = [...placed].sort((one, other) => degree(other) - degree(one))
    return this.camera.scale > NEAR ? ordered : ordered.slice(0, MOST_NAMES_FAR)
  }

  /** A node and those that it is linked with. */
  #near(node_id: number): Set<number> | null {
    if (!this.layout.places.has(node_id)) return null
    const ends = this.links.filter(({ one, other }) => one === node_id || other === node_id)
    return new Set([node_id, ...ends.flatMap(({ one, other }) => [one, other])])
  }

  #tell(): void {
    const legend = this.root.querySelector<HTMLElement>('[data-legend]')
    const nodes = [...this.layout.places.values()].map((place) => place.node)
    if (legend !== null && this.colors !== null) {
      fillLegend(legend, nodes, this.choice.colorBy, this.colors, Date.now() / 1000)
    }
    if (this.root.dataset.loaded !== undefined) {
      this.#say(words.drawing.linked({ nodes: nodes.length, links: this.links.length }))
    }
  }

  #say(text: string): void {
    const summary = this.root.querySelector('[data-map-summary]')
    if (summary !== null && summary.textContent !== text) summary.textContent = text
  }

  /** Goes to the node that the words fit best: first those that begin with them. */
  #search(text: string): void {
    const wanted = text.toLowerCase()
    const rank = ({ node }: Place) => {
      const names = [node.short_name, node.long_name, node.id].map((name) => name.toLowerCase())
      if (names.includes(wanted)) return 0
      if (names.some((name) => name.startsWith(wanted))) return 1
      return names.some((name) => name.includes(wanted)) ? 2 : 3
    }
    const found = [...this.layout.places.values()]
      .filter((place) => rank(place) < 3)
      .sort((one, other) => rank(one) - rank(other) || other.degree - one.degree)[0]
    if (found !== undefined) this.select(found.node.node_id)
  }

  select(node_id: number | null): void {
    this.form.selectNode(node_id)
  }

  #nodeChanged(): void {
    const { node } = this.choice
    void this.card?.show(node === null ? null : formatNodeId(node))
    this.redraw()
  }

  #followLink(event: MouseEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return
    const link = event.target instanceof Element ? event.target.closest('a[data-show-node]') : null
    const place = this.layout.places.get(Number(link?.getAttribute('data-show-node') ?? -1))
    if (place === undefined) return
    event.preventDefault()
    this.root.scrollIntoView({ block: 'start' })
    this.select(place.node.node_id)
    this.camera.center(place, this.#insets)
  }

  #hear(news: MapNews): void {
    this.store.apply(news)
    const place = this.layout.places.get(news.packet.from_node_id)
    const node = this.store.nodes.get(news.packet.from_node_id)
    if (place === undefined || node === undefined) return
    place.node = node
    place.nodes = [node]
    this.redraw()
  }

  #at(x: number, y: number): Place | undefined {
    const spot = this.placed.findLast(
      (each) => Math.hypot(each.x - x, each.y - y) <= each.radius + REACH_PX,
    )?.spot
    return spot === undefined ? undefined : this.layout.places.get(spot.nodes[0]?.node_id ?? -1)
  }

  #grab(x: number, y: number) {
    const place = this.#at(x, y)
    if (place === undefined) return null
    return {
      drag: (toX: number, toY: number) => {
        this.#isFitting = false
        place.fx = toX
        place.fy = toY
        if (still.matches) {
          place.x = toX
          place.y = toY
          this.redraw()
        } else this.layout.stir(0.2)
      },
      done: () => {
        place.fx = null
        place.fy = null
        if (!still.matches) this.layout.stir(0)
      },
    }
  }

  #hover(x: number, y: number): void {
    const place = this.#at(x, y)
    this.canvas.classList.toggle('is-pointing', place !== undefined)
    showTip(this.root, place === undefined ? null : nameOf(place.node), { x, y })
  }
}

/** Links of a node, and those between the nodes at their other ends. */
function neighbourhood(links: readonly Link[], node_id: number): Link[] {
  const own = links.filter(({ one, other }) => one === node_id || other === node_id)
  const near = new Set(own.flatMap(({ one, other }) => [one, other]))
  return links.filter(({ one, other }) => near.has(one) && near.has(other))
}
