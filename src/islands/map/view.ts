// The map: puts together what the files beside this one draw, and answers the visitor.
import {
  control,
  type Map as LeafletMap,
  type LeafletMouseEvent,
  map as makeMap,
  point,
} from 'leaflet'
import { formatNodeId } from '../../mesh/node-id.js'
import type { MapData, MapNews, Trail } from '../../reader/map/format.js'
import { onNewPackets } from '../event-stream.js'
import { words } from '../words.js'
import { addGround } from './base.js'
import { CanvasLayer, type View } from './canvas-layer.js'
import { Card } from './card.js'
import { type Colors, watchColors } from './colors.js'
import { boundsOf, coreOf, placeOf } from './fit.js'
import { fillLegend } from './legend.js'
import { followNews, Ticker } from './news.js'
import { paintLinks } from './paint-links.js'
import { paintPrecision, paintTrail } from './paint-node-details.js'
import { type Placed, paintSpots } from './paint-spots.js'
import { Pulses } from './pulses.js'
import { MAX_ZOOM, Scene, type Spot, type SpotLink } from './scene.js'
import { paintSpider } from './spider.js'
import { addressWith, type Choice, fillForm, KIND_NAMES, readChoice, readForm } from './state.js'
import { type Node, nameOf, Store } from './store.js'
import { showTip } from './tip.js'
import { hasView, keepView, showView } from './viewport.js'
import { Waypoints } from './waypoints.js'

/** How near the pointer must be to a node, beyond its edge. */
const REACH_PX = 6
/** Nodes that move are sorted in this often. */
const RENEW_MS = 1000
/** Links change without news of them. */
const RELOAD_MS = 60_000

export class MapView {
  readonly root: HTMLElement
  readonly map: LeafletMap
  readonly store = new Store()
  readonly scene = new Scene()
  readonly layer: CanvasLayer
  readonly pulses = new Pulses()
  readonly waypoints = new Waypoints()
  readonly card: Card | null
  readonly form: HTMLFormElement | null
  readonly ticker: Ticker | null
  choice: Choice
  colors: Colors | null = null
  placed: Placed[] = []
  /** A node of the place whose nodes are spread out. */
  spider: number | null = null
  trail: Trail = []
  #lines: { zoom: number; links: readonly SpotLink[] } | null = null
  #renewal = 0
  #hasStream = false

  constructor(root: HTMLElement, frame: HTMLElement) {
    this.root = root
    this.choice = readChoice(new URLSearchParams(location.search))
    this.map = makeMap(frame, {
      ...{ zoomControl: false, maxZoom: MAX_ZOOM, minZoom: 2, worldCopyJump: true },
      ...{
        attributionControl: false,
        zoomSnap: frame.dataset.tiles === '' ? 0.5 : 1,
        wheelPxPerZoomLevel: 90,
      },
    })
    this.layer = new CanvasLayer('map-nodes', (view) => this.#paint(view))
    const card = root.querySelector<HTMLElement>('[data-card]')
    this.card =
      card === null ? null : new Card(card, this.#address('cards'), () => this.select(null))
    this.form = root.querySelector('form')
    const ticker = root.querySelector<HTMLElement>('[data-ticker]')
    this.ticker = ticker === null ? null : new Ticker(ticker, root.dataset.base ?? '')
  }

  async start(): Promise<void> {
    const { map } = this
    showView(map, this.root.dataset.bounds ?? '')
    control
      .zoom({
        position: 'topright',
        zoomInTitle: words.drawing.zoomIn,
        zoomOutTitle: words.drawing.zoomOut,
      })
      .addTo(map)
    control.attribution({ prefix: false, position: 'bottomright' }).addTo(map)
    const isImperial = this.root.dataset.units === 'imperial'
    control.scale({ position: 'bottomright', imperial: isImperial, metric: !isImperial }).addTo(map)
    addGround(map)
    this.layer.addTo(map)
    this.pulses.layer.addTo(map)
    watchColors((colors) => {
      this.colors = colors
      this.layer.redraw()
      this.#tell()
    })
    this.#listen()
    await this.load()
    if (!hasView()) this.#fitNodes()
    if (this.choice.node !== null) this.#nodeChanged()
    onNewPackets(RELOAD_MS, () => void this.load())
  }

  #address(name: string): string {
    return this.root.dataset[name] ?? ''
  }

  #listen(): void {
    const { map, form } = this
    map.on('click', (event) => this.#click(event))
    map.on('mousemove', (event) => this.#hover(event))
    map.on('mouseout', () => showTip(this.root, null))
    map.on('zoomstart', () => {
      this.spider = null
      showTip(this.root, null)
    })
    map.on('moveend', () => {
      if (this.root.dataset.loaded !== undefined) keepView(map)
    })
    form?.addEventListener('submit', (event) => event.preventDefault())
    form?.addEventListener('input', () => this.#choose())
    form?.addEventListener('reset', (event) => {
      event.preventDefault()
      const params = new URLSearchParams()
      fillForm(form, params)
      this.#choose()
    })
    addEventListener('popstate', () => this.#take(new URLSearchParams(location.search)))
    document.addEventListener('click', (event) => this.#followLink(event))
    if (form !== null) fillForm(form, new URLSearchParams(location.search))
  }

  /** Loads nodes and links of the window that is chosen. */
  async load(): Promise<void> {
    const url = `${this.#address('source')}?active=${this.choice.window}`
    try {
      const answer = await fetch(url)
      if (!answer.ok) throw new Error(String(answer.status))
      const data = (await answer.json()) as MapData
      this.store.load(data)
      this.waypoints.set(data.waypoints)
      this.root.dataset.loaded = ''
      this.renew()
      if (!this.#hasStream) {
        this.#hasStream = true
        followNews(this.#address('live'), data.cursor, {
          news: (news) => this.#hear(news),
          gap: () => void this.load(),
        })
      }
    } catch {
      this.#say(words.drawing.loadFailed)
      setTimeout(() => void this.load(), 5000)
    }
  }

  /** Sorts in what has changed: filters, positions, names. */
  renew(): void {
    const fitting = this.store.fitting(this.choice, Date.now() / 1000)
    this.scene.set(fitting.filter((node) => node.lat !== null))
    this.#lines = null
    this.layer.redraw()
    this.#tell(fitting.length)
  }

  #tell(fitting = this.scene.nodes.length): void {
    const { colors, root } = this
    const legend = root.querySelector<HTMLElement>('[data-legend]')
    if (legend !== null && colors !== null) {
      fillLegend(legend, this.scene.nodes, this.choice.colorBy, colors, Date.now() / 1000)
    }
    if (root.dataset.loaded !== undefined)
      this.#say(words.drawing.shown({ shown: this.scene.nodes.length, count: fitting }))
  }

  #say(text: string): void {
    const summary = this.root.querySelector('[data-map-summary]')
    if (summary !== null && summary.textContent !== text) summary.textContent = text
  }

  /** The form has changed: into the address, a step that the back button undoes. */
  #choose(): void {
    if (this.form === null) return
    const params = new URLSearchParams(location.search)
    readForm(this.form, params)
    const address = addressWith(params)
    if (address === location.pathname + location.search) return
    // Letters that are typed are one step together.
    const isTyping =
      document.activeElement instanceof HTMLInputElement && document.activeElement.type === 'search'
    if (isTyping) history.replaceState(null, '', address)
    else history.pushState(null, '', address)
    this.#apply(params)
  }

  #take(params: URLSearchParams): void {
    if (this.form !== null) fillForm(this.form, params)
    this.#apply(params)
  }

  #apply(params: URLSearchParams): void {
    const before = this.choice
    this.choice = readChoice(params)
    if (before.node !== this.choice.node) this.#nodeChanged()
    if (before.window !== this.choice.window) void this.load()
    else this.renew()
  }

  select(node_id: number | null): void {
    if (this.choice.node === node_id) return
    const params = new URLSearchParams(location.search)
    if (node_id === null) params.delete('node')
    else params.set('node', formatNodeId(node_id))
    history.replaceState(null, '', addressWith(params))
    this.choice = readChoice(params)
    this.#nodeChanged()
    this.layer.redraw()
  }

  #nodeChanged(): void {
    this.trail = []
    this.#lines = null
    if (this.choice.node === null) void this.card?.show(null)
    else void this.#showNode(this.choice.node)
  }

  async #showNode(node_id: number): Promise<void> {
    const id = formatNodeId(node_id)
    void this.#showCard(id, node_id)
    const answer = await fetch(this.#address('trail') + id).catch(() => null)
    if (answer === null || !answer.ok || this.choice.node !== node_id) return
    this.trail = (await answer.json()) as Trail
    this.layer.redraw()
  }

  /** The card must not cover the node that it is about. */
  async #showCard(id: string, node_id: number): Promise<void> {
    const isShown = await this.card?.show(id)
    const node = this.store.nodes.get(node_id)
    const card = this.card?.element
    if (!isShown || card === undefined || node === undefined || node.lat === null) return
    const isSheet = card.offsetWidth > this.root.clientWidth * 0.9
    this.map.panInside(placeOf(node), {
      paddingTopLeft: point(40, 60),
      paddingBottomRight: isSheet
        ? point(40, card.offsetHeight + 50)
        : point(card.offsetWidth + 50, 60),
    })
  }

  /** Links to a node's place, in the table below the map and in the card, move the map. */
  #followLink(event: MouseEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return
    const link = event.target instanceof Element ? event.target.closest('a[data-show-node]') : null
    const id = link?.getAttribute('data-show-node')
    const node = id == null ? undefined : this.store.nodes.get(Number(id))
    if (node === undefined || node.lat === null || node.long === null) return
    event.preventDefault()
    this.root.scrollIntoView({ block: 'start' })
    this.map.setView([node.lat / 1e7, node.long / 1e7], Math.max(this.map.getZoom(), 11))
    this.select(node.node_id)
  }

  #hear(news: MapNews): void {
    if (news.packet.isWaypoint) void this.load()
    const isChanged = this.store.apply(news)
    const node = this.store.nodes.get(news.packet.from_node_id)
    if (isChanged && this.#renewal === 0) {
      this.#renewal = window.setTimeout(() => {
        this.#renewal = 0
        this.renew()
      }, RENEW_MS)
    }
    const spot = this.scene.spotOf(news.packet.from_node_id, this.map.getZoom())
    if (spot !== undefined && this.colors !== null) {
      this.pulses.add(spot.x, spot.y, this.colors.hue(news.packet.hue))
    } else if (node === undefined || node.lat === null) {
      this.ticker?.add(
        news,
        node === undefined ? formatNodeId(news.packet.from_node_id) : nameOf(node),
      )
    }
  }

  #paint(view: View): void {
    const { colors, choice, scene } = this
    if (colors === null) return
    const style = {
      colors,
      colorBy: choice.colorBy,
      now_s: Date.now() / 1000,
      selected: choice.node,
      isBehind: () => false,
    }
    paintLinks(view, this.#linksAt(view.zoom), style)
    const chosen = choice.node === null ? undefined : this.store.nodes.get(choice.node)
    if (chosen !== undefined) paintPrecision(view, chosen, colors)
    paintTrail(view, this.trail, colors)
    this.waypoints.paint(view, colors)
    this.placed = paintSpots(view, scene.spots(view.zoom), style)
    const spread = this.spider === null ? undefined : scene.spotOf(this.spider, view.zoom)
    if (spread?.expansionZoom != null) this.placed.push(...paintSpider(view, spread, style))
  }

  /** What of the links is drawn at a zoom; found once until something changes. */
  #linksAt(zoom: number): readonly SpotLink[] {
    if (this.#lines?.zoom !== zoom) {
      const wanted = this.store.links.filter((link) => this.#isWanted(link))
      this.#lines = { zoom, links: this.scene.links(wanted, zoom) }
    }
    return this.#lines.links
  }

  #isWanted(link: Store['links'][number]): boolean {
    const { links, node, minSnr, seconds } = this.choice
    if (link.last_seen < Date.now() / 1000 - seconds) return false
    // Of the chosen node every link is shown.
    if (link.one === node || link.other === node) return true
    if (!links.has(KIND_NAMES[link.kind])) return false
    const snr = Math.max(link.there ?? -Infinity, link.back ?? -Infinity)
    return minSnr === null || snr >= minSnr
  }

  #at(event: LeafletMouseEvent): Spot | undefined {
    const { x, y } = this.layer.fromContainer(event.containerPoint)
    // The last ones lie on top.
    return this.placed.findLast(
      (each) => Math.hypot(each.x - x, each.y - y) <= each.radius + REACH_PX,
    )?.spot
  }

  #marked(event: LeafletMouseEvent): string | undefined {
    const { x, y } = this.layer.fromContainer(event.containerPoint)
    return this.waypoints.at(x, y)
  }

  #click(event: LeafletMouseEvent): void {
    const spot = this.#at(event)
    const wasSpread = this.spider !== null
    const marked = spot === undefined ? this.#marked(event) : undefined
    if (marked !== undefined) {
      showTip(this.root, marked, event.containerPoint)
    } else if (spot === undefined) {
      this.spider = null
      if (!wasSpread) this.select(null)
    } else if (spot.expansionZoom === null) {
      this.select(spot.nodes[0]?.node_id ?? null)
    } else if (spot.expansionZoom > MAX_ZOOM) {
      const first = spot.nodes[0]?.node_id ?? null
      this.spider = this.spider === first ? null : first
    } else {
      this.#zoomTo(spot.nodes)
    }
    this.layer.redraw()
  }

  #hover(event: LeafletMouseEvent): void {
    const spot = this.#at(event)
    const marked = spot === undefined ? this.#marked(event) : undefined
    const isPointing = spot !== undefined || marked !== undefined
    this.map.getContainer().classList.toggle('is-pointing', isPointing)
    const text =
      spot === undefined
        ? (marked ?? null)
        : spot.nodes.length === 1
          ? nameOf(spot.nodes[0] as Node)
          : words.drawing.nodes({ count: spot.nodes.length })
    showTip(this.root, text, event.containerPoint)
  }

  #zoomTo(nodes: readonly Node[]): void {
    this.map.fitBounds(boundsOf(nodes), { padding: [60, 60], maxZoom: MAX_ZOOM })
  }

  /** The configured area, or nearer where the mesh fills little of it, or where the mesh is. */
  #fitNodes(): void {
    const chosen = this.choice.node === null ? undefined : this.store.nodes.get(this.choice.node)
    if (chosen !== undefined && chosen.lat !== null) {
      this.map.setView(placeOf(chosen), 12, { animate: false })
      return
    }
    const configured = this.map.getBounds()
    const all = this.scene.nodes
    const here = all.filter((node) => configured.contains(placeOf(node)))
    const core = coreOf(here.length > 0 ? here : all)
    if (core === null) return
    const panel = this.root.querySelector<HTMLDetailsElement>('.map-panel')
    const inset = panel?.open ? panel.offsetWidth : 0
    const padding = { paddingTopLeft: point(inset + 50, 50), paddingBottomRight: point(50, 50) }
    const nearest = here.length > 0 ? this.map.getZoom() + 2 : 14
    this.map.fitBounds(core, { ...padding, maxZoom: nearest, animate: false })
  }
}
