// Density as colour: every node a soft spot, where spots meet they add up. What is a share of the
// time is averaged there instead.
import type { HeatPoint } from '../../reader/map/format.js'
import type { View } from './canvas-layer.js'
import type { Colors } from './colors.js'
import { project } from './projection.js'

interface Warm {
  x: number
  y: number
  weight: number
}

/** Pixels of a spot; drawn at half the size, which nobody sees in what is blurred. */
const RADIUS = 34
const SHRINK = 2
/** Colours between nothing and most. */
const STEPS = 256

export class Heat {
  #points: Warm[] = []
  #top: number | undefined

  /** With a `top`, weights are shares of which the mean is drawn; else they add up. */
  set(points: readonly HeatPoint[], top?: number): void {
    this.#points = points.map(([lat, long, weight]) => ({ ...project(lat, long), weight }))
    this.#top = top
  }

  paint(view: View, colors: Colors): void {
    const width = Math.ceil(view.width / SHRINK)
    const height = Math.ceil(view.height / SHRINK)
    // A frame that is folded away has no pixels, and a picture of none cannot be made.
    if (width === 0 || height === 0) return
    const { near, sum } = this.#fields(view, width, height)
    const most = sum.reduce((max, value) => Math.max(max, value), 0)
    const ramp = readRamp(colors)
    const image = new ImageData(width, height)
    for (let index = 0; index < near.length; index++) {
      const nearness = near[index] ?? 0
      if (nearness === 0) continue
      const value = sum[index] ?? 0
      const shown = this.#top === undefined ? added(value, most) : mean(value, nearness, this.#top)
      const step = Math.min(STEPS - 1, Math.floor(shown.share * STEPS))
      for (let part = 0; part < 3; part++) image.data[4 * index + part] = ramp[4 * step + part] ?? 0
      image.data[4 * index + 3] = shown.opacity
    }
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    canvas.getContext('2d')?.putImageData(image, 0, 0)
    view.context.imageSmoothingEnabled = true
    view.context.drawImage(canvas, 0, 0, width * SHRINK, height * SHRINK)
  }

  /** For every pixel: how near the nodes are, together, and the sum of their weights by nearness. */
  #fields(view: View, width: number, height: number): { near: Float32Array; sum: Float32Array } {
    const near = new Float32Array(width * height)
    const sum = new Float32Array(width * height)
    const radius = RADIUS / SHRINK
    for (const { x, y, weight } of this.#points) {
      const centerX = view.x(x) / SHRINK
      const centerY = view.y(y) / SHRINK
      const [x0, x1] = [Math.floor(centerX - radius), Math.ceil(centerX + radius)]
      const [y0, y1] = [Math.floor(centerY - radius), Math.ceil(centerY + radius)]
      if (x1 < 0 || y1 < 0 || x0 >= width || y0 >= height) continue
      for (let row = Math.max(0, y0); row <= Math.min(height - 1, y1); row++) {
        for (let column = Math.max(0, x0); column <= Math.min(width - 1, x1); column++) {
          const away = ((column - centerX) ** 2 + (row - centerY) ** 2) / (radius * radius)
          if (away >= 1) continue
          const index = row * width + column
          const nearness = (1 - away) ** 2
          near[index] = (near[index] ?? 0) + nearness
          sum[index] = (sum[index] ?? 0) + weight * nearness
        }
      }
    }
    return { near, sum }
  }
}

interface Shown {
  /** Of the scale, 0 to 1. */
  share: number
  /** 0 to 255. */
  opacity: number
}

/** The square root keeps single nodes visible beside a city. */
function added(value: number, most: number): Shown {
  const share = most === 0 ? 0 : Math.sqrt(value / most)
  return { share, opacity: Math.min(215, 30 + share * STEPS * 1.6) }
}

/** A share is as clear where it is low; only where no node is near is there nothing to say. */
function mean(value: number, nearness: number, top: number): Shown {
  return { share: Math.min(1, value / nearness / top), opacity: 205 * Math.min(1, 2 * nearness) }
}

/** The colours of the legend, as bytes of red, green, blue and alpha. */
function readRamp(colors: Colors): Uint8ClampedArray {
  const canvas = document.createElement('canvas')
  canvas.width = STEPS
  canvas.height = 1
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) return new Uint8ClampedArray(4 * STEPS)
  const gradient = context.createLinearGradient(0, 0, STEPS, 0)
  for (let stop = 0; stop < 4; stop++) gradient.addColorStop(stop / 3, colors.of(`--heat-${stop}`))
  context.fillStyle = gradient
  context.fillRect(0, 0, STEPS, 1)
  return context.getImageData(0, 0, STEPS, 1).data
}
