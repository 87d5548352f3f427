import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { nowUs } from '../../src/db/values.js'
import { until } from '../helpers/processes.js'
import { atRest } from './at-rest.js'
import { inBrowser, STILL } from './browser.js'
import { buildMesh, FAMILY } from './graph-mesh.js'
import { serveSite } from './site.js'

interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

/** What a canvas drew last, in its pixels on the screen. */
interface Drawn {
  discs: { x: number; y: number; radius: number }[]
  names: (Box & { text: string })[]
}

const NODES = 500
const CANVAS = '.graph-canvas'

for (const [width, height, least] of [
  [1440, 900, 8],
  [390, 844, 0],
] as const) {
  inBrowser(
    `${NODES} nodes are apart in the graph at ${width} px, whole, and no name covers anything`,
    async (open, t) => {
      const { url, stage } = await serveSite(t)
      await buildMesh(stage.db, NODES, nowUs())
      const { page } = await open({ ...STILL, viewport: { width, height } })
      await page.addInitScript(watchDrawing)
      await page.goto(`${url}/nodegraph`)
      await page.locator('[data-map-summary]').getByText(`${NODES} nodes`).waitFor()
      await page.locator(`${CANVAS}[data-rests]`).waitFor()
      await atRest(page, CANVAS)
      const { discs, names } = await drawn(page)
      assert.equal(discs.length, NODES)
      const free = await freeSpace(page)
      const outside = discs.filter(({ x, y, radius }) => !isWithin(boxOf(x, y, radius), free))
      assert.deepEqual(outside, [], 'what is covered or beyond the edge')
      const touching = discs.filter((disc) => discs.some((other) => touch(disc, other)))
      assert.ok(touching.length < NODES / 50, `${touching.length} nodes touch another`)
      assert.ok(names.length >= least, `${names.length} names`)
      const covering = names.filter(
        (name) =>
          names.some((other) => other !== name && overlap(name, other)) ||
          discs.some(({ x, y, radius }) => overlap(name, boxOf(x, y, 0.7 * radius))),
      )
      assert.deepEqual(covering, [])
      const families = names.filter(({ text }) => text === FAMILY).length
      assert.ok(families >= least / 8, 'a sign takes the room that it needs, not that of its bytes')
    },
  )
}

inBrowser('on a phone the list below is laid out when one comes near its end', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await buildMesh(stage.db, 60, nowUs())
  const { page } = await open({ ...STILL, viewport: { width: 390, height: 844 } })
  await page.goto(`${url}/nodegraph`)
  const last = page.locator('.map-list tr').last()
  const isLaidOut = () =>
    last.evaluate((row) => row.checkVisibility({ contentVisibilityAuto: true }))
  assert.equal(await isLaidOut(), false)
  await last.evaluate((row) => row.scrollIntoView())
  await until(isLaidOut, Boolean)
  assert.equal(await page.locator('.map-list tbody tr').count(), 50)
})

/** Keeps what is drawn onto canvases, from one wiping to the next. Runs in the page. */
function watchDrawing(): void {
  const kept: Drawn = { discs: [], names: [] }
  Object.assign(window, { drawn: kept })
  const paint = CanvasRenderingContext2D.prototype
  const { clearRect, beginPath, arc, fill, fillText } = paint
  const places = new Set<string>()
  let last: Drawn['discs'][number] | null = null
  paint.clearRect = function (...box) {
    kept.discs = []
    kept.names = []
    places.clear()
    clearRect.apply(this, box)
  }
  paint.beginPath = function () {
    last = null
    beginPath.call(this)
  }
  paint.arc = function (x, y, radius, ...angles) {
    last = { x, y, radius }
    arc.call(this, x, y, radius, ...angles)
  }
  paint.fill = function (this: CanvasRenderingContext2D, ...how: unknown[]) {
    const disc = last
    // The first of a node's discs is the largest.
    const place = `${disc?.x} ${disc?.y}`
    if (disc !== null && !places.has(place)) {
      places.add(place)
      kept.discs.push(disc)
    }
    Reflect.apply(fill, this, how)
  }
  paint.fillText = function (text, x, y) {
    const half = this.measureText(text).width / 2
    kept.names.push({ text, left: x - half, top: y, right: x + half, bottom: y + 11 })
    fillText.call(this, text, x, y)
  }
}

function drawn(page: Page): Promise<Drawn> {
  return page.evaluate(() => (window as unknown as { drawn: Drawn }).drawn)
}

/** What panel and legend leave of the canvas. */
function freeSpace(page: Page): Promise<Box> {
  return page.locator(CANVAS).evaluate((canvas) => {
    const { width, height, left, top } = canvas.getBoundingClientRect()
    const covered = (part: string) => document.querySelector(part)?.getBoundingClientRect()
    const isWide = innerWidth > 700
    return {
      left: isWide ? (covered('.map-panel')?.right ?? 0) - left : 0,
      top: 0,
      right: width,
      bottom: isWide ? height : (covered('.map-legend')?.top ?? 0) - top,
    }
  })
}

function boxOf(x: number, y: number, radius: number): Box {
  return { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius }
}

function isWithin(box: Box, frame: Box): boolean {
  return (
    box.left >= frame.left &&
    box.top >= frame.top &&
    box.right <= frame.right &&
    box.bottom <= frame.bottom
  )
}

function overlap(one: Box, other: Box): boolean {
  return (
    one.left < other.right &&
    one.right > other.left &&
    one.top < other.bottom &&
    one.bottom > other.top
  )
}

function touch(one: Drawn['discs'][number], other: Drawn['discs'][number]): boolean {
  if (one === other) return false
  return Math.hypot(one.x - other.x, one.y - other.y) < one.radius + other.radius - 0.5
}
