import assert from 'node:assert/strict'
import { nowUs } from '../../src/db/values.js'
import { BROADCAST } from '../../src/mesh/node-id.js'
import { PORT } from '../../src/mesh/portnums.js'
import { until } from '../helpers/processes.js'
import { writerIsWell } from '../helpers/writer-status.js'
import { CHURCH, ID, MILL, populate } from '../reader/pages/village.js'
import { assertWellBehaved, inBrowser, listens, renewOften, STILL } from './browser.js'
import { serveSite } from './site.js'

const STRANGER = 0x0badcafe

/** The first packet of a node that nobody knew. */
const stranger = (id: number) => ({
  packet: { from: STRANGER, id, to: BROADCAST, rx_time: Math.floor(Date.now() / 1000) },
  data: { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('new here') },
})

const known = {
  packet: { from: MILL, id: 77, to: BROADCAST, rx_time: Math.floor(Date.now() / 1000) },
  data: { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('still here') },
}

inBrowser('a new node comes into the list by itself, with the filters kept', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs() - 60_000_000)
  await stage.hear(known, { time_us: nowUs() })
  await writerIsWell(stage.db, nowUs())
  const tab = await open(STILL)
  const { page } = tab
  await page.goto(`${url}/nodelist?active=1`)
  await listens(page)
  await page.evaluate('window.sameDocument = true')
  await page.fill('input[name="q"]:not(header input)', 'half a wo')
  await stage.hear(stranger(1), { time_us: nowUs() })
  await page.locator('tbody tr', { hasText: '!0badcafe' }).waitFor()
  assert.equal(await page.evaluate('window.sameDocument'), true)
  assert.equal(await page.inputValue('form.filters input[name="q"]'), 'half a wo')
  assert.equal(await page.locator('tbody tr').first().getAttribute('id'), 'n0badcafe')
  assertWellBehaved(tab, '/nodelist')
})

inBrowser('rows wait for the keyboard, and what moves keeps the focus', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs() - 60_000_000)
  const { page } = await open({ ...STILL, viewport: { width: 1440, height: 2000 } })
  await renewOften(page, '**/nodelist')
  await page.goto(`${url}/nodelist`)
  await listens(page)
  const rowOfFocus = () => page.evaluate(() => document.activeElement?.closest('tr')?.id)
  // By the mouse: a star goes up with its row, below the gateway that heard it.
  await page.locator('tbody tr .star').nth(2).click()
  const row = (await rowOfFocus()) ?? assert.fail('no focus')
  const from = Number.parseInt(row.slice(1), 16)
  await stage.hear({ ...known, packet: { ...known.packet, from } }, { time_us: nowUs() })
  await page.locator(`tbody tr:nth-child(2)#${row}`).waitFor()
  assert.equal(await rowOfFocus(), row)
  // By the keyboard: nothing moves until it has left.
  await page.keyboard.press('Tab')
  const pulses = () => page.evaluate(() => (window as unknown as { pulses: number }).pulses)
  const before = await pulses()
  await stage.hear(stranger(3), { time_us: nowUs() })
  await until(pulses, (count) => count > before)
  // As long as it would take to ask for the list once more.
  const asked = page.waitForRequest('**/nodelist', { timeout: 1500 }).catch(() => null)
  assert.equal(await asked, null, 'the list waits')
  await page.locator('header input').focus()
  await page.locator('tbody tr', { hasText: '!0badcafe' }).waitFor()
})

inBrowser('numbers and charts renew themselves; an opened table stays open', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs() - 60_000_000)
  const tab = await open({ ...STILL, viewport: { width: 1200, height: 2000 } })
  const { page } = tab
  await renewOften(page, '**/stats')
  await page.goto(`${url}/stats`)
  await page.locator('.chart canvas').first().waitFor()
  const details = page.locator('details.behind').first()
  await details.locator('summary').click()
  const chart = page.locator('[data-chart]').first()
  const before = await chart.getAttribute('data-chart')
  const figure = page.locator('.figure', { hasText: 'Packets' }).locator('strong')
  const packets = Number(await figure.textContent())
  await listens(page)
  await stage.hear(stranger(2), { time_us: nowUs() })
  await page.waitForFunction(
    ([text]) => document.querySelector('.figures')?.textContent?.includes(text ?? ''),
    [`${packets + 1}`],
  )
  assert.notEqual(await chart.getAttribute('data-chart'), before)
  assert.equal(await details.getAttribute('open'), '')
  assert.equal(await chart.locator('canvas').count(), 1)
  assertWellBehaved(tab, '/stats')
})

inBrowser(
  'the dot says when the database is migrated, and when all is well again',
  async (open, t) => {
    const { url, stage, setGate, cut } = await serveSite(t)
    await populate(stage, nowUs() - 60_000_000)
    await stage.hear(known, { time_us: nowUs() })
    await writerIsWell(stage.db, nowUs())
    const { page } = await open(STILL)
    await page.goto(`${url}/about`)
    await listens(page)
    await page.locator('[data-feed="live"]').waitFor()
    setGate({ kind: 'unreachable', reason: 'the disk is gone' })
    cut()
    await page.locator('[data-feed="reconnecting"]').waitFor()
    setGate({ kind: 'starting' })
    await page.locator('[data-feed="migrating"]').waitFor()
    await writerIsWell(stage.db, nowUs())
    setGate({ kind: 'ready', revisions: [] })
    await page.locator('[data-feed="live"]').waitFor()
  },
)

inBrowser('a list that follows is green only while packets come in', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs() - 60_000_000)
  const { page } = await open(STILL)
  await page.goto(`${url}/chat`)
  await page.locator('[data-feed="down"]').waitFor()
  await page.locator('[data-live-controls][data-state="live"]').waitFor()
  await page.waitForFunction(dotHasColour, '--ink-3')
  await stage.hear(known, { time_us: nowUs() })
  await writerIsWell(stage.db, nowUs())
  await page.locator('[data-feed="live"]').waitFor()
  await page.waitForFunction(dotHasColour, '--good')
})

/** Whether the dot of the live list is painted in this colour of the style sheet. */
function dotHasColour(name: string): boolean {
  const dot = document.querySelector('[data-live-state]')!
  const sample = document.createElement('i')
  sample.style.setProperty('background', `var(${name})`)
  dot.append(sample)
  const wanted = getComputedStyle(sample).backgroundColor
  sample.remove()
  return getComputedStyle(dot, '::before').backgroundColor === wanted
}

inBrowser(
  'who heard a packet later comes onto its open page; ages tick by themselves',
  async (open, t) => {
    const { url, stage } = await serveSite(t)
    await populate(stage, nowUs() - 60_000_000)
    const { page } = await open(STILL)
    await renewOften(page, '**/packet/*')
    await page.goto(`${url}/packet/${ID.request}`)
    await page.getByRole('heading', { name: 'Heard by 1 gateway' }).waitFor()
    await listens(page)
    const copy = { id: ID.request, from: 0x55aa0003, to: 0x1f2e0005, hop_start: 4, hop_limit: 3 }
    const data = { portnum: PORT.TRACEROUTE, payload: Buffer.alloc(0), want_response: true }
    await stage.hear({ gateway_id: CHURCH, packet: copy, data }, { time_us: nowUs() })
    await page.getByRole('heading', { name: 'Heard by 2 gateways' }).waitFor()
    await page.locator('.receptions').getByText('St. Kilian Tower').waitFor()
    await page.clock.install()
    await page.goto(`${url}/nodelist`)
    const age = page.locator('tbody tr').first().locator('time')
    const before = await age.textContent()
    await page.clock.fastForward(3_600_000)
    await page.waitForFunction(
      (old) => document.querySelector('tbody tr time')?.textContent !== old,
      before,
    )
  },
)
