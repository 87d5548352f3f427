import assert from 'node:assert/strict'
import { nowUs } from '../../src/db/values.js'
import { HILL, populate } from '../reader/pages/village.js'
import { inBrowser, STILL } from './browser.js'
import { serveSite } from './site.js'

for (const address of ['/map', '/nodegraph']) {
  inBrowser(`${address}: the card of a node takes the focus and gives it back`, async (open, t) => {
    const { url, stage } = await serveSite(t)
    await populate(stage, nowUs())
    const { page } = await open({ ...STILL, viewport: { width: 1440, height: 900 } })
    await page.goto(url + address)
    await page.locator('[data-loaded]').waitFor()
    const link = page.locator(`a[data-show-node="${HILL}"]`).first()
    const card = page.locator('[data-card]')
    const closings = [
      () => page.keyboard.press('Escape'),
      async () => {
        await page.keyboard.press('Tab')
        await page.keyboard.press('Enter')
      },
    ]
    for (const close of closings) {
      await link.focus()
      await page.keyboard.press('Enter')
      await card.getByText('Kreuzberg Relay').first().waitFor()
      await page.waitForFunction(() => document.activeElement?.matches('[data-card]'))
      await close()
      await card.waitFor({ state: 'hidden' })
      assert.ok(await link.evaluate((each) => each === document.activeElement))
    }
  })
}

inBrowser('the map is moved and enlarged by keys', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs())
  const { page } = await open({
    ...STILL,
    viewport: { width: 1440, height: 900 },
  })
  await page.goto(`${url}/map?lat=50.33&lng=10&zoom=9`)
  await page.locator('[data-loaded]').waitFor()
  const place = () => new URL(page.url()).searchParams
  await page.locator('[data-map-frame]').focus()
  await page.keyboard.press('+')
  await page.waitForURL(/zoom=10/)
  const before = place().get('lng')
  await page.keyboard.press('ArrowRight')
  await page.waitForFunction(
    (old) => new URLSearchParams(location.search).get('lng') !== old,
    before,
  )
  assert.ok(Number(place().get('lng')) > Number(before))
})

inBrowser('going back by keys, what has the focus is below the header', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs())
  const { page } = await open(STILL)
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 500 })
    await page.goto(`${url}/firehose`)
    await page.locator('main a[href^="/packet/"]').last().focus()
    const covered: string[] = []
    for (let press = 0; press < 30; press++) {
      await page.keyboard.press('Shift+Tab')
      const behind = await page.evaluate(() => {
        const at = document.activeElement
        const end = document.querySelector('header')?.getBoundingClientRect().bottom ?? 0
        return at !== null && at.getBoundingClientRect().top < end ? at.outerHTML : null
      })
      if (behind !== null) covered.push(behind)
    }
    assert.deepEqual(covered, [], `at ${width} px`)
  }
})
