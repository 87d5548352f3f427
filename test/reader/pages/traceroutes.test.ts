import assert from 'node:assert/strict'
import { placesOf, rowsOf, seeBothVillages, seeVillage, wordsOf } from './browse.js'
import { ID } from './village.js'

seeBothVillages(
  'request and reply are one traceroute, with every hop and its signal',
  async ({ see }) => {
    const { html } = await see('/traceroutes')
    const rows = rowsOf(html)
    assert.equal(rows.length, 2)
    assert.match(rows[1] ?? '', /Canoe of Jörg 🛶 WHSo Weiherhof Solar/)
    assert.match(
      rows[1] ?? '',
      /🛶 to→\+5\.5MILL to→\? to→−7\.5KRZB to→\+4\.5WHSo back ?WHSo to→\+5KRZB to→−3\.5MILL to→\+6\.5🛶 3 relays/,
    )
  },
)

seeVillage('a request without a reply is shown as far as it is known', async ({ see }) => {
  const rows = rowsOf((await see('/traceroutes')).html)
  assert.match(
    rows[0] ?? '',
    /MILL Old Mill Base KIL St\. Kilian Tower MILL → … no reply heard 5110/,
  )
  const { text, status } = await see('/traceroute/5110')
  assert.equal(status, 200)
  assert.match(text, /not heard any further/)
  assert.match(text, /No reply was heard/)
})

seeVillage('request and reply lead to the same page', async ({ see }) => {
  const byRequest = await see(`/traceroute/${ID.request}`)
  const byReply = await see(`/traceroute/${ID.reply}`)
  assert.equal(byReply.text, byRequest.text)
  assert.match(byRequest.text, /Canoe of Jörg 🛶 → WHSo Weiherhof Solar/)
  assert.match(byRequest.text, /unknown node/)
  assert.equal(rowsOf(byRequest.html).length, 3, 'every gateway tells its copy')
  for (const id of [ID.request, ID.reply]) {
    assert.match(byRequest.html, new RegExp(`href="/packet/${id}"`))
  }
})

seeBothVillages('traceroutes are found by any node on the way', async ({ see }) => {
  assert.equal(rowsOf((await see('/traceroutes?node_id=!7c5a1101')).html).length, 1)
  assert.equal(rowsOf((await see('/traceroutes?node_id=Old Mill')).html).length, 2)
  assert.equal(rowsOf((await see('/traceroutes?node_id=!9e110004')).html).length, 1, 'the target')
  assert.match((await see('/traceroutes?node_id=nobody')).text, /No node is called “nobody”/)
})

seeBothVillages('traceroutes are found by each end apart', async ({ see }) => {
  const count = async (query: string) => rowsOf((await see(`/traceroutes?${query}`)).html).length
  assert.equal(await count('from=!55aa0003'), 1, 'the canoe asked')
  assert.equal(await count('to=!55aa0003'), 0, 'nobody asked for it, though a reply went there')
  assert.equal(await count('to=!1f2e0005'), 1)
  assert.equal(await count('from=!55aa0003&to=!1f2e0005&node_id=!7c5a1101'), 1)
  assert.equal(await count('from=!55aa0003&to=!9e110004'), 0)
  assert.equal(await count('from=Old Mill&to=kilian'), 1)
  assert.match((await see('/traceroutes?from=Old Mill&to=nobody')).text, /called “nobody”/)
})

seeVillage(
  'a traceroute is drawn hop by hop, each way in its own colour, and on a map',
  async (visit) => {
    const { html } = await visit.see(`/traceroute/${ID.request}`)
    const there = /<ol class="stations">.*?<\/ol>/s.exec(html)?.[0] ?? ''
    const back = /<ol class="stations back">.*?<\/ol>/s.exec(html)?.[0] ?? ''
    assert.equal(there.match(/class="leg"/g)?.length, 4)
    assert.match(wordsOf(there), /Canoe of Jörg 🛶 .*\+5\.5 dB MILL Old Mill Base .*SNR unknown/)
    assert.match(wordsOf(back), /Weiherhof Solar .*\+5 dB KRZB Kreuzberg Relay .*\+6\.5 dB/)
    const { ways } = placesOf(html)
    assert.ok(ways.some(({ kind }) => kind === 'there') && ways.some(({ kind }) => kind === 'back'))
  },
)
