import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BROADCAST } from '../../../src/mesh/node-id.js'
import { PORT } from '../../../src/mesh/portnums.js'
import { sqliteDatabase } from '../../migrate/databases.js'
import { inVillage, seeBothVillages, seeVillage, visitSite } from './browse.js'
import { FARM, HILL, ID } from './village.js'

seeBothVillages('a node is found by each of its names and numbers', async ({ see }) => {
  const ids = ['!1f2e0005', String(FARM), '0x1f2e0005', '1F2E0005']
  for (const words of ['weiherhof', 'WHSo', ...ids]) {
    const { location } = await see(`/search?q=${encodeURIComponent(words)}`)
    const isClear = words !== 'weiherhof'
    assert.equal(location, isClear ? '/node/!1f2e0005' : undefined, words)
  }
  // The name is in a message too: both are shown.
  const { text } = await see('/search?q=Weiherhof')
  assert.match(text, /Nodes WHSo Weiherhof Solar .* Messages .* Good morning from the Weiherhof/)
})

seeBothVillages('a packet is found by its number', async ({ see }) => {
  assert.equal((await see(`/search?q=${ID.position}`)).location, `/packet/${ID.position}`)
})

inVillage(
  'a packet whose number is also spoken of is found beside those words',
  async ({ see, stage }) => {
    await stage.hear({
      packet: { from: FARM, id: 7701, to: BROADCAST },
      data: { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from(`did you get ${ID.position}?`) },
    })
    const { html, text } = await see(`/search?q=${ID.position}`)
    assert.match(text, new RegExp(`Packets .*${'Old Mill Base'}.* Messages .*did you get`))
    assert.match(html, new RegExp(`href="/packet/${ID.position}"`))
  },
)

seeBothVillages('words of messages are found, direct ones never', async ({ see }) => {
  assert.match((await see('/search?q=kreuzberg+UP+again')).text, /Is the relay on the Kreuzberg up/)
  const nothing = await see('/search?q=swordfish')
  assert.match(nothing.text, /Nothing of that kind is kept here/)
  assert.match(nothing.html, /<a href="\/about">Why isn’t my node here\?/)
  assert.match((await see('/search?q=%25')).text, /Nothing of that kind/)
})

seeVillage('hostile words are words', async ({ see }) => {
  const { html, status } = await see('/search?q=%3Cscript%3Ewindow')
  assert.equal(status, 200)
  assert.match(html, /&lt;script>window/)
  assert.doesNotMatch(html, /<script>window/)
  assert.equal((await see('/search')).status, 200)
  assert.equal((await see(`/search?q=${'x'.repeat(5000)}`)).status, 200)
})

seeVillage('the page of what was found can be asked again', async ({ see }) => {
  const { html } = await see('/search?q=kreuz')
  const form = /<search><form class="filters".*?<\/form>/s.exec(html)?.[0] ?? ''
  assert.match(form, /name="q"[^>]* value="kreuz"/)
})

seeVillage('every page has the box', async ({ see }) => {
  for (const url of ['/nodelist', '/chat', '/nowhere', '/packet/1']) {
    assert.match((await see(url)).html, /<form method="get" action="\/search">/, url)
  }
})

seeVillage('an id that was never heard leads to the reasons', async ({ see }) => {
  const { html } = await see('/search?q=!11112222')
  assert.match(html, /href="\/about\?node=%2111112222"/)
  const { text } = await see('/about?node=!11112222')
  assert.match(text, /Heard never Nothing of !11112222 has ever arrived here, or not for 365 days/)
})

seeBothVillages(
  'a node that was heard is told by whom, and what of it is known',
  async ({ see }) => {
    const { text } = await see(`/about?node=${FARM}`)
    assert.match(text, /Heard yes Last 6 h ago/)
    assert.match(text, /Reported by gateways yes .* KRZB Kreuzberg Relay 10/)
    assert.match(text, /Decrypted most 9 of 10 packets could be read/)
    assert.match(text, /Named yes/)
    assert.match(text, /On the map yes/)
    assert.match(text, /Let in yes/)
  },
)

inVillage('a node that only others speak of has neither name nor place', async ({ see, stage }) => {
  await stage.hear({
    packet: { from: 0x33333333, id: 8 },
    gateway_id: HILL,
    data: { portnum: 1, payload: Buffer.from('who am I') },
  })
  const { text } = await see('/about?node=0x33333333')
  assert.match(text, /Named no Its name has not come by/)
  assert.match(text, /On the map no No position that could be read/)
})

test('a node that the owner excludes is told so', async (t) => {
  const site = await visitSite(await sqliteDatabase(t), t, '[mqtt]\nskip_node_ids = !1f2e0005\n')
  const { text } = await site.see('/about?node=!1f2e0005')
  assert.match(text, /Let in no The owner of this site has excluded this node/)
  assert.match((await site.see('/about?node=banana')).text, /That is no node id/)
})
