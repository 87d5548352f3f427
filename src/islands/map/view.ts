// The map: loads the mesh, follows its news, and puts together what the files beside this one do.
import { type Map as LeafletMap, point } from 'leaflet'
import { formatNodeId } from '../../mesh/node-id.js'
import type { MapData, MapNews } from '../../reader/map/format.js'
import { onNewPackets } from '../event-stream.js'
import { words } from '../words.js'
import { ChoiceForm } from './choice-form.js'
import { ChosenNode } from './chosen-node.js'
import { watchColors } from './colors.js'
import { Drawing } from './drawing.js'
import { coreOf, placeOf } from './fit.js'
import { openMap } from './leaflet-map.js'
import { fillLegend } from './legend.js'
import { followNews, Ticker } from './news.js'
import { Pointer } from './pointer.js'
import { Pulses } from './pulses.js'
import { Sayings } from './sayings.js'
import type { Choice } from './state.js'
import { nameOf, Store } from './store.js'
import { hasView, keepView } from './viewport.js'

/** Nodes that move are sorted in this often. */
const RENEW_MS = 1000
/** Links change without news of them. */
const RELOAD_MS = 60_000

export class MapView {
  readonly root: HTMLElement
  readonly map: LeafletMap
  readonly store = new Store()
  readonly drawing: Drawing
  readonly pulses = new Pulses()
  readonly sayings: Sayings
  readonly form: ChoiceForm
  readonly chosen: ChosenNode
  readonly ticker: Ticker | null
  #renewal = 0
  #hasStream = false

  constructor(root: HTMLElement, frame: HTMLElement) {
    this.root = root
    this.map = openMap(root, frame)
    this.form = new ChoiceForm(root, {
      nodeChosen: (node_id) => this.chosen.show(node_id),
      filtered: (choice, before) => {
        if (before.window !== choice.window) void this.load()
        else this.renew()
      },
    })
    this.drawing = new Drawing(this)
    this.sayings = new Sayings(this.map)
    this.chosen = new ChosenNode(root, {
      map: this.map,
      nodeOf: (node_id) => this.store.nodes.get(node_id),
      closed: () => this.form.selectNode(null),
      trail: (trail) => {
        this.drawing.trail = trail
        this.drawing.changed()
      },
    })
    const ticker = root.querySelector<HTMLElement>('[data-ticker]')
    this.ticker = ticker === null ? null : new Ticker(ticker, root.dataset.base ?? '')
  }

  get choice(): Choice {
    return this.form.choice
  }

  async start(): Promise<void> {
    const { map, drawing } = this
    drawing.layer.addTo(map)
    this.pulses.layer.addTo(map)
    watchColors((colors) => {
      drawing.colors = colors
      drawing.layer.redraw()
      this.#tell()
    })
    new Pointer(this.root, map, drawing, (node_id) => this.form.selectNode(node_id)).listen()
    map.on('moveend', () => {
      if (this.root.dataset.loaded !== undefined) keepView(map)
    })
    this.form.listen()
    document.addEventListener('click', (event) => this.#followLink(event))
    await this.load()
    if (!hasView()) this.#fitNodes()
    if (this.choice.node !== null) this.chosen.show(this.choice.node)
    onNewPackets(RELOAD_MS, () => void this.load())
  }

  /** Loads nodes and links of the window that is chosen. */
  async load(): Promise<void> {
    // Another one may be chosen before this one is answered: then its own answer counts.
    const { window } = this.choice
    try {
      const answer = await fetch(`${this.root.dataset.source ?? ''}?active=${window}`)
      if (!answer.ok) throw new Error(String(answer.status))
      const data = (await answer.json()) as MapData
      if (this.choice.window !== window) return
      this.store.load(data)
      this.drawing.waypoints.set(data.waypoints)
      this.root.dataset.loaded = ''
      this.renew()
      if (!this.#hasStream) {
        this.#hasStream = true
        followNews(this.root.dataset.live ?? '', data.cursor, {
          news: (news) => this.#hear(news),
          gap: () => void this.load(),
        })
      }
    } catch {
      if (this.choice.window !== window) return
      this.#say(words.drawing.loadFailed)
      setTimeout(() => void this.load(), 5000)
    }
  }

  /** Sorts in what has changed: filters, positions, names. */
  renew(): void {
    const fitting = this.store.fitting(this.choice, Date.now() / 1000)
    this.drawing.set(fitting)
    this.#tell(fitting.length)
  }

  #tell(fitting = this.drawing.scene.nodes.length): void {
    const { root, drawing } = this
    const { nodes } = drawing.scene
    const legend = root.querySelector<HTMLElement>('[data-legend]')
    if (legend !== null && drawing.colors !== null) {
      fillLegend(legend, nodes, this.choice.colorBy, drawing.colors, Date.now() / 1000)
    }
    if (root.dataset.loaded !== undefined) {
      this.#say(words.drawing.shown({ shown: nodes.length, count: fitting }))
    }
  }

  #say(text: string): void {
    const summary = this.root.querySelector('[data-map-summary]')
    if (summary !== null && summary.textContent !== text) summary.textContent = text
  }

  /** Links to a node's place, in the table below the map and in the card, move the map. */
  #followLink(event: MouseEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return
    const link = event.target instanceof Element ? event.target.closest('a[data-show-node]') : null
    const id = link?.getAttribute('data-show-node')
    const node = id == null ? undefined : this.store.nodes.get(Number(id))
    if (node === undefined || node.lat === null) return
    event.preventDefault()
    this.root.scrollIntoView({ block: 'start' })
    this.map.setView(placeOf(node), Math.max(this.map.getZoom(), 11))
    this.form.selectNode(node.node_id)
  }

  #hear(news: MapNews): void {
    const { packet } = news
    if (packet.isWaypoint) void this.load()
    const isChanged = this.store.apply(news)
    if (isChanged && this.#renewal === 0) {
      this.#renewal = window.setTimeout(() => {
        this.#renewal = 0
        this.renew()
      }, RENEW_MS)
    }
    const { scene, colors } = this.drawing
    const node = this.store.nodes.get(packet.from_node_id)
    const spot = scene.spotOf(packet.from_node_id, this.map.getZoom())
    if (spot !== undefined && colors !== null) {
      this.pulses.add(spot.x, spot.y, colors.hue(packet.hue))
      if (node !== undefined && packet.text !== '') this.sayings.add(node, packet.text)
    } else if (node === undefined || node.lat === null) {
      this.ticker?.add(news, node === undefined ? formatNodeId(packet.from_node_id) : nameOf(node))
    }
  }

  /** The configured area, or nearer where the mesh fills little of it, or where the mesh is. */
  #fitNodes(): void {
    const { map } = this
    const chosen = this.choice.node === null ? undefined : this.store.nodes.get(this.choice.node)
    if (chosen !== undefined && chosen.lat !== null) {
      map.setView(placeOf(chosen), 12, { animate: false })
      return
    }
    const configured = map.getBounds()
    const all = this.drawing.scene.nodes
    const here = all.filter((node) => configured.contains(placeOf(node)))
    const core = coreOf(here.length > 0 ? here : all)
    if (core === null) return
    const panel = this.root.querySelector<HTMLDetailsElement>('.map-panel')
    const inset = panel?.open ? panel.offsetWidth : 0
    const padding = { paddingTopLeft: point(inset + 50, 50), paddingBottomRight: point(50, 50) }
    const nearest = here.length > 0 ? map.getZoom() + 2 : 14
    map.fitBounds(core, { ...padding, maxZoom: nearest, animate: false })
  }
}
