import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { nowUs } from '../../src/db/values.js'
import { encodePayload } from '../../src/mesh/encode.js'
import { PORT } from '../../src/mesh/portnums.js'
import { populate } from '../reader/pages/village.js'
import { assertWellBehaved, inBrowser, listens, renewOften, STILL } from './browser.js'
import { serveSite } from './site.js'

const drawing = (page: Page) =>
  page.evaluate(() => document.querySelector<HTMLCanvasElement>('.place-map canvas')?.toDataURL())

inBrowser('predicted coverage is drawn when asked for, by the keyboard alone', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs())
  for (const [width, colorScheme] of [
    [390, 'dark'],
    [1440, 'light'],
  ] as const) {
    const tab = await open({
      ...STILL,
      viewport: { width, height: 900 },
      colorScheme,
      locale: 'de-DE',
    })
    const { page } = tab
    const asked: string[] = []
    page.on('request', (request) => {
      if (request.url().includes('/api/coverage/')) asked.push(new URL(request.url()).search)
    })
    await page.goto(`${url}/node/!7c5a1101`)
    await page.locator('summary', { hasText: 'Vorhergesagte Reichweite' }).focus()
    await page.keyboard.press('Enter')
    for (const value of ['27', '30', '868']) {
      await page.keyboard.press('Tab')
      await page.keyboard.press('Control+A')
      await page.keyboard.type(value)
    }
    await page.keyboard.press('Tab')
    assert.deepEqual(asked, [], 'nothing is asked before the visitor wants it')
    await page.keyboard.press('Enter')
    const says = page.locator('.coverage [role=status]')
    await says
      .getByText(/Wahrscheinlich bis \d+(,\d)? km weit zu hören \(ITM area mode\)/)
      .waitFor()
    assert.deepEqual(asked, ['?tx_dbm=27&tx_height_m=30&freq_mhz=868'])
    const map = page.locator('.place-map[data-drawn]')
    await map.waitFor()
    const withArea = await drawing(page)
    await page.getByRole('button', { name: 'Von der Karte nehmen' }).click()
    await map.waitFor()
    assert.notEqual(await drawing(page), withArea, 'the map shows it')
    assert.equal(await says.textContent(), '')
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    assert.ok(overflow <= 0, `${overflow} px too wide at ${width}`)
    assertWellBehaved(tab, `coverage at ${width}`)
  }
})

inBrowser('where the site is in miles the height is in feet', async (open, t) => {
  const { url, stage } = await serveSite(t, '[site]\nunits = imperial\n')
  await populate(stage, nowUs())
  const tab = await open(STILL)
  const { page } = tab
  await page.goto(`${url}/node/!7c5a1101`)
  await page.locator('summary', { hasText: 'Predicted coverage' }).click()
  const height = page.getByLabel('Height above the surroundings (ft)')
  assert.equal(await height.inputValue(), '16')
  await height.fill('100')
  const question = page.waitForRequest(/\/api\/coverage\//)
  await page.getByRole('button', { name: 'Draw on the map' }).click()
  assert.equal(new URL((await question).url()).searchParams.get('tx_height_m'), '30.48')
  const says = page.locator('.coverage [role=status]')
  await says.getByText(/Likely to be heard up to \d+(\.\d)? mi away/).waitFor()
  await page.getByRole('button', { name: 'Take off the map' }).click()
  assert.equal(await height.inputValue(), '16')
  assertWellBehaved(tab, 'coverage in feet')
})

inBrowser('a prediction that fails is told in words', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs())
  const { page } = await open(STILL)
  await page.route('**/api/coverage/**', (route) => route.fulfill({ status: 429, body: '{}' }))
  await page.goto(`${url}/node/!7c5a1101`)
  await page.locator('summary', { hasText: 'Predicted coverage' }).click()
  await page.getByRole('button', { name: 'Draw on the map' }).click()
  await page.getByText('It could not be predicted just now. Another try may help.').waitFor()
})

inBrowser(
  'a node that tells where it is while one looks can be predicted at once',
  async (open, t) => {
    const { url, stage } = await serveSite(t)
    await populate(stage, nowUs() - 60_000_000)
    const hear = (id: number, portnum: number, payload: Uint8Array) =>
      stage.hear(
        { packet: { from: 0x0badcafe, id }, data: { portnum, payload: Buffer.from(payload) } },
        { time_us: nowUs() },
      )
    await hear(1, PORT.TEXT_MESSAGE, Buffer.from('where am I?'))
    const { page } = await open(STILL)
    await renewOften(page, '**/node/*')
    await page.goto(`${url}/node/!0badcafe`)
    await listens(page)
    assert.equal(await page.locator('.coverage').count(), 0)
    const place = { latitude_i: 503_500_000, longitude_i: 100_100_000 }
    await hear(2, PORT.POSITION, encodePayload('Position', place))
    await page.locator('summary', { hasText: 'Predicted coverage' }).click()
    await page.getByRole('button', { name: 'Draw on the map' }).click()
    await page.locator('.coverage [role=status]').getByText('ITM area mode').waitFor()
    await page.locator('.place-map[data-drawn]').waitFor()
  },
)
