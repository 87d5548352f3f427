import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { nowUs } from '../../src/db/values.js'
import { BROADCAST } from '../../src/mesh/node-id.js'
import { PORT } from '../../src/mesh/portnums.js'
import { BOAT, CHURCH, MILL, populate } from '../reader/pages/village.js'
import type { Stage } from '../writer/stage.js'
import { inBrowser, listens, renewOften } from './browser.js'
import { shifts, watchShifts } from './inspection.js'
import { serveSite } from './site.js'

/** Lists that grow or change places, with rows of one line and of several. */
const lists = ['/firehose', '/chat', '/nodelist']

for (const width of [390, 1440]) {
  inBrowser(
    `what comes in while one looks moves nothing under the eye, ${width} px`,
    async (open, t) => {
      const { url, stage } = await serveSite(t)
      await populate(stage, nowUs() - 60_000_000)
      const { page } = await open({ viewport: { width, height: 850 } })
      await watchShifts(page)
      await renewOften(page, '**/nodelist')
      await page.addInitScript(() => {
        Object.assign(window, { renewals: 0 })
        document.addEventListener('renewed', () => {
          const seen = window as unknown as { renewals: number }
          seen.renewals += 1
        })
      })
      const faults: Record<string, string[]> = {}
      for (const address of lists) {
        await page.goto(url + address)
        await listens(page)
        // Two rounds: what the first changed stands still in the second.
        for (let round = 0; round < 2; round++) {
          const before = await news(page)
          await speak(stage)
          await page.waitForFunction(newsSince, before, { polling: 50 })
        }
        await settled(page)
        const found = await shifts(page)
        if (found.length > 0) faults[address] = found
      }
      assert.deepEqual(faults, {})
    },
  )
}

/** How often the page has changed by itself: its renewals, and the rows that came in. */
function news(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { renewals } = window as unknown as { renewals: number }
    return renewals + document.querySelectorAll('[data-live-rows] > .fresh').length
  })
}

function newsSince(before: number): boolean {
  const { renewals } = window as unknown as { renewals: number }
  return renewals + document.querySelectorAll('[data-live-rows] > .fresh').length > before
}

/** Every slide and every flash is over; the live dot pulses for ever and is not waited for. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
    await Promise.allSettled(ending.map((each) => each.finished))
    // What shifted in the last frame is told after it.
    await new Promise((told) => setTimeout(told, 100))
  })
}

let id = 50_000

async function speak(stage: Stage): Promise<void> {
  const from = [MILL, BOAT, CHURCH][id % 3] ?? MILL
  const words = 'some words that take a line or two of a small screen, as messages do'
  await stage.hear(
    {
      packet: { from, id: id++, to: BROADCAST },
      data: { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from(words) },
    },
    { time_us: nowUs() },
  )
}
