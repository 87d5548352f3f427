import { openPanel } from './map/panel.js'
import { startShare } from './map/share.js'
import { MapView } from './map/view.js'

// The map and its full-screen version; see src/reader/components/map.tsx for the attributes.
const root = document.querySelector<HTMLElement>('[data-map]')
const frame = root?.querySelector<HTMLElement>('[data-map-frame]')
if (root && frame) {
  openPanel(root)
  void new MapView(root, frame).start()
}
const share = document.querySelector<HTMLButtonElement>('[data-share]')
if (share !== null) startShare(share)
