import assert from 'node:assert/strict'
import { PORT } from '../../../src/mesh/portnums.js'
import { NOW_US } from '../../writer/stage.js'
import { inBothVillages, rowsOf, seeVillage } from './browse.js'

inBothVillages('the longest links, both directions as one, in any order', async ({ see, app }) => {
  const page = await see('/links')
  const rows = rowsOf(page.html)
  assert.ok(rows.length > 3)
  const metres = rows.map((row) => Number(/([\d.]+) km/.exec(row)?.[1] ?? 0))
  assert.deepEqual(
    metres,
    metres.toSorted((a, b) => b - a),
  )
  const up = rowsOf((await see('/links?sort=metres')).html)
  assert.deepEqual(up, rows.toReversed())
  const form = /<form class="filters[^>]*action="\/links".*?<\/form>/s.exec(page.html)?.[0] ?? ''
  for (const name of ['q', 'kind', 'channel', 'sort'])
    assert.match(form, new RegExp(`name="${name}"`))
  const told = rowsOf((await see('/links?kind=neighbor')).html)
  assert.equal(told.length, 2)
  assert.match(told.join('\n'), /Old Mill Base.* 5\.1 km.*← \+5\.5 dB/)
  assert.equal(rowsOf((await see('/links?q=nobody')).html).length, 0)
  assert.ok(rowsOf((await see('/links?q=Old Mill&channel=LongFast')).html).length > 0)
  assert.match((await see('/links?period=24h&from=500')).text, /The list ends before this page/)
  const csv = (await app.inject('/links.csv?kind=neighbor')).body.trim().split('\r\n')
  assert.match(csv[0] ?? '', /^node_1,name_1,node_2,name_2,distance_m,uncertainty_m,/)
  assert.equal(csv.length, told.length + 1)
  assert.ok(csv.some((line) => /Old Mill Base,5\d\d\d,/.test(line)))
})

inBothVillages('two gateways beside each other', async ({ see, stage }) => {
  const { text } = await see('/gateways?first=!7c5a1101&second=!9e110004')
  assert.match(text, /Both 41 93\.2 %/)
  assert.match(text, /Only KRZB 3 /)
  assert.match(text, /direct 43 0/)
  assert.match(text, /heard no node itself in the same packet/)
  for (const [gateway_id, rx_snr, rx_rssi] of [
    [0x7c5a1101, 6, -80],
    [0x9e110004, -2.5, -95],
  ] as const) {
    const packet = { from: 0xa3b40c02, id: 8800, hop_start: 3, hop_limit: 3, rx_snr, rx_rssi }
    const data = { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('hello, both') }
    await stage.hear({ gateway_id, packet, data }, { time_us: NOW_US })
  }
  const again = await see('/gateways?first=!7c5a1101&second=!9e110004&period=7d')
  assert.match(again.text, /MILL Old Mill Base 1 \+6 −2\.5 \+8\.5 dB \+15 dB/)
  const turned = await see('/gateways?first=!9e110004&second=!7c5a1101&period=7d')
  assert.match(turned.text, /−8\.5 dB −15 dB/)
})

seeVillage('without a choice the two that hear most are compared', async ({ see }) => {
  const { html, status } = await see('/gateways')
  assert.equal(status, 200)
  assert.equal([...html.matchAll(/<option value="![0-9a-f]{8}" selected>/g)].length, 2)
  assert.equal((await see('/gateways?first=nonsense')).status, 200)
})

seeVillage('rankings, links and gateways are tabs of one entry of the menu', async ({ see }) => {
  for (const path of ['/top', '/links', '/gateways']) {
    const { html } = await see(path)
    const current = [...html.matchAll(/<a aria-current="page" href="([^"]+)"/g)].map(
      (each) => each[1],
    )
    assert.ok(current.includes('/top') && current.includes(path), current.join())
  }
})
