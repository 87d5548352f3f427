import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { nowUs } from '../../src/db/values.js'
import { encodePayload } from '../../src/mesh/encode.js'
import { BROADCAST } from '../../src/mesh/node-id.js'
import { PORT } from '../../src/mesh/portnums.js'
import { CHURCH, HILL, HOSTILE, ID, MILL, populate } from '../reader/pages/village.js'
import type { Stage } from '../writer/stage.js'
import { atRest } from './at-rest.js'
import { assertWellBehaved, inBrowser, listens, renewOften, STILL } from './browser.js'
import { serveSite } from './site.js'

const NEW = 0x0badcafe

/** A packet of a node on the hill's slope, or with a text only. */
async function hearNew(stage: Stage, id: number, place?: [number, number]): Promise<void> {
  const payload =
    place === undefined
      ? Buffer.from('where am I?')
      : encodePayload('Position', { latitude_i: place[0] * 1e7, longitude_i: place[1] * 1e7 })
  await stage.hear(
    {
      gateway_id: HILL,
      packet: { from: NEW, id, to: BROADCAST, rx_time: Math.floor(Date.now() / 1000) },
      data: { portnum: place === undefined ? PORT.TEXT_MESSAGE : PORT.POSITION, payload },
    },
    { time_us: nowUs() },
  )
}

const summary = (page: Page) => page.locator('[data-map-summary]')

/** How many pixels of a canvas are painted. */
function painted(page: Page, selector: string): Promise<number> {
  return page.evaluate((wanted) => {
    const canvas = document.querySelector<HTMLCanvasElement>(wanted)
    const context = canvas?.getContext('2d')
    if (!canvas || !context) return 0
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
    let count = 0
    for (let index = 3; index < data.length; index += 4) if ((data[index] ?? 0) > 0) count += 1
    return count
  }, selector)
}

inBrowser('the map draws the mesh over land, with no network but ours', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs())
  for (const [width, colorScheme] of [
    [390, 'dark'],
    [1440, 'light'],
  ] as const) {
    const tab = await open({ viewport: { width, height: 850 }, colorScheme })
    const { page } = tab
    for (const address of ['/map', '/kiosk']) {
      await page.goto(url + address)
      await page.getByText('10 of 10 nodes on the map').waitFor()
      await page.locator('.leaflet-tile-loaded').first().waitFor()
      await page.waitForFunction(() => new URLSearchParams(location.search).has('zoom'))
      assert.ok((await painted(page, '.map-nodes')) > 500, `${address} at ${width}`)
      assert.ok((await painted(page, '.map-outline canvas')) > 10_000, 'the land')
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      assert.ok(overflow <= 0, `${address} at ${width}: ${overflow} px too wide`)
      assertWellBehaved(tab, `${address} at ${width}`)
    }
  }
})

inBrowser('filters of the map stay in the address, and back undoes them', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs())
  const { page } = await open({ ...STILL, viewport: { width: 1440, height: 900 } })
  await page.goto(`${url}/map`)
  await page.getByText('10 of 10 nodes on the map').waitFor()
  await page.selectOption('select[name=role]', 'ROUTER')
  await page.getByText('1 of 1 nodes on the map').waitFor()
  assert.equal(new URL(page.url()).searchParams.get('role'), 'ROUTER')
  await page.uncheck('[data-link=traceroute]')
  assert.equal(new URL(page.url()).searchParams.get('links'), 'direct,neighbor')
  await page.goBack()
  await page.goBack()
  await page.getByText('10 of 10 nodes on the map').waitFor()
  assert.ok(await page.isChecked('[data-link=traceroute]'))
  await page.goto(`${url}/map?role=ROUTER&color=age&lat=50.3&lng=10&zoom=9`)
  await page.getByText('1 of 1 nodes on the map').waitFor()
  assert.equal(await page.inputValue('select[name=color]'), 'age')
  assert.equal(new URL(page.url()).searchParams.get('lat')?.slice(0, 4), '50.3')
})

inBrowser('an answer that comes late does not replace what was chosen since', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs())
  // Not heard within the hour.
  const earlier = nowUs() - 7_200_000_000
  await stage.db.run(`update node set last_seen_us = ${earlier} where node_id = ${MILL}`)
  for (const address of ['/map', '/nodegraph', '/heatmap']) {
    const { page } = await open({ ...STILL, viewport: { width: 1440, height: 900 } })
    let letGo = () => {}
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    await page.route(/\.json\?.*active=1h/, async (route) => {
      await held
      await route.continue()
    })
    await page.goto(`${url}${address}?active=30d`)
    await page.locator('[data-loaded]').waitFor()
    const shown = await summary(page).textContent()
    await page.selectOption('select[name=active]', '1h')
    const chosen = page.waitForResponse(/\.json\?.*active=all/)
    await page.selectOption('select[name=active]', 'all')
    await (await chosen).finished()
    const late = page.waitForResponse(/\.json\?.*active=1h/)
    letGo()
    await (await late).finished()
    await page.evaluate(() => new Promise((done) => setTimeout(done, 300)))
    assert.equal(await summary(page).textContent(), shown, address)
  }
})

inBrowser('several channels are chosen together, beside the other filters', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs())
  await stage.db.run(`update node set channel = 'MediumFast' where node_id = ${CHURCH}`)
  const { page } = await open({ ...STILL, viewport: { width: 1440, height: 900 } })
  const channels = () => new URL(page.url()).searchParams.getAll('channel')
  await page.goto(`${url}/map`)
  await page.getByText('10 of 10 nodes on the map').waitFor()
  await page.locator('[data-choices] summary').click()
  await page.getByRole('checkbox', { name: 'MediumFast' }).check()
  await page.getByText('1 of 1 nodes on the map').waitFor()
  await page.getByRole('checkbox', { name: 'LongFast' }).check()
  await page.getByText('10 of 10 nodes on the map').waitFor()
  assert.deepEqual(channels(), ['LongFast', 'MediumFast'])
  assert.equal(await page.locator('[data-choices-text]').textContent(), 'LongFast, MediumFast')
  await page.selectOption('select[name=role]', 'ROUTER')
  await page.getByText('1 of 1 nodes on the map').waitFor()
  assert.deepEqual(channels(), ['LongFast', 'MediumFast'])
  await page.goBack()
  await page.goBack()
  await page.getByText('1 of 1 nodes on the map').waitFor()
  assert.deepEqual(channels(), ['MediumFast'])
  await page.reload()
  await page.getByText('1 of 1 nodes on the map').waitFor()
  assert.equal(await page.locator('[data-choices-text]').textContent(), 'MediumFast')
})

inBrowser('what is said to everybody stands at the node that says it', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs() - 60_000_000)
  const tab = await open({ ...STILL, viewport: { width: 1440, height: 900 } })
  const { page } = tab
  const say = (id: number, to: number, words: string) =>
    stage.hear(
      {
        packet: { from: MILL, id, to },
        data: { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from(words) },
      },
      { time_us: nowUs() },
    )
  await page.goto(`${url}/map?lat=50.33&lng=10.02&zoom=11`)
  await page.getByText('Live', { exact: true }).waitFor()
  await say(8201, HILL, 'a word between us')
  await say(8202, BROADCAST, `${HOSTILE.script} ${'x'.repeat(300)}`)
  const saying = page.locator('.map-saying')
  await saying.getByText(HOSTILE.script).waitFor()
  const text = (await saying.textContent()) ?? ''
  assert.ok(text.startsWith('Old Mill Base') && text.length < 140, text)
  assert.equal(await saying.count(), 1)
  await say(8203, BROADCAST, 'and another thing')
  await saying.getByText('and another thing').waitFor()
  await saying.getByText(HOSTILE.script).waitFor({ state: 'detached' })
  assert.equal(await page.evaluate('window.hacked'), undefined)
  assertWellBehaved(tab, '/map')
})

inBrowser('a node of the list opens its card; hostile names stay names', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs())
  const tab = await open({ ...STILL, viewport: { width: 1440, height: 900 } })
  const { page } = tab
  await page.goto(`${url}/map`)
  await page.getByText('10 of 10 nodes on the map').waitFor()
  const card = page.locator('[data-card]')
  for (const id of [HILL, 0xdeadbeef, 0xdeadbef0, 0xdeadbef1, 0xdeadbef3]) {
    await page.click(`a[data-show-node="${id}"]`)
    await card.getByText(`!${id.toString(16)}`).waitFor()
    assert.equal(await page.evaluate('window.hacked'), undefined)
  }
  await page.click(`a[data-show-node="${HILL}"]`)
  await card.getByText(`!${HILL.toString(16)}`).waitFor()
  assert.match((await card.textContent()) ?? '', /Kreuzberg Relay[\s\S]*Old Mill Base/)
  assert.equal(new URL(page.url()).searchParams.get('node'), '!7c5a1101')
  await page.keyboard.press('Escape')
  await card.waitFor({ state: 'hidden' })
  assertWellBehaved(tab, '/map')
})

inBrowser(
  'nodes appear and move on the open map; those without a place are told',
  async (open, t) => {
    const { url, stage } = await serveSite(t)
    await populate(stage, nowUs() - 60_000_000)
    const { page } = await open(STILL)
    await page.goto(`${url}/map`)
    await page.getByText('Live', { exact: true }).waitFor()
    await hearNew(stage, 8001)
    await page.locator('[data-ticker]').getByText('!0badcafe').waitFor()
    await page.getByText('10 of 11 nodes on the map').waitFor()
    await hearNew(stage, 8002, [50.35, 10.01])
    await page.getByText('11 of 11 nodes on the map').waitFor()
  },
)

inBrowser(
  'the map shows what one gateway heard, and what a waypoint says under the pointer',
  async (open, t) => {
    const { url, stage } = await serveSite(t)
    await populate(stage, nowUs())
    const waypoint = { id: 1, name: 'Spring', description: 'clean water', expire: 2_000_000_000 }
    await stage.hear(
      {
        gateway_id: HILL,
        packet: { from: MILL, id: 8300 },
        data: {
          portnum: PORT.WAYPOINT,
          payload: encodePayload('Waypoint', {
            ...{ ...waypoint, latitude_i: 503_500_000, longitude_i: 100_100_000 },
          }),
        },
      },
      { time_us: nowUs() },
    )
    const tab = await open({ ...STILL, viewport: { width: 1440, height: 900 } })
    const { page } = tab
    await page.goto(`${url}/map?lat=50.35&lng=10.01&zoom=13`)
    await page.getByText('10 of 10 nodes on the map').waitFor()
    const frame = page.locator('[data-map-frame]')
    const box = (await frame.boundingBox()) ?? assert.fail('no map')
    // Its circle stands above its place.
    await frame.hover({ position: { x: box.width / 2, y: box.height / 2 - 18 } })
    await page.locator('[data-tip]').getByText('Spring: clean water').waitFor()
    await frame.hover({ position: { x: box.width / 2, y: box.height / 2 + 90 } })
    await page.locator('[data-tip]').waitFor({ state: 'hidden' })
    await page.selectOption('select[name=heard_by]', { label: 'Old Mill Base' })
    await page.getByText('1 of 1 nodes on the map').waitFor()
    assert.equal(new URL(page.url()).searchParams.get('heard_by'), '!a3b40c02')
    await page.goBack()
    await page.getByText('10 of 10 nodes on the map').waitFor()
    assertWellBehaved(tab, '/map')
  },
)

inBrowser('the legend has the channels that the owner lists', async (open, t) => {
  const { url, stage } = await serveSite(t, '[site]\nchannels = LongFast\n')
  await populate(stage, nowUs() - 60_000_000)
  const payload = encodePayload('User', { long_name: 'A stranger', short_name: 'X' })
  const data = { portnum: PORT.NODEINFO, payload }
  const packet = { from: NEW, id: 8500 }
  await stage.hear({ channel_id: 'FREE', packet, data }, { time_us: nowUs() })
  await hearNew(stage, 8501, [50.36, 10.02])
  const tab = await open(STILL)
  const { page } = tab
  await page.goto(`${url}/map?color=channel`)
  await page.locator('[data-loaded]').waitFor()
  const legend = page.locator('[data-legend]')
  await legend.getByText('LongFast').waitFor()
  await legend.getByText('Other channels').waitFor()
  assert.equal(await legend.getByText('FREE').count(), 0)
  assertWellBehaved(tab, '/map')
})

inBrowser('graph and heat map renew themselves when packets come', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs() - 60_000_000)
  const { page } = await open(STILL)
  // They wait for half a minute and a minute; a test need not.
  await page.clock.install()
  for (const [address, data] of [
    ['/heatmap', '**/map/heat.json*'],
    ['/nodegraph', '**/map/data.json*'],
  ] as const) {
    await page.goto(url + address)
    // The server has written the summary; the first answer of the data must not count as a renewal.
    await page.locator('[data-loaded]').waitFor()
    await listens(page)
    const before = (await summary(page).textContent()) ?? ''
    await hearNew(stage, address === '/heatmap' ? 8400 : 8401, [50.36, 10.02])
    let isAsked = false
    const asked = page.waitForResponse(data).then(() => {
      isAsked = true
    })
    // The news may still be on its way.
    while (!isAsked) {
      await page.clock.fastForward(70_000)
      await Promise.race([asked, sleep(500)])
    }
    if (address === '/heatmap') {
      await page.waitForFunction(
        (old) => document.querySelector('[data-map-summary]')?.textContent !== old,
        before,
      )
    }
  }
})

inBrowser('nodes in one place are spread out and can be chosen', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await hearNew(stage, 8100, [50.35, 10.01])
  const twin = NEW + 1
  await stage.hear(
    {
      gateway_id: HILL,
      packet: { from: twin, id: 8101 },
      data: {
        portnum: PORT.POSITION,
        payload: encodePayload('Position', { latitude_i: 503_500_000, longitude_i: 100_100_000 }),
      },
    },
    { time_us: nowUs() },
  )
  const { page } = await open({ ...STILL, viewport: { width: 800, height: 700 } })
  await page.goto(`${url}/map?lat=50.35&lng=10.01&zoom=15`)
  await page.getByText(/^2 of \d+ nodes/).waitFor()
  await atRest(page)
  const box = await page.locator('[data-map-frame]').boundingBox()
  assert.ok(box)
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.click(x, y)
  // Two legs: one up, one down.
  await atRest(page)
  await page.mouse.click(x, y - 32)
  await page.locator('[data-card] code').getByText('!0badcaf').waitFor()
})

inBrowser('the graph shows who hears whom, finds a node and its neighbours', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs())
  for (const width of [390, 1440]) {
    const tab = await open({ ...STILL, viewport: { width, height: 850 } })
    const { page } = tab
    // The server has counted what the script draws.
    const html = await (await fetch(`${url}/nodegraph`)).text()
    const [, counted] = /data-map-summary[^>]*>(\d+ nodes, \d+ links)</.exec(html) ?? []
    await page.goto(`${url}/nodegraph`)
    await page.locator('[data-graph][data-loaded]').waitFor()
    await atRest(page, '.graph-canvas')
    assert.ok((await painted(page, '.graph-canvas')) > 500, `${width}`)
    const all = await summary(page).textContent()
    assert.equal(all, counted)
    await page.goto(`${url}/nodegraph?q=kreuzberg&focus=1`)
    await page.locator('[data-card]').getByText('Kreuzberg Relay').waitFor()
    assert.equal(new URL(page.url()).searchParams.get('node'), '!7c5a1101')
    await page.goto(`${url}/nodegraph?links=neighbor`)
    await summary(page).getByText('3 nodes, 2 links').waitFor()
    assert.notEqual(all, '3 nodes, 2 links')
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    assert.ok(overflow <= 0, `${overflow} px too wide`)
    assertWellBehaved(tab, '/nodegraph')
  }
})

inBrowser('the heat map paints where nodes are, and by what they send', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs())
  const tab = await open(STILL)
  const { page } = tab
  await page.goto(`${url}/heatmap?lat=50.33&lng=10&zoom=9`)
  await summary(page).getByText('10 nodes').waitFor()
  await atRest(page, 'canvas.map-heat')
  assert.ok((await painted(page, 'canvas.map-heat')) > 1000)
  await page.selectOption('select[name=by]', 'packets')
  await page.waitForURL(/by=packets/)
  assertWellBehaved(tab, '/heatmap')
})

inBrowser('the heat map averages how full the air is', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs() - 60_000_000)
  for (const [index, from] of [HILL, CHURCH].entries()) {
    const payload = encodePayload('Telemetry', {
      device_metrics: { channel_utilization: 20 + 10 * index, air_util_tx: 1 },
    })
    const data = { portnum: PORT.TELEMETRY, payload }
    await stage.hear({ packet: { from, id: 9200 + index }, data }, { time_us: nowUs() })
  }
  const tab = await open({ ...STILL, viewport: { width: 1000, height: 800 } })
  const { page } = tab
  await page.goto(`${url}/heatmap?lat=50.355&lng=9.985&zoom=8`)
  await summary(page).getByText('10 nodes').waitFor()
  await page.selectOption('select[name=by]', 'channel')
  await page.waitForURL(/by=channel/)
  await summary(page).getByText('3 nodes').waitFor()
  await page.getByText(/^50\s?% or more$/).waitFor()
  await page
    .locator('[data-map-nearby]')
    .getByText(/2 nodes within .*, 25\.0\s% on average/)
    .waitFor()
  await page.locator('#list').getByText('Busiest areas').waitFor()
  await atRest(page, 'canvas.map-heat')
  assert.ok((await painted(page, 'canvas.map-heat')) > 100)
  await page.goBack()
  await page.locator('#list').getByText('Densest areas').waitFor()
  await page.getByText('Many', { exact: true }).waitFor()
  assertWellBehaved(tab, '/heatmap')
})

inBrowser(
  'the heat map tells how many nodes are near the pointer, or the middle by keyboard',
  async (open, t) => {
    const { url, stage } = await serveSite(t)
    await populate(stage, nowUs())
    const tab = await open({ ...STILL, viewport: { width: 1000, height: 800 } })
    const { page } = tab
    await page.goto(`${url}/heatmap?lat=50.33&lng=10&zoom=8`)
    const nearby = page.locator('[data-map-nearby]')
    const middle = /^Middle of the map: (\d+) nodes? within 8\.0 km$/
    await nearby.filter({ hasText: middle }).waitFor()
    const count = Number(middle.exec((await nearby.textContent()) ?? '')?.[1])
    assert.ok(count > 0 && count < 10, `${count} of ten`)
    const frame = page.locator('[data-map-frame]')
    const box = await frame.boundingBox()
    await frame.hover({ position: { x: (box?.width ?? 0) / 2, y: (box?.height ?? 0) / 2 } })
    await nearby.filter({ hasText: `Here: ${count} node` }).waitFor()
    assert.equal(await nearby.getAttribute('aria-live'), 'off')
    await frame.hover({ position: { x: 500, y: 40 } })
    await nearby.filter({ hasText: 'Here: 0 nodes' }).waitFor()
    await frame.focus()
    for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowUp')
    await nearby.filter({ hasText: 'Middle of the map: 0 nodes' }).waitFor()
    assert.equal(await nearby.getAttribute('aria-live'), 'polite')
    assertWellBehaved(tab, '/heatmap')
  },
)

inBrowser('a small map draws what a renewal of its page brings', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs() - 60_000_000)
  const { page } = await open(STILL)
  await renewOften(page, '**/node/*')
  await page.goto(`${url}/node/${MILL}`)
  const canvas = page.locator('.place-map[data-drawn] canvas')
  const picture = () =>
    canvas.evaluate((element) => (element as HTMLCanvasElement).toDataURL('image/png'))
  const before = await picture()
  await page.locator('[data-feed="down"]').waitFor()
  const place = { latitude_i: 503_900_000, longitude_i: 101_900_000 }
  await stage.hear(
    {
      packet: { from: MILL, id: 77_001 },
      data: { portnum: PORT.POSITION, payload: encodePayload('Position', place) },
    },
    { time_us: nowUs() },
  )
  await page.locator('.place-map[data-places*="503900000"]').waitFor()
  await page.waitForFunction((old) => {
    const element = document.querySelector<HTMLCanvasElement>('.place-map canvas')
    return element !== null && element.toDataURL('image/png') !== old
  }, before)
  assert.equal(await page.locator('.place-map canvas').count(), 1)
})

inBrowser('packets, traceroutes and nodes have small maps of their places', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs())
  const tab = await open({ ...STILL, viewport: { width: 390, height: 850 } })
  const { page } = tab
  for (const address of [`/packet/${ID.answer}`, `/traceroute/${ID.request}`, `/node/${MILL}`]) {
    await page.goto(url + address)
    await page.locator('.place-map[data-drawn]').waitFor()
    assert.ok((await painted(page, '.place-map canvas')) > 10_000, address)
    assertWellBehaved(tab, address)
  }
})
