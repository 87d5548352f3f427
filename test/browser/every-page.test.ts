import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { nowUs } from '../../src/db/values.js'
import { encodePayload } from '../../src/mesh/encode.js'
import { PORT } from '../../src/mesh/portnums.js'
import { until } from '../helpers/processes.js'
import { populate } from '../reader/pages/village.js'
import type { Stage } from '../writer/stage.js'
import { addresses, oneOfEach } from './addresses.js'
import { inBrowser, type Tab } from './browser.js'
import { downloadFaults } from './downloads.js'
import {
  barriers,
  motions,
  overflow,
  overflowIn,
  shifts,
  watchShifts,
  weakTexts,
} from './inspection.js'
import { keyboardFaults } from './keyboard.js'
import { serveSite } from './site.js'

const KB = 1000
/** Compressed script that a page may load. */
const BUDGET = 60 * KB
const BUDGET_OF_MAPS = 350 * KB
const withMap = /^\/(map|kiosk|heatmap|nodegraph)$/

/**
 * On a phone in the dark with every rule and the words of every language, with what can be
 * downloaded; on a desk in the light with the rules of looks, for somebody who wants no motion and
 * uses the keyboard: there one of each kind is opened anew, and of the others only size and colours
 * are changed.
 */
for (const [width, colorScheme, rules, locale] of [
  [390, 'dark', 'all', 'de-DE'],
  [1440, 'light', 'looks', 'en-US'],
] as const) {
  inBrowser(
    `every page at ${width} px: no barrier, no shift, no complaint, no foreign request, little script, nothing that hostile names run or break${width === 1440 ? '; the keyboard reaches everything, past the menu with its first key, and one sees where it is' : ''}`,
    async (open, t) => {
      const { url, stage } = await serveSite(t)
      await populate(stage, nowUs())
      await stuffNames(stage)
      const isStill = width === 1440
      const tab = await open({
        viewport: { width, height: 850 },
        ...{ colorScheme, locale, reducedMotion: isStill ? 'reduce' : 'no-preference' },
      })
      const { page } = tab
      await watchShifts(page)
      const script = await countScript(page)
      const keys = await page.context().newCDPSession(page)
      const faults: Record<string, string[]> = {}
      const downloads = new Set<string>()
      for (const address of isStill ? oneOfEach : addresses) {
        script.bytes = 0
        const answer = await page.goto(url + address, { waitUntil: 'load' })
        assert.equal(answer?.status(), 200, address)
        for (const path of await page.evaluate(filesOffered)) downloads.add(path)
        const found = [
          ...tooMuch(script.bytes, withMap.test(address) ? BUDGET_OF_MAPS : BUDGET),
          ...(await barriers(page, rules, withMap.test(address))),
          ...(isStill ? await motions(page) : []),
          ...(await shifts(page)),
          ...(await page.evaluate(weakTexts)),
          // Before anything is opened.
          ...(isStill ? await keyboardFaults(page, keys) : []),
          ...(await overflow(page)),
          ...(await faultsOfConduct(tab)),
          ...(isStill || oneOfEach.includes(address)
            ? []
            : await onADesk(page, withMap.test(address))),
          ...(isStill ? [] : await inANarrowWindow(page)),
          ...(isStill ? [] : await overflowIn(page, ['en', 'es', 'ru'])),
        ]
        if (found.length > 0) faults[address] = found
      }
      for (const path of isStill ? [] : downloads) {
        const found = await downloadFaults(await page.request.get(url + path))
        if (found.length > 0) faults[path] = found
      }
      assert.ok(downloads.size > 12, `${downloads.size} files to download`)
      assert.deepEqual(faults, {})
    },
  )
}

/** Runs in the page: addresses of files that it offers. */
function filesOffered(): string[] {
  const links = document.querySelectorAll('a[href*=".csv"]')
  return [...links].map((link) => link.getAttribute('href') ?? '')
}

/** Faults of the page that is open when it is made light and as wide as a desk; it is put back. */
async function onADesk(page: Page, hasMap: boolean): Promise<string[]> {
  const phone = page.viewportSize() ?? { width: 390, height: 850 }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.setViewportSize({ ...phone, width: 1440 })
  const found = [
    ...(await motions(page)),
    ...(await barriers(page, 'looks', hasMap)),
    ...(await page.evaluate(weakTexts)),
    ...(await overflow(page)),
  ]
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'no-preference' })
  await page.setViewportSize(phone)
  return found.map((fault) => `on a desk: ${fault}`)
}

/** A page that is too wide for the narrowest window that WCAG asks for (1.4.10, reflow): 320 px. */
async function inANarrowWindow(page: Page): Promise<string[]> {
  const phone = page.viewportSize() ?? { width: 390, height: 850 }
  await page.setViewportSize({ ...phone, width: 320 })
  const more = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  // Charts follow their frame a moment later.
  const fits = await until(more, (px) => px <= 0, 5000).catch(() => null)
  const found = fits === null ? [`${await more()} px too wide for 320 px`] : []
  await page.setViewportSize(phone)
  return found
}

/** What hostile names ran, and what the page complained of or asked of strangers. */
async function faultsOfConduct({ page, conduct }: Tab): Promise<string[]> {
  const hacked = await page.evaluate('window.hacked')
  const found = [...conduct.complaints.splice(0), ...conduct.foreign.splice(0)]
  return hacked === undefined ? found : [...found, `hacked: ${hacked}`]
}

/** Counts the bytes of script that come over the wire, nothing cached. */
async function countScript(page: Page): Promise<{ bytes: number }> {
  const count = { bytes: 0 }
  const network = await page.context().newCDPSession(page)
  await network.send('Network.enable')
  await network.send('Network.setCacheDisabled', { cacheDisabled: true })
  const scripts = new Set<string>()
  network.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId)
  })
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) count.bytes += encodedDataLength
  })
  return count
}

function tooMuch(bytes: number, most: number): string[] {
  if (bytes === 0) return ['no script at all']
  return bytes < most ? [] : [`${bytes} bytes of script, ${most} allowed`]
}

/** Names as no ingest of ours lets them in, but a database of another program may have them. */
async function stuffNames(stage: Stage): Promise<void> {
  const { db } = stage
  // One of them needs a visit.
  const metrics = { device_metrics: { battery_level: 9 } }
  await stage.hear({
    packet: { from: 0xa3b40c02, id: 9_300 },
    data: { portnum: PORT.TELEMETRY, payload: encodePayload('Telemetry', metrics) },
  })
  // Twenty lines of a phone; ten times as much breaks nothing else, and takes the browser seconds.
  const long = `<b>${'ab\u202E\u0000c'.repeat(200)}`
  await db.run(
    `update node set long_name = ?, short_name = ?, hw_model = ?, firmware = ?, role = ?,
      channel = ?, region = ? where node_id in (?, ?)`,
    [long, long, long, long, long, long, long, 0xdeadbef1, 0xa3b40c02],
  )
  await db.run('update channel set name = ? where name = ?', [long, 'MediumFast'])
  await db.run('update uplink set gateway_id = ?, gateway_node_id = null where gateway_id = ?', [
    long,
    '!9e110004',
  ])
}
