import { copyFileSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { pagePaths } from '../src/reader/pages/index.js'
import { chromiumMissing, launchChromium } from '../test/browser/chromium.js'
import { listeningPort, makeFolder, run, until } from '../test/helpers/processes.js'
import { someAddresses } from './addresses.js'
import { fillWithDemo } from './demo-database.js'

// `npm run screenshots [-- FOLDER]`: pictures of every page, in both themes, of a phone and of a
// desk, of a site that runs on two days of the demo's mesh: always the same mesh, and the last
// of its packets is always from now. Renews the pictures of the README.

const SCREENS = { phone: { width: 390, height: 844 }, desk: { width: 1440, height: 900 } }
/** For islands to draw, and fonts, tiles and movements to come to rest. */
const REST_MS = 900
const images = fileURLToPath(new URL('../../docs/images', import.meta.url))
/** Picture of the README: which of those that were made. */
const README: Record<string, string> = {
  'firehose.png': 'firehose-desk-light.png',
  'packet.png': 'packet-desk-light.png',
  'map.png': 'map-desk-light.png',
  'traceroute.png': 'traceroute-desk-light.png',
  'node.png': 'node-desk-dark.png',
}

const missing = chromiumMissing()
if (missing !== null) {
  console.error(`screenshots: ${missing}`)
  process.exit(1)
}
const folder = resolve(process.argv[2] ?? 'screenshots')
mkdirSync(folder, { recursive: true })
await withDemoSite(async (url) => {
  const browser = await launchChromium()
  try {
    const addresses = await someAddresses(url, pagePaths)
    for (const [screen, viewport] of Object.entries(SCREENS)) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await takePictures(browser, url, addresses, { viewport, colorScheme }, screen)
      }
    }
  } finally {
    await browser.close()
  }
})
for (const [name, made] of Object.entries(README)) {
  copyFileSync(join(folder, made), join(images, name))
}
console.log(`pictures of every page are in ${folder}`)

async function takePictures(
  browser: Browser,
  url: string,
  addresses: readonly string[],
  look: { viewport: { width: number; height: number }; colorScheme: 'light' | 'dark' },
  screen: string,
): Promise<void> {
  const context = await browser.newContext({
    ...look,
    locale: 'en-US',
    timezoneId: 'America/Los_Angeles',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  for (const address of addresses) {
    await page.goto(url + address, { waitUntil: 'load' })
    await page.waitForTimeout(REST_MS)
    const name = `${address.split('/')[1]}-${screen}-${look.colorScheme}.png`
    await page.screenshot({ path: join(folder, name) })
  }
  await context.close()
}

/** A writer and a reader on free ports of this machine and a database in a folder that goes. */
async function withDemoSite(work: (url: string) => Promise<void>): Promise<void> {
  const site = makeFolder({
    server: { bind: '127.0.0.1', port: 0 },
    broker: { bind: '127.0.0.1', port: 0 },
  })
  const args = ['--config', site.config]
  let running: ReturnType<typeof run>[] = []
  try {
    await fillWithDemo(join(site.folder, 'packets.db'))
    const reader = run('src/reader/main.js', args, {}, site.folder)
    running = [reader, run('src/writer/main.js', args, {}, site.folder)]
    const url = `http://127.0.0.1:${await listeningPort(reader, 'web')}`
    await until(
      async () => (await fetch(`${url}/health`)).status,
      (status) => status === 200,
    )
    await work(url)
  } finally {
    await Promise.all(running.map((each) => each.stop()))
    site.remove()
  }
}
