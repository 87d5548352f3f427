import assert from 'node:assert/strict'
import { nowUs } from '../../src/db/values.js'
import { ID, populate } from '../reader/pages/village.js'
import { inBrowser } from './browser.js'
import { serveSite } from './site.js'

inBrowser('without script every page has its content', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs())
  const { page } = await open({ javaScriptEnabled: false })
  const words: Record<string, string> = {
    '/nodelist': 'Weiherhof Solar',
    '/firehose': 'acknowledged',
    '/chat': 'Is the relay on the Kreuzberg up again?',
    '/traceroutes': '3 relays',
    '/node/!1f2e0005': 'temperature',
    [`/packet/${ID.answer}`]: 'Heard by 3 gateways',
    [`/traceroute/${ID.request}`]: 'The way back',
  }
  for (const [address, word] of Object.entries(words)) {
    await page.goto(url + address)
    assert.ok((await page.getByRole('main').getByText(word).count()) > 0, `${address}: ${word}`)
    assert.equal(await page.isVisible('[data-theme-switch]'), false)
    assert.equal(await page.locator('[data-live-controls]:visible').count(), 0)
  }
  await page.goto(`${url}/firehose`)
  await page.locator('details.decoded summary').first().click()
  assert.ok(await page.locator('details.decoded[open] dl').first().isVisible())
})

inBrowser(
  'filters apply at once, leave a clean address, and the back button undoes them',
  async (open, t) => {
    const { url, stage } = await serveSite(t)
    await populate(stage, nowUs())
    const { page } = await open()
    await page.goto(`${url}/firehose`)
    await page.selectOption('select[name=portnum]', { label: 'Telemetry' })
    await page.waitForURL('**/firehose?portnum=67')
    assert.equal(await page.locator('tr.packet').count(), 4)
    await page.goBack()
    await page.waitForURL('**/firehose')
    assert.ok((await page.locator('tr.packet').count()) > 30)
  },
)

inBrowser(
  'the theme follows the system until the visitor chooses, and is kept',
  async (open, t) => {
    const { url } = await serveSite(t)
    const { page } = await open({ colorScheme: 'light' })
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    await page.goto(`${url}/nodelist`)
    const light = await ground()
    await page.emulateMedia({ colorScheme: 'dark' })
    const dark = await ground()
    assert.notEqual(dark, light)
    await page.emulateMedia({ colorScheme: 'light' })
    await page.click('[data-theme-switch]')
    assert.equal(await ground(), dark)
    await page.goto(`${url}/status`)
    assert.equal(await ground(), dark, 'on the next page too')
    await page.click('[data-theme-switch]')
    assert.equal(await ground(), light)
  },
)
