import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'
import { nowUs } from '../../src/db/values.js'
import { encodePayload } from '../../src/mesh/encode.js'
import { PORT } from '../../src/mesh/portnums.js'
import { HOSTILE, ID, populate } from '../reader/pages/village.js'
import type { Stage } from '../writer/stage.js'
import { addresses, oneOfEach } from './addresses.js'
import { inBrowser, STILL } from './browser.js'
import { overflow } from './inspection.js'
import { serveSite } from './site.js'

/** A word of what each page is about, that is there without script. */
const content: Record<string, string> = {
  '/map': 'Weiherhof Solar',
  '/nodelist': 'Weiherhof Solar',
  '/chat': 'Is the relay on the Kreuzberg up again?',
  '/firehose': 'acknowledged',
  '/traceroutes': '3 relays',
  '/nodegraph': 'Kreuzberg Relay',
  '/stats?period=24h': 'Packets per hour',
  '/top': 'Old Mill Base',
  '/top?of=gateways': 'Kreuzberg Relay',
  '/links': 'Kreuzberg Relay',
  '/gateways': 'How often relayed before',
  '/net': 'is a check-in',
  '/heatmap': '50.35, 9.95',
  '/kiosk': 'Weiherhof Solar',
  '/node/!1f2e0005': 'Temperature',
  '/node/!deadbeef': HOSTILE.script,
  '/node/!deadbef1': 'WWWW',
  '/node/!a3b40c02': 'Old Mill Base',
  [`/packet/${ID.question}`]: 'Is the relay on the Kreuzberg up again?',
  [`/packet/${ID.answer}`]: 'Heard by 3 gateways',
  [`/packet/${ID.position}`]: 'Altitude',
  [`/packet/${ID.shared}`]: '2 packets have this id',
  [`/traceroute/${ID.request}`]: 'The way back',
  '/status': 'What became of',
  '/status/malformed': 'Every message so far was understood.',
  '/search': 'Name or id of a node',
  '/search?q=window': HOSTILE.script,
  '/about': 'Why isn’t my node here?',
  '/about?node=!deadbef1': 'Heard',
  '/api': 'GET /api/nodes',
  '/nothing-here': 'There is nothing at this address',
}

/** A place on the map whose names and description are as long as they get, and one word each. */
async function markSpring(stage: Stage) {
  const names = { long_name: 'W'.repeat(38), short_name: 'WWWW' }
  const waypoint = {
    ...{ id: 1, expire: 0xfffffffe, latitude_i: 503_500_000, longitude_i: 100_100_000 },
    ...{ name: 'W'.repeat(30), description: `https://example.org/${'w'.repeat(80)}` },
  }
  const from = 0x0dead001
  await stage.hear({
    packet: { from, id: 9401 },
    data: { portnum: PORT.NODEINFO, payload: encodePayload('User', names) },
  })
  await stage.hear({
    packet: { from, id: 9402 },
    data: { portnum: PORT.WAYPOINT, payload: encodePayload('Waypoint', waypoint) },
  })
}

inBrowser('without script every page has its content, as wide as its window', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs())
  await markSpring(stage)
  const { page } = await open({ javaScriptEnabled: false })
  const faults: string[] = []
  for (const address of [...addresses, '/nothing-here']) {
    await page.goto(url + address)
    const word = content[address] ?? 'a word of it in test/browser/pages.test.ts'
    const { words, isUseless } = await page.evaluate(() => {
      const parts = '.with-script, [data-theme-switch], [data-map-frame], canvas'
      // What is selected is what one sees.
      const selection = getSelection()
      selection?.selectAllChildren(document.querySelector('main') ?? document.body)
      const words = selection?.toString() ?? ''
      selection?.empty()
      return {
        words,
        isUseless: [...document.querySelectorAll(parts)].some((part) => {
          const { width, height } = part.getBoundingClientRect()
          return part.checkVisibility({ visibilityProperty: true }) && width * height > 0
        }),
      }
    })
    if (!words.includes(word)) faults.push(`${address} lacks “${word}”`)
    if (isUseless) faults.push(`${address} needs script`)
    for (const width of [1440, 1100, 965]) {
      await page.setViewportSize({ width, height: 900 })
      for (const fault of await overflow(page, true)) faults.push(`${address}, ${width}: ${fault}`)
    }
  }
  assert.deepEqual(faults, [])
  await page.goto(`${url}/firehose`)
  await page.locator('details.decoded summary').first().click()
  assert.ok(await page.locator('details.decoded[open] dl').first().isVisible())
  await page.goto(`${url}/map?role=ROUTER`)
  assert.equal(await page.locator('section:not(#waypoints) tbody tr').count(), 1)
  await page.locator('.map-panel > summary').click()
  await page.selectOption('select[name=role]', 'CLIENT_MUTE')
  await page.click('button[type=submit].no-script')
  assert.match(
    (await page.locator('section:not(#waypoints) tbody tr').textContent()) ?? '',
    /Canoe of Jörg/,
  )
})

inBrowser('no list scrolls sideways on a desk in any language', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs())
  // As wide as usual names and coordinates are.
  await stage.db.run(
    `update node set long_name = 'Bernal Heights Gateway on the hill', hw_model = 'HELTEC_WIRELESS_TRACKER',
      firmware = '2.7.11.ee68575', last_lat = 374530000, last_long = -1221820000`,
  )
  const faults: string[] = []
  for (const locale of ['es-ES', 'ru-RU', 'de-DE']) {
    const { page } = await open({ ...STILL, locale })
    for (const address of ['/nodelist', '/firehose', '/top', '/traceroutes']) {
      await page.goto(url + address)
      for (const width of [1440, 1366, 1280, 1250, 1100, 965]) {
        await page.setViewportSize({ width, height: 900 })
        for (const fault of await overflow(page, true)) {
          faults.push(`${locale} ${address}, ${width}: ${fault}`)
        }
      }
    }
  }
  assert.deepEqual(faults, [])
})

inBrowser(
  'filters of every page apply at once, leave a clean address, and the back button undoes them',
  async (open, t) => {
    const { url, stage } = await serveSite(t)
    await populate(stage, nowUs())
    const { page } = await open({ ...STILL, viewport: { width: 1440, height: 900 } })
    let count = 0
    for (const address of oneOfEach) {
      const html = await (await page.request.get(url + address)).text()
      if (!html.includes('<select')) continue
      await page.goto(url + address)
      const select = page.locator('main form select:visible').first()
      if ((await select.count()) === 0) continue
      count++
      await tryFilter(page, select, address)
    }
    assert.ok(count > 9, `${count} pages with filters`)
    await page.goto(`${url}/firehose`)
    await page.selectOption('select[name=portnum]', { label: 'Telemetry' })
    await page.waitForURL('**/firehose?portnum=67')
    assert.equal(await page.locator('tr.packet').count(), 4)
    await page.goBack()
    await page.waitForURL('**/firehose')
    assert.ok((await page.locator('tr.packet').count()) > 30)
    // What is typed waits for the enter key.
    await page.goto(`${url}/traceroutes`)
    await page.locator('main form input:visible').first().fill('!a3b40c02')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/traceroutes?*a3b40c02')
    await page.goBack()
    await page.waitForURL('**/traceroutes')
    await page.goto(`${url}/chat`)
    await page.getByRole('link', { name: 'MediumFast' }).first().click()
    await page.waitForURL('**/chat?channel=MediumFast')
    await page.goBack()
    await page.waitForURL('**/chat')
  },
)

/** Chooses something else, and takes it back. */
async function tryFilter(page: Page, select: Locator, address: string): Promise<void> {
  const { name, before, values } = await select.evaluate((element) => {
    const { name, value, options } = element as HTMLSelectElement
    return { name, before: value, values: [...options].map((option) => option.value) }
  })
  const other = values.findLast((value) => value !== before) ?? assert.fail(address)
  const chosen = (value: string) => (at: URL) => (at.searchParams.get(name) ?? '') === value
  const initial = new URL(page.url()).searchParams.get(name) ?? ''
  await select.selectOption(other)
  await page.waitForURL(chosen(other))
  const { searchParams } = new URL(page.url())
  assert.ok(![...searchParams.values()].includes(''), `${address} leads to ${page.url()}`)
  assert.equal(await page.locator(`main form select[name=${name}]`).inputValue(), other, address)
  await page.goBack()
  await page.waitForURL(chosen(initial))
  const restored = ([name, value]: readonly [string, string]) =>
    document.querySelector<HTMLSelectElement>(`main form select[name=${name}]`)?.value === value
  await page.waitForFunction(restored, [name, before] as const).catch(() => {
    assert.fail(`${address}: ${name} says what it was before the back button`)
  })
}

inBrowser(
  'the theme follows the system until the visitor chooses, and is kept',
  async (open, t) => {
    const { url } = await serveSite(t)
    const { page } = await open({ ...STILL, colorScheme: 'light' })
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
