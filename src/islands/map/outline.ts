// Land, coasts and borders without a server of tiles, as a layer of the map.
import { type Coords, type DoneCallback, GridLayer, type GridLayerOptions } from 'leaflet'
import type { Colors } from './colors.js'
import { drawPiece, OutlinePieces } from './pieces.js'

const SIZE = 256

export class OutlineLayer extends GridLayer {
  colors: Colors
  readonly #pieces: OutlinePieces

  constructor(folder: string, colors: Colors, options: GridLayerOptions) {
    super(options)
    this.#pieces = new OutlinePieces(folder)
    this.colors = colors
  }

  override createTile({ z, x, y }: Coords, done: DoneCallback): HTMLElement {
    const ratio = Math.min(devicePixelRatio || 1, 2)
    const canvas = document.createElement('canvas')
    canvas.width = SIZE * ratio
    canvas.height = SIZE * ratio
    this.#pieces.tile(z, x, y).then(
      (piece) => {
        const context = canvas.getContext('2d')
        if (context !== null) {
          drawPiece(context, piece, { size: SIZE * ratio, ratio, colors: this.colors })
        }
        done(undefined, canvas)
      },
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), canvas),
    )
    return canvas
  }
}
