import { GraphView } from './graph/view.js'
import { openPanel } from './map/panel.js'
import { startShare } from './map/share.js'

// The graph of the mesh; see src/reader/pages/nodegraph.tsx for the attributes.
const root = document.querySelector<HTMLElement>('[data-graph]')
const canvas = root?.querySelector<HTMLCanvasElement>('canvas')
if (root && canvas) {
  openPanel(root)
  void new GraphView(root, canvas).start()
}
const share = document.querySelector<HTMLButtonElement>('[data-share]')
if (share !== null) startShare(share)
