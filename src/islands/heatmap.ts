import type { HeatData } from '../reader/map/format.js'
import { onNewPackets } from './event-stream.js'
import { CanvasLayer } from './map/canvas-layer.js'
import { type Colors, watchColors } from './map/colors.js'
import { Heat } from './map/heat.js'
import { openMap } from './map/leaflet-map.js'
import { Nearby } from './map/nearby.js'
import { openPanel } from './map/panel.js'
import { startShare } from './map/share.js'
import { addressWith, fillForm, readForm } from './map/state.js'
import { keepView } from './map/viewport.js'
import { words } from './words.js'

// Where many nodes are, or much is sent; see src/reader/pages/heatmap.tsx.
const root = document.querySelector<HTMLElement>('[data-map]')
const frame = root?.querySelector<HTMLElement>('[data-map-frame]')
const share = document.querySelector<HTMLButtonElement>('[data-share]')
if (share !== null) startShare(share)
if (root && frame) start(root, frame)

function start(root: HTMLElement, frame: HTMLElement): void {
  openPanel(root)
  const map = openMap(root, frame)
  const heat = new Heat()
  let colors: Colors | null = null
  const layer = new CanvasLayer('map-heat', (view) => {
    if (colors !== null) heat.paint(view, colors)
  }).addTo(map)
  watchColors((now) => {
    colors = now
    layer.redraw()
  })
  map.on('moveend', () => keepView(map))
  const says = root.querySelector<HTMLElement>('[data-map-nearby]')
  const units = root.dataset.units === 'imperial' ? 'imperial' : 'metric'
  const nearby = says === null ? null : new Nearby(map, says, units)

  const form = root.querySelector('form')
  /** Of the last question: what was chosen before may be answered after it. */
  let asked = 0
  const load = async () => {
    const mine = ++asked
    const params = new URLSearchParams(location.search)
    const url = new URL(root.dataset.heat ?? '', location.href)
    for (const name of ['by', 'active']) {
      const value = params.get(name)
      if (value) url.searchParams.set(name, value)
    }
    const answer = await fetch(url).catch(() => null)
    const summary = root.querySelector('[data-map-summary]')
    if (mine !== asked) return
    if (answer === null || !answer.ok) {
      if (summary !== null) summary.textContent = words.drawing.loadFailed
      setTimeout(load, 5000)
      return
    }
    const { points, top } = (await answer.json()) as HeatData
    if (mine !== asked) return
    heat.set(points, top)
    nearby?.set(points, top !== undefined)
    showScale(root, params.get('by') ?? 'nodes')
    if (summary !== null) summary.textContent = words.drawing.nodes({ count: points.length })
    root.dataset.loaded = ''
    layer.redraw()
  }
  if (form !== null) fillForm(form, new URLSearchParams(location.search))
  form?.addEventListener('submit', (event) => event.preventDefault())
  form?.addEventListener('input', () => {
    const params = new URLSearchParams(location.search)
    readForm(form, params)
    history.pushState(null, '', addressWith(params))
    void load()
    void renewTable()
  })
  addEventListener('popstate', () => {
    if (form !== null) fillForm(form, new URLSearchParams(location.search))
    void load()
    void renewTable()
  })
  void load()
  onNewPackets(30_000, () => void load())
}

/** The scale of what is shown; that of the first measure for a name that is none. */
function showScale(root: HTMLElement, by: string): void {
  const scales = [...root.querySelectorAll<HTMLElement>('[data-scale]')]
  const shown = scales.find(({ dataset }) => dataset.scale?.split(' ').includes(by)) ?? scales[0]
  for (const scale of scales) scale.hidden = scale !== shown
}

/** The table below the map follows the filters; should that fail, it stays what it was. */
async function renewTable(): Promise<void> {
  const address = location.href
  const answer = await fetch(address, { headers: { accept: 'text/html' } }).catch(() => null)
  if (!answer?.ok) return
  const next = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const [table, wanted] = [document.getElementById('list'), next.getElementById('list')]
  if (address === location.href && wanted !== null) table?.replaceWith(wanted)
}
