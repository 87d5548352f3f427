import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { nowUs } from '../../src/db/values.js'
import { populate } from '../reader/pages/village.js'
import type { Stage } from '../writer/stage.js'
import { addresses } from './addresses.js'
import { inBrowser, type Tab } from './browser.js'
import { barriers, overflow, shifts, watchShifts, weakTexts } from './inspection.js'
import { serveSite } from './site.js'

const KB = 1000
/** Compressed script that a page may load. */
const BUDGET = 60 * KB
const BUDGET_OF_MAPS = 350 * KB
const withMap = /^\/(map|kiosk|heatmap|nodegraph)$/

for (const [width, colorScheme, other] of [
  [390, 'dark', 'light'],
  [1440, 'light', 'dark'],
] as const) {
  inBrowser(
    `every page at ${width} px: no barrier, no shift, no foreign request, nothing that hostile names run or break`,
    async (open, t) => {
      const { url, stage } = await serveSite(t)
      await populate(stage, nowUs())
      await stuffNames(stage)
      const tab = await open({ viewport: { width, height: 850 }, colorScheme })
      const { page } = tab
      await watchShifts(page)
      const faults: Record<string, string[]> = {}
      for (const address of addresses) {
        await page.emulateMedia({ colorScheme })
        const answer = await page.goto(url + address, { waitUntil: 'load' })
        assert.equal(answer?.status(), 200, address)
        const found = [
          ...(await barriers(page)),
          ...(await overflow(page)),
          ...(await shifts(page)),
          ...(await weakIn(page, [colorScheme, other])),
          ...(await faultsOfConduct(tab)),
        ]
        if (found.length > 0) faults[address] = found
      }
      assert.deepEqual(faults, {})
    },
  )
}

/** What hostile names ran, and what the page complained of or asked of strangers. */
async function faultsOfConduct({ page, conduct }: Tab): Promise<string[]> {
  const hacked = await page.evaluate('window.hacked')
  const found = [...conduct.complaints.splice(0), ...conduct.foreign.splice(0)]
  return hacked === undefined ? found : [...found, `hacked: ${hacked}`]
}

async function weakIn(page: Page, schemes: readonly ('light' | 'dark')[]): Promise<string[]> {
  const weak: string[] = []
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme })
    for (const text of await page.evaluate(weakTexts)) weak.push(`${colorScheme}: ${text}`)
  }
  return weak
}

inBrowser('every page loads less script than it may', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs())
  const { page } = await open({ viewport: { width: 1440, height: 900 } })
  const network = await page.context().newCDPSession(page)
  await network.send('Network.enable')
  await network.send('Network.setCacheDisabled', { cacheDisabled: true })
  let bytes = 0
  const scripts = new Set<string>()
  network.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId)
  })
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength
  })
  for (const address of addresses) {
    bytes = 0
    await page.goto(url + address, { waitUntil: 'load' })
    const most = withMap.test(address) ? BUDGET_OF_MAPS : BUDGET
    t.diagnostic(`${address}: ${(bytes / KB).toFixed(1)} kB`)
    assert.ok(bytes > 0, `${address} has script`)
    assert.ok(bytes < most, `${address}: ${bytes} bytes of script, ${most} allowed`)
  }
})

/** Names as no ingest of ours lets them in, but a database of another program may have them. */
async function stuffNames({ db }: Stage): Promise<void> {
  const long = `<b>${'ab\u202E\u0000c'.repeat(2000)}`
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
