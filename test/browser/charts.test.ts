import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'
import { nowUs } from '../../src/db/values.js'
import { encodePayload } from '../../src/mesh/encode.js'
import { PORT } from '../../src/mesh/portnums.js'
import { FARM, populate } from '../reader/pages/village.js'
import type { Stage } from '../writer/stage.js'
import { assertWellBehaved, inBrowser, STILL } from './browser.js'
import { barriers, overflow } from './inspection.js'
import { serveSite } from './site.js'

const HOUR_US = 3_600_000_000

/** A small mesh, and a day of weather at one of its nodes. */
async function fill(stage: Stage): Promise<void> {
  await populate(stage, nowUs())
  for (let hour = 24; hour >= 0; hour--) {
    const fields = { environment_metrics: { temperature: 8 * Math.sin(hour / 4) - 2 } }
    await stage.hear(
      {
        packet: { from: FARM, id: 30_000 + hour },
        data: { portnum: PORT.TELEMETRY, payload: encodePayload('Telemetry', fields) },
      },
      { time_us: nowUs() - hour * HOUR_US },
    )
  }
}

/** Pixels of a chart's canvas that are not empty, and one of its colours. */
function painted(page: Page, title: string): Promise<{ pixels: number; colours: number }> {
  return page
    .locator('figure.chart', { has: page.locator(`h3:text-is("${title}")`) })
    .locator('canvas')
    .evaluate((element) => {
      const canvas = element as HTMLCanvasElement
      const context = canvas.getContext('2d')
      const data = context?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
      const colours = new Set<string>()
      let pixels = 0
      for (let at = 0; at < data.length; at += 4) {
        if (data[at + 3] === 0) continue
        pixels++
        if (data[at + 3] === 255) colours.add(`${data[at]},${data[at + 1]},${data[at + 2]}`)
      }
      return { pixels, colours: colours.size }
    })
}

inBrowser('charts are drawn in both themes, on a desk and on a phone', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await fill(stage)
  for (const [width, colorScheme] of [
    [1440, 'light'],
    [390, 'dark'],
  ] as const) {
    const tab = await open({ ...STILL, viewport: { width, height: 900 }, colorScheme })
    const { page } = tab
    await page.goto(`${url}/node/!1f2e0005#charts`)
    const figure = page.locator('figure.chart', { has: page.locator('h3:text-is("Temperature")') })
    await figure.scrollIntoViewIfNeeded()
    await figure.locator('canvas').waitFor()
    const { pixels, colours } = await painted(page, 'Temperature')
    assert.ok(pixels > 300 && colours > 2, `${pixels} pixels in ${colours} colours`)
    assertWellBehaved(tab, 'the chart')
  }
})

inBrowser('the pointer reads a chart, and another theme redraws it', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await fill(stage)
  const tab = await open({ ...STILL, viewport: { width: 1200, height: 900 }, colorScheme: 'light' })
  const { page } = tab
  await page.goto(`${url}/node/!1f2e0005#charts`)
  const figure = page.locator('figure.chart', { has: page.locator('h3:text-is("Temperature")') })
  await figure.scrollIntoViewIfNeeded()
  const value = figure.locator('.key-value')
  const usual = await value.textContent()
  await figure.locator('.u-over').hover({ position: { x: 60, y: 40 } })
  await page.waitForFunction(([element, text]) => element?.textContent !== text, [
    await value.elementHandle(),
    usual,
  ] as const)
  assert.match((await value.textContent()) ?? '', /^−?\d+(\.\d+)? °C$/)
  assert.notEqual(await figure.locator('.key-time').textContent(), '')
  await page.mouse.move(5, 5)
  await page.waitForFunction(([element, text]) => element?.textContent === text, [
    await value.elementHandle(),
    usual,
  ] as const)
  await page.locator('[data-theme-switch]').click()
  await figure.locator('canvas').waitFor()
  assert.ok((await painted(page, 'Temperature')).pixels > 300)
  assertWellBehaved(tab, 'pointer and theme')
})

inBrowser(
  'a chart opens over the page by keyboard, and Escape gives the focus back',
  async (open, t) => {
    const { url, stage } = await serveSite(t)
    await fill(stage)
    for (const width of [390, 1440]) {
      const tab = await open({ ...STILL, viewport: { width, height: 900 } })
      const { page } = tab
      await page.goto(`${url}/node/!1f2e0005#charts`)
      const button = page.getByRole('button', { name: 'Enlarge Temperature' })
      const plot = page.locator('figure.chart', { has: button }).locator('.plot')
      const usual = await plot.boundingBox()
      await button.focus()
      await page.keyboard.press('Enter')
      const dialog = page.getByRole('dialog', { name: 'Temperature' })
      await dialog.locator('canvas').waitFor()
      const large = await dialog.locator('canvas').boundingBox()
      assert.ok((large?.height ?? 0) > 1.5 * (usual?.height ?? 0), `${large?.height} px high`)
      assert.ok((large?.x ?? -1) >= 0 && (large?.x ?? 0) + (large?.width ?? 0) <= width)
      assert.equal(await dialog.getByRole('button', { name: 'Close' }).count(), 1)
      assert.deepEqual(await barriers(page, 'all'), [])
      assert.deepEqual(await overflow(page), [])
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      assert.equal(await button.evaluate((element) => element === document.activeElement), true)
      await button.click()
      await dialog.getByRole('button', { name: 'Close' }).click()
      await dialog.waitFor({ state: 'detached' })
      assertWellBehaved(tab, 'an enlarged chart')
    }
  },
)

inBrowser('an enlarged chart keeps what part of the time is shown', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await fill(stage)
  const { page } = await open({ ...STILL, viewport: { width: 1200, height: 900 } })
  await page.goto(`${url}/node/!1f2e0005#charts`)
  const title = page.locator('h3:text-is("Temperature")')
  const figure = page.locator('main figure.chart', { has: title })
  await figure.scrollIntoViewIfNeeded()
  /** The first time of a chart, as the pointer at its left edge tells it. */
  const firstTime = async (chart: Locator) => {
    await chart.locator('.u-over').hover({ position: { x: 2, y: 30 } })
    return chart.locator('.key-time').textContent()
  }
  const whole = await firstTime(figure)
  const box = (await figure.locator('.u-over').boundingBox()) ?? assert.fail('no chart')
  await page.mouse.move(box.x + box.width * 0.4, box.y + 30)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.8, box.y + 30, { steps: 4 })
  await page.mouse.up()
  const part = await firstTime(figure)
  assert.notEqual(part, whole)
  await figure.getByRole('button', { name: 'Enlarge Temperature' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('.u-over').waitFor()
  assert.equal(await firstTime(dialog), part)
  // All of the time again, which the chart of the page takes over.
  await dialog.locator('.u-over').dblclick()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  assert.equal(await firstTime(figure), whole)
})

inBrowser('without script the numbers are in tables', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await fill(stage)
  const { page } = await open({ javaScriptEnabled: false })
  await page.goto(`${url}/node/!1f2e0005`)
  const figure = page.locator('figure.chart', { has: page.locator('h3:text-is("Temperature")') })
  await figure.locator('summary').click()
  assert.ok((await figure.locator('tbody tr').count()) > 10)
  assert.equal(await figure.locator('.plot').isVisible(), false)
})

inBrowser('a visitor’s first page is counted by his own days', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await fill(stage)
  const tab = await open({ ...STILL, timezoneId: 'Asia/Tokyo' })
  await tab.page.goto(`${url}/stats?period=7d`)
  await tab.page.locator('[data-zone="Asia/Tokyo"]').waitFor()
  await tab.page.locator('canvas').first().waitFor()
  assertWellBehaved(tab, 'local days')
})

inBrowser('a download has the whole of every name', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await fill(stage)
  await stage.db.run(`update node set long_name = 'Camp #7, "north"' where short_name = 'MILL'`)
  const { page } = await open(STILL)
  await page.goto(`${url}/nodelist`)
  const waiting = page.waitForEvent('download')
  await page.getByRole('link', { name: 'CSV' }).click()
  const stream = await (await waiting).createReadStream()
  let text = ''
  for await (const piece of stream) text += String(piece)
  assert.ok(text.includes('!a3b40c02,"Camp #7, ""north""",MILL,'))
})
