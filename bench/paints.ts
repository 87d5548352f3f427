import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { pagePaths } from '../src/reader/pages/index.js'
import { chromiumMissing, launchChromium } from '../test/browser/chromium.js'
import { someAddresses } from './addresses.js'
import { type DatabaseSize, fillDatabase } from './database.js'
import { median } from './processes.js'
import { withFolder, withReaders } from './reads.js'
import type { Line } from './table.js'

/** Twice three loads of each of twenty pages take eight minutes. */
const LOADS = 3
/** What Chromium's own tools call a slow 4G: kilobits per second, milliseconds of delay. */
const NETWORK = { down_kbps: 1600, up_kbps: 750, latency_ms: 150 }
/** A phone's processor, beside this one. */
const SLOWER = 4

/**
 * Largest contentful paint of every page on a phone of 390 px with a cold cache, a slow network
 * and a slow processor: the median of some loads, and what a visitor whose cache is warm sees.
 */
export async function measurePaints(size: DatabaseSize): Promise<Line[]> {
  const missing = chromiumMissing()
  if (missing !== null) {
    console.error(`pages: skipped, ${missing}`)
    return []
  }
  return withFolder(async (folder) => {
    const file = join(folder, 'packets.db')
    await fillDatabase(file, size)
    return withReaders([file], [], async ([reader]) => {
      const browser = await launchChromium()
      try {
        const lines: Line[] = []
        for (const address of await someAddresses(reader?.url ?? '', pagePaths)) {
          const cold: number[] = []
          const warm: number[] = []
          for (let load = 0; load < LOADS; load++) {
            const { first, again } = await paintsOf(browser, `${reader?.url}${address}`)
            cold.push(first)
            warm.push(again)
          }
          const unit = `ms, ${median(warm).toFixed(0)} ms with a warm cache`
          lines.push({ name: `LCP ${address}`, value: median(cold), unit })
        }
        return lines
      } finally {
        await browser.close()
      }
    })
  })
}

async function paintsOf(
  browser: Browser,
  address: string,
): Promise<{ first: number; again: number }> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  try {
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    await session.send('Network.enable')
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: NETWORK.latency_ms,
      downloadThroughput: (NETWORK.down_kbps * 1000) / 8,
      uploadThroughput: (NETWORK.up_kbps * 1000) / 8,
    })
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
    return { first: await paint(page, address), again: await paint(page, address) }
  } finally {
    await context.close()
  }
}

async function paint(page: Page, address: string): Promise<number> {
  await page.goto(address, { waitUntil: 'load' })
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let last = Number.NaN
        new PerformanceObserver((list) => {
          last = list.getEntries().at(-1)?.startTime ?? last
        }).observe({ type: 'largest-contentful-paint', buffered: true })
        // What islands draw after the load is a paint as well.
        setTimeout(() => resolve(last), 1500)
      }),
  )
}
