import assert from 'node:assert/strict'
import { nowUs } from '../../src/db/values.js'
import { ID, populate } from '../reader/pages/village.js'
import type { Stage } from '../writer/stage.js'
import { assertWellBehaved, inBrowser } from './browser.js'
import { serveSite } from './site.js'

const addresses = [
  '/nodelist',
  '/firehose',
  '/chat',
  '/traceroutes',
  '/status',
  '/stats?period=24h',
  '/top',
  '/top?of=gateways',
  '/net',
  '/search?q=window',
  '/about?node=!deadbef1',
  '/node/!1f2e0005',
  '/node/!deadbeef',
  '/node/!deadbef1',
  '/node/!a3b40c02',
  `/packet/${ID.question}`,
  `/packet/${ID.answer}`,
  `/packet/${ID.position}`,
  `/packet/${ID.shared}`,
  `/traceroute/${ID.request}`,
]

inBrowser('hostile names run nothing and break no layout, on phone and desk', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs())
  await stuffNames(stage)
  for (const [width, colorScheme] of [
    [390, 'dark'],
    [1440, 'light'],
  ] as const) {
    const tab = await open({ viewport: { width, height: 850 }, colorScheme })
    for (const address of addresses) {
      const where = `${address} at ${width}`
      const answer = await tab.page.goto(url + address, { waitUntil: 'load' })
      assert.equal(answer?.status(), 200, where)
      assert.equal(await tab.page.evaluate('window.hacked'), undefined, where)
      const overflow = await tab.page.evaluate(
        () => document.documentElement.scrollWidth - innerWidth,
      )
      assert.ok(overflow <= 0, `${where}: ${overflow} px wider than the screen`)
      assertWellBehaved(tab, where)
    }
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

inBrowser('words stand out from their ground in both themes', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs())
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page } = await open({ colorScheme, viewport: { width: 1440, height: 900 } })
    for (const address of [
      '/nodelist',
      '/firehose',
      '/chat',
      '/node/!1f2e0005',
      `/packet/${ID.answer}`,
    ]) {
      await page.goto(url + address)
      const weak = await page.evaluate(weakTexts)
      assert.deepEqual(weak, [], `${address}, ${colorScheme}`)
    }
  }
})

/** Runs in the page: texts whose contrast with the ground behind them is below 4.5 to 1. */
function weakTexts(): string[] {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const paint = (colors: string[]): number[] => {
    if (canvas === null) return [0, 0, 0]
    canvas.clearRect(0, 0, 1, 1)
    for (const color of colors) {
      canvas.fillStyle = color
      canvas.fillRect(0, 0, 1, 1)
    }
    return [...canvas.getImageData(0, 0, 1, 1).data]
  }
  const luminance = (rgb: number[]) => {
    const [r = 0, g = 0, b = 0] = rgb.map((each) => {
      const part = each / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const weak: string[] = []
  for (const element of document.querySelectorAll('body *')) {
    const hasText = [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '',
    )
    if (!hasText || element.closest('.visually-hidden, .skip, option, [hidden]') !== null) continue
    const grounds: string[] = []
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      grounds.unshift(getComputedStyle(at).backgroundColor)
    }
    const ink = luminance(paint([...grounds, getComputedStyle(element).color]))
    const ground = luminance(paint(grounds))
    const contrast = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05)
    if (contrast < 4.5) {
      weak.push(
        `${element.className} "${element.textContent?.slice(0, 20)}" ${contrast.toFixed(2)}`,
      )
    }
  }
  return [...new Set(weak)]
}
