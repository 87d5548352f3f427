import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { nowUs } from '../../src/db/values.js'
import { encodePayload } from '../../src/mesh/encode.js'
import { BROADCAST } from '../../src/mesh/node-id.js'
import { PORT } from '../../src/mesh/portnums.js'
import { until } from '../helpers/processes.js'
import { HILL, MILL, populate } from '../reader/pages/village.js'
import { atRest } from './at-rest.js'
import { assertWellBehaved, inBrowser } from './browser.js'
import { serveSite } from './site.js'

// What the canvas of the map and of the graph shows, told by its pixels.

const DESK = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' as const }
const summary = (page: Page) => page.locator('[data-map-summary]')

/** The colour in the middle of the map, or so many pixels beside it, `r,g,b,a`. */
function middle(page: Page, aside = 0): Promise<string> {
  return page.locator('.map-nodes').evaluate((element, aside) => {
    const canvas = element as HTMLCanvasElement
    const frame = document.querySelector('[data-map-frame]')?.getBoundingClientRect()
    const box = canvas.getBoundingClientRect()
    const scale = canvas.width / box.width
    const x = ((frame?.x ?? 0) + (frame?.width ?? 0) / 2 + aside - box.x) * scale
    const y = ((frame?.y ?? 0) + (frame?.height ?? 0) / 2 - box.y) * scale
    const { data } = canvas.getContext('2d')?.getImageData(x, y, 1, 1) ?? { data: [] }
    return [...data].join()
  }, aside)
}

inBrowser(
  'nodes are coloured by role, channel or age; routers have a hole, what is old fades',
  async (open, t) => {
    const { url, stage } = await serveSite(t)
    await populate(stage, nowUs())
    const tab = await open({ ...DESK, colorScheme: 'light' })
    const { page } = tab
    // A client in the middle of the map, alone.
    const look = async (place: string, color: string) => {
      await page.goto(`${url}/map?${place}&zoom=15&color=${color}&links=none`)
      await summary(page)
        .getByText(/^\d+ of \d+ nodes on the map$/)
        .waitFor()
      await atRest(page)
      return middle(page)
    }
    const farm = 'lat=50.4&lng=10.11'
    const colours = new Set<string>()
    for (const color of ['role', 'channel', 'age']) colours.add(await look(farm, color))
    assert.equal(colours.size, 3, [...colours].join(' '))
    assert.ok(![...colours].includes('0,0,0,0'), 'the node is in the middle')
    const hole = await look('lat=50.37&lng=9.98', 'role')
    assert.notEqual(await middle(page, 6), hole, 'a router has a hole')
    await look(farm, 'role')
    assert.equal(await middle(page, 3), await middle(page), 'a client has none')
    const legend = page.locator('[data-legend]')
    assert.match((await legend.textContent()) ?? '', /Client ?6.*Router ?1/)
    const fresh = await look(farm, 'role')
    await stage.db.run(`update node set last_seen_us = last_seen_us - ${5 * 86_400_000_000}`)
    // What the map is made of is shared for two seconds.
    await until(
      () => look(farm, 'role'),
      (color) => color !== fresh,
    )
    assertWellBehaved(tab, '/map')
  },
)

inBrowser(
  'each kind of link is drawn and can be left out; the chosen node has its precision and trail',
  async (open, t) => {
    const { url, stage } = await serveSite(t)
    await populate(stage, nowUs())
    const place = { latitude_i: 503_360_000, longitude_i: 100_150_000, precision_bits: 15 }
    await stage.hear(
      {
        gateway_id: HILL,
        packet: { from: MILL, id: 8500 },
        data: { portnum: PORT.POSITION, payload: encodePayload('Position', place) },
      },
      { time_us: nowUs() },
    )
    const { page } = await open(DESK)
    await page.goto(`${url}/map?lat=50.34&lng=10.01&zoom=13`)
    await page.getByText('10 of 10 nodes on the map').waitFor()
    const seen = [await atRest(page)]
    for (const kind of ['direct', 'traceroute', 'neighbor']) {
      await page.uncheck(`[data-link=${kind}]`)
      seen.push(await atRest(page))
    }
    assert.equal(new Set(seen).size, 4, 'each kind leaves its own mark')
    const trail = page.waitForResponse('**/map/trail/*')
    await page.click(`a[data-show-node="${MILL}"]`)
    await page.locator('[data-card]').getByText('Old Mill Base').first().waitFor()
    assert.equal(((await (await trail).json()) as unknown[]).length, 2)
    const chosen = await atRest(page)
    assert.ok(!seen.includes(chosen))
    await stage.db.run(`update node set precision_bits = 32 where node_id = ${MILL}`)
    // Without its circle; what the map is made of is shared for two seconds.
    await until(
      async () => {
        await page.reload()
        await page.locator('[data-card]').getByText('Old Mill Base').first().waitFor()
        return atRest(page)
      },
      (now) => now !== chosen,
    )
  },
)

inBrowser(
  'a sender blinks, a node that moves is drawn where it went, a cluster opens',
  async (open, t) => {
    const { url, stage } = await serveSite(t)
    await populate(stage, nowUs() - 60_000_000)
    const { page } = await open({ ...DESK, reducedMotion: 'no-preference' })
    const hear = (id: number, portnum: number, payload: Uint8Array) =>
      stage.hear(
        {
          gateway_id: HILL,
          packet: { from: MILL, id, to: BROADCAST },
          data: { portnum, payload: Buffer.from(payload) },
        },
        { time_us: nowUs() },
      )
    await page.goto(`${url}/map?lat=50.36&lng=10.05&zoom=14&links=none`)
    await page.getByText('Live', { exact: true }).waitFor()
    await atRest(page)
    assert.equal(await middle(page), '0,0,0,0')
    const place = { latitude_i: 503_600_000, longitude_i: 100_500_000, precision_bits: 32 }
    await hear(8600, PORT.POSITION, encodePayload('Position', place))
    await page.waitForFunction(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.map-pulses')
      const { width, height } = canvas ?? { width: 1, height: 1 }
      return canvas
        ?.getContext('2d')
        ?.getImageData(0, 0, width, height)
        .data.some((each) => each > 0)
    })
    // It stands at its new place.
    await until(
      () => middle(page),
      (color) => color !== '0,0,0,0',
    )
    await page.goto(`${url}/map?lat=50.33&lng=9.97&zoom=7&links=none`)
    await page.getByText('10 of 10 nodes on the map').waitFor()
    await atRest(page)
    const box = (await page.locator('[data-map-frame]').boundingBox()) ?? assert.fail('no map')
    const isNear = () => /zoom=(8|9|1\d)/.test(page.url())
    let y = -12
    await until(
      async () => {
        if (isNear()) return true
        await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2 + y)
        y = y < 12 ? y + 6 : -12
        await page.waitForTimeout(400)
        return isNear()
      },
      (is) => is,
    )
  },
)

inBrowser('a view of the map is shared by its address, and cleared', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs())
  const { page } = await open({ ...DESK, permissions: ['clipboard-read', 'clipboard-write'] })
  for (const [filter, count] of [
    ['hw_model=TBEAM', 5],
    ['gateway=1', 3],
    ['q=kilian', 1],
    ['role=ROUTER', 1],
  ] as const) {
    await page.goto(`${url}/map?${filter}`)
    await summary(page).getByText(`${count} of ${count} nodes on the map`).waitFor()
  }
  await page.locator('[data-share]').click()
  await page.getByText('Link copied').waitFor()
  const copied = new URL(await page.evaluate(() => navigator.clipboard.readText()))
  assert.equal(copied.searchParams.get('role'), 'ROUTER')
  assert.ok(copied.searchParams.has('zoom') && copied.searchParams.has('lat'))
  await page.locator('.map-actions [type=reset]').click()
  await page.getByText('10 of 10 nodes on the map').waitFor()
  assert.equal(new URL(page.url()).searchParams.get('role'), null)
})

inBrowser('the graph is of one channel, one time and a least signal', async (open, t) => {
  const { url, stage } = await serveSite(t)
  await populate(stage, nowUs())
  await stage.db.run(`update node set channel = 'MediumFast' where node_id = ${HILL}`)
  const { page } = await open(DESK)
  const links = async (query: string) => {
    await page.goto(`${url}/nodegraph?${query}`)
    await page.locator('[data-graph][data-loaded]').waitFor()
    const drawn = /^\d+ nodes, (\d+) links$/.exec((await summary(page).textContent()) ?? '')
    return Number(drawn?.[1])
  }
  const all = await links('')
  assert.ok(all > 8, `${all} links`)
  const strong = await links('snr=0')
  assert.ok(strong > 0 && strong < all, `${strong} of ${all} strong enough`)
  assert.ok((await links('active=1h')) < all)
  assert.ok((await links('channel=LongFast')) < all)
  // Both ways or one way: arrows stand at the one end alone.
  await links('links=neighbor')
  const oneWay = await atRest(page, '.graph-canvas')
  await stage.db.run(`insert into link (kind, from_node_id, to_node_id, count, first_seen_us, last_seen_us,
    snr_count, snr4_sum, rssi_count, rssi_sum) select kind, to_node_id, from_node_id, count,
    first_seen_us, last_seen_us, 0, 0, 0, 0 from link where kind = 2`)
  // Another time: what was asked before is remembered for a moment.
  await links('links=neighbor&active=3d')
  assert.notEqual(await atRest(page, '.graph-canvas'), oneWay)
  await page.goto(`${url}/nodegraph?node=!7c5a1101`)
  const card = page.locator('[data-card]')
  await card.getByText('All about this node').click()
  await page.waitForURL('**/node/!7c5a1101')
})
