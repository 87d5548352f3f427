import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { chromiumMissing, launchChromium } from './chromium.js'

/** Everything that a page did which none of ours may do. */
export interface Conduct {
  /** Console messages of warning and error, uncaught exceptions, reports of the CSP. */
  complaints: string[]
  /** Requests to other hosts than ours. */
  foreign: string[]
}

/** A page of its own, with a look over its shoulder. */
export interface Tab {
  page: Page
  conduct: Conduct
}

/** For tests of something else: what slides and cools down takes a processor seconds to paint. */
export const STILL = { reducedMotion: 'reduce' } as const

/** One Chromium for all tests of a file; each test has contexts of its own. */
let launched: Promise<Browser> | undefined

function launch(): Promise<Browser> {
  launched ??= launchChromium()
  return launched
}

after(async () => (await launched)?.close())

/** Runs a test with a headless Chromium; skipped by name where there is none. */
export function inBrowser(
  name: string,
  body: (open: (options?: BrowserContextOptions) => Promise<Tab>, t: TestContext) => Promise<void>,
): void {
  test(name, { skip: chromiumMissing() ?? false }, async (t) => {
    const browser = await launch()
    const tabs: Tab[] = []
    try {
      await body(async (options) => {
        const tab = await openTab(browser, options)
        tabs.push(tab)
        return tab
      }, t)
    } finally {
      for (const { page } of tabs) await page.context().close()
    }
  })
}

async function openTab(browser: Browser, options: BrowserContextOptions = {}): Promise<Tab> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  // Only for what never comes: other tests are at work on the machine.
  page.setDefaultTimeout(60_000)
  const conduct: Conduct = { complaints: [], foreign: [] }
  page.on('console', (message) => {
    if (!['warning', 'error'].includes(message.type())) return
    // The tests themselves read pixels back, to see whether anything was drawn.
    if (message.text().startsWith('Canvas2D: Multiple readback operations')) return
    conduct.complaints.push(message.text())
  })
  page.on('pageerror', (error) => conduct.complaints.push(String(error)))
  await page.exposeFunction('reportViolation', (text: string) => conduct.complaints.push(text))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      const { reportViolation } = window as unknown as { reportViolation(text: string): void }
      reportViolation(`${violatedDirective} forbids ${blockedURI}`)
    })
  })
  await page.addInitScript(stopEndlessMotion)
  await page.addInitScript(countPulses)
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url())
    if (protocol !== 'data:' && hostname !== '127.0.0.1') conduct.foreign.push(request.url())
  })
  return { page, conduct }
}

/**
 * Runs in the page: what would move for ever, such as the dot that breathes, stands still. Where no
 * GPU paints, it took a third of a core for as long as a map was open.
 */
function stopEndlessMotion(): void {
  document.addEventListener('animationstart', () => {
    for (const animation of document.getAnimations()) {
      const { iterations } = animation.effect?.getComputedTiming() ?? {}
      if (iterations === Number.POSITIVE_INFINITY) animation.cancel()
    }
  })
}

/** Runs in the page: counts what the page is told of the feed. */
function countPulses(): void {
  const seen = Object.assign(window, { pulses: 0 })
  document.addEventListener('meshview:pulse', () => {
    seen.pulses += 1
  })
}

/**
 * Waits until the page has been told where the feed is: it is renewed for what comes after that.
 * What the dot says proves nothing, it stands in the page from the beginning.
 */
export async function listens(page: Page): Promise<void> {
  await page.waitForFunction(() => (window as unknown as { pulses: number }).pulses > 0)
}

/** Nothing was complained of, and nothing asked of strangers. */
export function assertWellBehaved({ conduct }: Tab, where: string): void {
  assert.deepEqual(conduct, { complaints: [], foreign: [] }, where)
}

/** Pages at these addresses are renewed every second: a test need not wait as long as people do. */
export async function renewOften(page: Page, addresses: string): Promise<void> {
  await page.route(addresses, async (route) => {
    const answer = await route.fetch()
    const html = (await answer.text()).replace(/data-refresh="\d+"/, 'data-refresh="1"')
    await route.fulfill({ response: answer, body: html })
  })
}
