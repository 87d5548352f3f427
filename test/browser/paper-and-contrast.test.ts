import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { nowUs } from '../../src/db/values.js'
import { FARM, ID, populate } from '../reader/pages/village.js'
import { inBrowser, STILL } from './browser.js'
import { serveSite } from './site.js'

// Looks that few ask for and nobody meets by chance: paper, and the system's high contrast.

inBrowser('what a dark page prints is light, whole and no form', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs())
  const { page } = await open({
    ...STILL,
    viewport: { width: 1440, height: 900 },
    colorScheme: 'dark',
  })
  await page.goto(`${url}/nodelist`)
  await page.emulateMedia({ media: 'print' })
  const shown = '.top, .foot, .filters, .star, a[href*=".csv"]'
  assert.equal(await page.locator(shown).filter({ visible: true }).count(), 0)
  assert.ok((await lightness(page)) < 0.2, 'ink is dark, whatever the theme')
  await page.emulateMedia({ media: 'screen' })
  for (const address of [`/node/${FARM}`, `/packet/${ID.position}`]) {
    await page.goto(url + address)
    await page.locator('[data-places][data-drawn]').waitFor()
    await page.evaluate(lookWhilePrinting)
    // Most charts are far below what was looked at.
    const wanted = await page.locator('[data-chart], [data-places]').count()
    const sheets = await page.pdf({ format: 'A4' })
    const pictures = sheets.toString('latin1').match(/\/Subtype \/Image/g)?.length ?? 0
    assert.ok(pictures >= wanted, `${address}: ${pictures} of ${wanted} drawings on paper`)
    const seen = await page.evaluate(() => (window as unknown as { seen: Drawing[] }).seen)
    assert.equal(seen.length, wanted)
    for (const drawing of seen) {
      assert.ok(drawing.width > 200 && drawing.width <= 704, `${drawing.width} px for a sheet`)
      assert.ok(drawing.isLight, 'drawn in the light')
    }
    // The screen has again what it had.
    await page.waitForFunction(() => !document.documentElement.matches('.printing, [data-theme]'))
    assert.ok((await lightness(page)) > 0.8, 'dark again')
  }
})

interface Drawing {
  width: number
  isLight: boolean
}

/** Runs in the page: notes what is drawn when the sheets are about to be made, after all others. */
function lookWhilePrinting(): void {
  addEventListener('beforeprint', () => {
    const drawings = [...document.querySelectorAll<HTMLElement>('[data-chart], [data-places]')]
    const seen = drawings.map((element) => {
      const canvas = element.querySelector('canvas')
      const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data
      let sum = 0
      let count = 0
      for (let at = 0; at < (data?.length ?? 0); at += 4) {
        // Of a chart the ground is the paper.
        const alpha = (data?.[at + 3] ?? 0) / 255
        sum += 255 * (1 - alpha) + (data?.[at + 1] ?? 0) * alpha
        count++
      }
      const width = (canvas?.width ?? 0) / devicePixelRatio
      return { width, isLight: count > 0 && sum / count > 170 }
    })
    Object.assign(window, { seen })
  })
}

/** Of the ink of the page, 0 … 1. */
function lightness(page: Page): Promise<number> {
  return page.evaluate(() => {
    const [red = 0, green = 0, blue = 0] =
      getComputedStyle(document.body)
        .color.match(/[\d.]+/g)
        ?.map(Number) ?? []
    return (red + green + blue) / 3 / 255
  })
}

inBrowser('in high contrast what is told by hues and grounds is told', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs())
  const { page } = await open({
    ...{ ...STILL, viewport: { width: 1440, height: 900 } },
    ...{ colorScheme: 'dark', forcedColors: 'active' },
  })
  // Whoever has chosen otherwise before has the system's all the same.
  await page.addInitScript(() => localStorage.setItem('meshview.theme', 'light'))
  await page.goto(`${url}/stats?period=24h`)
  const chart = page.locator('[data-chart]').first()
  await chart.locator('canvas').waitFor()
  const keys = await grounds(page, 'figure.chart:first-of-type .swatch')
  assert.ok(keys.size > 3, `${keys.size} hues in the key`)
  const hues = await chart.evaluate(strongColours)
  assert.ok(hues > 3, `${hues} hues in the chart`)
  for (const places of ['.menu a', '.segments a']) {
    const [here] = await grounds(page, `${places}[aria-current]`)
    const others = await grounds(page, `${places}:not([aria-current])`)
    assert.ok(here !== undefined && !others.has(here), `one sees which of ${places} is shown`)
  }
  assert.equal(await page.locator('[data-theme-switch]').isVisible(), false)
  assert.equal(await page.locator('html[data-theme]').count(), 0)
  const lines = await page.goto(`${url}/top?of=gateways`).then(() =>
    page.evaluate(() => {
      const line = (at: Element) => getComputedStyle(at).borderBottomColor
      const all = [...document.querySelectorAll('.tabs a')]
      return all.map((at) => ({ line: line(at), isHere: at.hasAttribute('aria-current') }))
    }),
  )
  const here = lines.find(({ isHere }) => isHere)?.line
  assert.ok(lines.length > 2 && lines.filter(({ line }) => line === here).length === 1)
  await page.goto(`${url}/map`)
  await page.locator('.map-legend .swatch').first().waitFor()
  assert.ok((await grounds(page, '.map-legend .swatch')).size > 2, 'hues in the legend of the map')
})

async function grounds(page: Page, selector: string): Promise<Set<string>> {
  const all = await page
    .locator(selector)
    .evaluateAll((each) => each.map((at) => getComputedStyle(at).backgroundColor))
  return new Set(all)
}

/** Runs in the page: colours of a chart that are not grey. */
function strongColours(plot: Element): number {
  const canvas = plot.querySelector('canvas')
  const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
  const colours = new Set<string>()
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] !== 255) continue
    const rgb = [...data.slice(at, at + 3)]
    if (Math.max(...rgb) - Math.min(...rgb) > 20) colours.add(rgb.join())
  }
  return colours.size
}
