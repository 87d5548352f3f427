import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { nowUs } from '../../src/db/values.js'
import { HILL, populate } from '../reader/pages/village.js'
import { addresses } from './addresses.js'
import { inBrowser } from './browser.js'
import { serveSite } from './site.js'

/** More presses than this lead through no page of the village. */
const MOST_PRESSES = 400

inBrowser('the first key of every page leads past the menu', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs())
  const { page } = await open()
  for (const address of addresses) {
    await page.goto(url + address)
    await page.keyboard.press('Tab')
    const skip = page.locator('a.skip')
    assert.ok(await skip.evaluate((link) => link === document.activeElement), address)
    const box = await skip.boundingBox()
    assert.ok(box !== null && box.y >= 0 && box.height >= 24, `${address}: it can be seen`)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    const isPast = await page.evaluate(() => document.activeElement?.closest('header') === null)
    assert.ok(isPast, address)
  }
})

inBrowser('the keyboard reaches everything, and one sees where it is', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs())
  const { page } = await open({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
  const faults: Record<string, string[]> = {}
  // One of each page: those of one kind are of the same parts.
  const kinds = new Map(addresses.map((address) => [address.split(/[/?]/)[1], address]))
  for (const address of kinds.values()) {
    await page.goto(url + address, { waitUntil: 'load' })
    const found = await walk(page)
    if (found.length > 0) faults[address] = found
  }
  assert.deepEqual(faults, {})
})

/** Goes through the page with the Tab key; what cannot be reached, or not be seen to have it. */
async function walk(page: Page): Promise<string[]> {
  await page.evaluate(noteTargets)
  const faults: string[] = []
  for (let press = 0; press < MOST_PRESSES; press++) {
    await page.keyboard.press('Tab')
    const step = await page.evaluate(noteFocus)
    if (step === 'end') break
    if (step !== null) faults.push(step)
  }
  const missed = await page.evaluate(() => {
    const { targets } = window as unknown as { targets: Set<Element> }
    return [...targets].map((each) => `not reached: ${each.outerHTML.slice(0, 120)}`)
  })
  return [...new Set([...faults, ...missed])]
}

/** Runs in the page: remembers everything that can be operated now. */
function noteTargets(): void {
  const selector = 'a[href], button, input, select, summary, [tabindex="0"]'
  const targets = [...document.querySelectorAll<HTMLElement>(selector)].filter(
    (each) =>
      each.checkVisibility({ visibilityProperty: true }) &&
      !each.matches(':disabled, [tabindex="-1"], [type="hidden"]') &&
      each.closest('[inert]') === null,
  )
  Object.assign(window, { targets: new Set(targets) })
}

/** Runs in the page after each press: `end` once round, else what is wrong, or null. */
function noteFocus(): string | null {
  const { targets } = window as unknown as { targets: Set<Element> }
  const at = document.activeElement
  if (at === null || at === document.body) return 'end'
  // Of radio buttons that belong together the keyboard reaches one.
  if (at instanceof HTMLInputElement && at.type === 'radio') {
    for (const each of targets) {
      if (each instanceof HTMLInputElement && each.name === at.name) targets.delete(each)
    }
  }
  targets.delete(at)
  const seen = [at, at.parentElement, at.closest('form, label')].some((element) => {
    if (element === null) return false
    const style = getComputedStyle(element)
    const ring = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0
    return ring || style.boxShadow !== 'none'
  })
  return seen ? null : `no visible focus: ${at.outerHTML.slice(0, 120)}`
}

for (const address of ['/map', '/nodegraph']) {
  inBrowser(`${address}: the card of a node takes the focus and gives it back`, async (open, t) => {
    const { url, stage } = await serveSite(t)
    await populate(stage, nowUs())
    const { page } = await open({ viewport: { width: 1440, height: 900 } })
    await page.goto(url + address)
    await page.locator('[data-map-summary]').getByText(/nodes/).waitFor()
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
  const { page } = await open({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
  await page.goto(`${url}/map?lat=50.33&lng=10&zoom=9`)
  await page.locator('[data-map-summary]').getByText(/nodes/).waitFor()
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
