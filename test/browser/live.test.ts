import assert from 'node:assert/strict'
import { nowUs } from '../../src/db/values.js'
import { BROADCAST } from '../../src/mesh/node-id.js'
import { PORT } from '../../src/mesh/portnums.js'
import { ID, MILL, populate } from '../reader/pages/village.js'
import { assertWellBehaved, inBrowser, STILL } from './browser.js'
import { motions } from './inspection.js'
import { serveSite } from './site.js'

const say = (id: number, words: string, more: object = {}) => ({
  packet: { from: MILL, id, to: BROADCAST, rx_time: Math.floor(Date.now() / 1000) },
  data: { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from(words), ...more },
})
const now = () => ({ time_us: nowUs() })

inBrowser(
  'a packet appears on the firehose without a reload, with the filters kept',
  async (open, t) => {
    const { url, stage } = await serveSite(t)
    await populate(stage, nowUs() - 60_000_000)
    const tab = await open(STILL)
    const { page } = tab
    await page.goto(`${url}/firehose?portnum=1`)
    await page.getByText('Live', { exact: true }).waitFor()
    await page.evaluate('window.sameDocument = true')
    await stage.hear({ ...say(9001, 'hello from the air') }, now())
    const row = page.locator('tr.packet').first()
    await row.getByText('hello from the air').first().waitFor()
    await stage.hear(
      { packet: { from: MILL, id: 9002 }, data: { portnum: 280, payload: Buffer.from('x') } },
      now(),
    )
    await stage.hear({ ...say(9003, 'a third one') }, now())
    await page.getByText('a third one').first().waitFor()
    assert.equal(await page.getByText('Port 280').count(), 0)
    assert.equal(await page.evaluate('window.sameDocument'), true)
    assertWellBehaved(tab, '/firehose')
  },
)

inBrowser('paused, rows wait and are counted; going on shows them all', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs() - 60_000_000)
  const { page } = await open(STILL)
  await page.goto(`${url}/firehose`)
  await page.getByText('Live', { exact: true }).waitFor()
  await page.click('[data-live-pause]')
  for (let index = 0; index < 5; index++)
    await stage.hear(say(9100 + index, `waiting ${index}`), now())
  await page.getByText('5 new').waitFor()
  assert.equal(await page.getByText('waiting 4').count(), 0)
  await page.getByText('5 new').click()
  await page.getByText('waiting 4').first().waitFor()
  const rows = await page.locator('tr.packet').allInnerTexts()
  assert.deepEqual(
    rows.slice(0, 5).map((row) => /waiting \d/.exec(row)?.[0]),
    ['waiting 4', 'waiting 3', 'waiting 2', 'waiting 1', 'waiting 0'],
  )
})

inBrowser('who reads further down is not disturbed', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs() - 60_000_000)
  const { page } = await open({ ...STILL, viewport: { width: 1200, height: 500 } })
  await page.goto(`${url}/firehose`)
  await page.getByText('Live', { exact: true }).waitFor()
  await page.evaluate(() => scrollTo(0, 600))
  await stage.hear(say(9200, 'above the fold'), now())
  await page.getByText('1 new').waitFor()
  assert.equal(await page.getByText('above the fold').count(), 0)
  await page.evaluate(() => scrollTo(0, 0))
  await page.getByText('above the fold').first().waitFor()
})

inBrowser('who is among the rows with the keyboard is not carried away', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs() - 60_000_000)
  const { page } = await open(STILL)
  await page.goto(`${url}/firehose`)
  await page.getByText('Live', { exact: true }).waitFor()
  await page.locator('tr.packet a').first().focus()
  await page.keyboard.press('Tab')
  await stage.hear(say(9210, 'while one is there'), now())
  await page.getByText('1 new').waitFor()
  assert.equal(await page.getByText('while one is there').count(), 0)
  await page.locator('header a').first().focus()
  await page.getByText('while one is there').first().waitFor()
})

inBrowser('a connection that breaks comes back and misses nothing', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs() - 60_000_000)
  const { page } = await open(STILL)
  await page.goto(`${url}/firehose`)
  await page.getByText('Live', { exact: true }).waitFor()
  await page.context().setOffline(true)
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')))
  for (let index = 0; index < 3; index++)
    await stage.hear(say(9300 + index, `missed ${index}`), now())
  await page.context().setOffline(false)
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
  await page.getByText('missed 2').first().waitFor()
  assert.equal(await page.locator('tr.packet', { hasText: /missed \d/ }).count(), 3)
})

inBrowser('messages and reactions come into the chat by themselves', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs() - 60_000_000)
  const tab = await open({ reducedMotion: 'reduce' })
  const { page } = tab
  await page.goto(`${url}/chat`)
  await page.getByText('Live', { exact: true }).waitFor()
  const count = await page.locator('.chat-message').count()
  await stage.hear(say(9400, 'one more voice'), now())
  await page.locator('.chat-message').first().getByText('one more voice').waitFor()
  assert.deepEqual(await motions(page), [], 'nothing slides for who wants no motion')
  await stage.hear(say(9401, '🚀', { reply_id: ID.answer, emoji: 1 }), now())
  await page.locator('.chat-message', { hasText: 'since 9:30' }).getByText('🚀').waitFor()
  assert.equal(await page.locator('.chat-message').count(), count + 1)
  assert.equal(await page.locator('.chat > :first-child.chat-day').count(), 1)
  assertWellBehaved(tab, '/chat')
})

inBrowser('the welcome page goes over to the site with the first packet', async (open, t) => {
  const { url, stage } = await serveSite(t)
  const tab = await open(STILL)
  await tab.page.goto(url)
  await tab.page.getByText('Waiting for the first packet…').waitFor()
  await stage.hear(say(1, 'the first'), now())
  await tab.page.waitForURL('**/map')
  assertWellBehaved(tab, '/')
})

inBrowser(
  'the page of a migration tells how far it is and goes over to the site',
  async (open, t) => {
    const { url, setGate } = await serveSite(t)
    setGate({ kind: 'unreachable', reason: 'the disk is gone' })
    const { page } = await open(STILL)
    const answer = await page.goto(`${url}/status`)
    assert.equal(answer?.status(), 503)
    await page.getByText('the disk is gone').waitFor()
    setGate({
      kind: 'waiting',
      gaveUp: false,
      migration: {
        kind: 'migrating',
        phase: 'upgrade',
        revision: 'abcd1234',
        message: 'narrow receptions',
        step: 1,
        steps: 2,
        rows_done: null,
        rows_total: null,
        seconds_left: null,
        started_us: null,
        heartbeat_us: null,
      },
    })
    await page.getByText('narrow receptions (step 1 of 2)').waitFor()
    // No writer has served this database: unhealthy, but there to be read.
    setGate({ kind: 'ready', revisions: [] })
    await page.getByRole('heading', { name: 'Status' }).waitFor()
  },
)

inBrowser('who missed too much gets the page anew', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs() - 60_000_000)
  const { page } = await open(STILL)
  let isFirst = true
  await page.route('**/live/firehose*', async (route) => {
    if (!isFirst) return route.continue()
    isFirst = false
    const body = 'event: gap\nid: 1\ndata: {"cursor":1}\n\n'
    return route.fulfill({ contentType: 'text/event-stream', body })
  })
  let loads = 0
  page.on('load', () => {
    loads += 1
  })
  // Where it is quick the page is left before it has loaded.
  await page.goto(`${url}/firehose`, { waitUntil: 'commit' })
  await page.waitForFunction(() =>
    performance
      .getEntriesByType('navigation')
      .some((each) => (each as PerformanceNavigationTiming).type === 'reload'),
  )
  await page.getByText('Live', { exact: true }).waitFor()
  await page.waitForLoadState('load')
  assert.ok(loads <= 2, 'once, and not again and again')
})

inBrowser(
  'a tab that sleeps gives its connection back, and catches up when it wakes',
  async (open, t) => {
    const { url, stage } = await serveSite(t)
    await populate(stage, nowUs() - 60_000_000)
    const { page } = await open(STILL)
    await page.clock.install()
    await page.goto(`${url}/firehose`)
    await page.getByText('Live', { exact: true }).waitFor()
    const sleep = (hidden: boolean) =>
      page.evaluate((isHidden) => {
        Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true })
        document.dispatchEvent(new Event('visibilitychange'))
      }, hidden)
    await sleep(true)
    await page.clock.fastForward(61_000)
    for (let index = 0; index < 3; index++)
      await stage.hear(say(9500 + index, `slept ${index}`), now())
    const resumed = page.waitForRequest('**/live/firehose*')
    await sleep(false)
    assert.match((await resumed).url(), /[?&]after=\d+/, 'from where it was')
    await page.getByText('slept 2').first().waitFor()
    assert.equal(await page.locator('tr.packet', { hasText: /slept \d/ }).count(), 3)
  },
)
