import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodePayload } from '../../../src/mesh/encode.js'
import { PORT } from '../../../src/mesh/portnums.js'
import { sqliteDatabase } from '../../migrate/databases.js'
import { NOW_US } from '../../writer/stage.js'
import {
  inBothVillages,
  inVillage,
  placesOf,
  rowsOf,
  seeBothVillages,
  seeVillage,
  visitSite,
  wordsOf,
} from './browse.js'
import { CHURCH, FARM, HILL, ID, MILL, populate } from './village.js'

seeBothVillages('the firehose filters by type, channel and node at either end', async ({ see }) => {
  const rows = async (query: string) => rowsOf((await see(`/firehose?${query}`)).html)
  const texts = await rows(`portnum=${PORT.TEXT_MESSAGE}`)
  assert.ok(texts.length >= 10)
  assert.ok(texts.every((row) => row.includes('Text')))
  const medium = await rows('channel=MediumFast')
  assert.equal(medium.length, 1)
  assert.match(medium[0] ?? '', /St\. Kilian Tower/)
  for (const spelling of [FARM, '!1f2e0005', '0x1f2e0005', 'weiherhof', 'WHSo']) {
    const ofFarm = await rows(`node_id=${spelling}`)
    assert.ok(ofFarm.length > 5, String(spelling))
    assert.ok(ofFarm.every((row) => row.includes('Weiherhof Solar')))
  }
})

seeVillage(
  'a name that fits several nodes offers them; one that fits none says so',
  async ({ see }) => {
    const several = await see('/firehose?node_id=window.hacked')
    assert.match(several.text, /Several nodes fit “window.hacked”/)
    assert.match(several.html, /node_id=%21deadbeef/)
    assert.match((await see('/firehose?node_id=nobody')).text, /No node is called “nobody”/)
  },
)

inVillage('older packets follow by key, with the filters kept', async ({ stage, see }) => {
  await stage.together(async () => {
    for (let index = 0; index < 130; index++) {
      await stage.hear({
        packet: { from: MILL, id: 40_000 + index },
        data: { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from(`count ${index}`) },
      })
    }
  })
  const first = await see(`/firehose?portnum=${PORT.TEXT_MESSAGE}`)
  assert.equal(rowsOf(first.html).length, 50)
  const older = /href="(\/firehose\?[^"]*before=[^"]*)"/.exec(first.html)?.[1] ?? ''
  assert.match(older, /portnum=1/)
  const second = await see(older.replaceAll('&amp;', '&'))
  const rows = rowsOf(second.html)
  assert.match(rows[0] ?? '', /count 79/)
  assert.doesNotMatch(second.html, /data-live=/, 'only the newest page grows')
  assert.match(second.html, /href="\/firehose\?portnum=1"[^>]*>Newest/)
})

seeVillage('words to one node and undecryptable packets stay closed', async ({ see }) => {
  for (const address of ['/firehose', `/packet/${ID.direct}`, `/node/${MILL}`]) {
    const { html, text } = await see(address)
    assert.doesNotMatch(html, /swordfish|73776f7264|73 77 6f 72 64/, address)
    assert.match(text, /A direct message; not shown\./, address)
  }
  const secret = await see(`/packet/${ID.secret}`)
  assert.match(secret.text, /Encrypted with a key that is not known here/)
})

seeBothVillages(
  'a packet shows its fields with units and its receptions by hops',
  async ({ see }) => {
    const { html, text } = await see(`/packet/${ID.position}`)
    assert.match(text, /Latitude 50\.332°/)
    assert.match(text, /Altitude 320 m/)
    assert.match(text, /Heard by 3 gateways/)
    const hex = ID.position.toString(16)
    assert.match(
      text,
      new RegExp(`From .*To .*First heard .*Channel .*ID ${ID.position} \\(0x${hex}\\)`),
    )
    const gateways = placesOf(html).places.filter(({ kind }) => kind === 'gateway')
    assert.deepEqual(gateways.map(({ hops }) => hops).sort(), [0, 1])
    const order = ['Sent by the gateway', 'Direct', '1 hop'].map((title) => html.indexOf(title))
    assert.deepEqual(
      [...order].sort((a, b) => a - b),
      order,
    )
    const [own, direct, relayed] = rowsOf(html).slice(-3)
    assert.match(own ?? '', /Old Mill Base .* 0 m/)
    assert.match(direct ?? '', /Kreuzberg Relay .*\+6\.25 dB −80 dBm 5\.1 km 0 of 4/)
    assert.match(relayed ?? '', /St\. Kilian Tower .*−7\.5 dB −92 dBm 2\.3 km 1 of 4 …01/)
  },
)

inVillage('a hop that did not name itself leads nowhere', async ({ stage, see }) => {
  const discovery = { route: [0xffffffff, MILL], snr_towards: [-128, 8] }
  await stage.hear({
    packet: { from: FARM, to: HILL, id: 9300 },
    data: { portnum: PORT.TRACEROUTE, payload: encodePayload('RouteDiscovery', discovery) },
  })
  const { html, text } = await see('/packet/9300')
  assert.match(text, /!ffffffff/)
  assert.doesNotMatch(html, /href="\/node\/!ffffffff"/)
  assert.match(html, new RegExp(`href="/node/!${MILL.toString(16).padStart(8, '0')}"`))
})

seeVillage('question, answer and reactions lead to each other', async ({ see }) => {
  const question = await see(`/packet/${ID.question}`)
  assert.match(question.text, /is answered by Text by Old Mill Base Yes, since 9:30/)
  const answer = await see(`/packet/${ID.answer}`)
  assert.match(answer.text, /answers Text by Canoe of Jörg/)
  assert.match(answer.text, /is answered by Text by St\. Kilian Tower 👍/)
})

seeVillage('two senders with one id are both offered', async ({ see }) => {
  const choice = await see(`/packet/${ID.shared}`)
  assert.match(choice.text, /2 packets have this id/)
  const links = [...choice.html.matchAll(/href="(\/packet\/5400\?key=\d+)"/g)].map(
    (m) => m[1] ?? '',
  )
  assert.equal(links.length, 2)
  const pages = await Promise.all(links.map((link) => see(link)))
  assert.match(pages[0]?.text ?? '', /the same id, second/)
  assert.match(pages[1]?.text ?? '', /the same id, first/)
})

seeVillage('a payload that is broken or of no known kind is still a packet', async ({ see }) => {
  const { html } = await see('/firehose')
  const rows = rowsOf(html)
  assert.match(rows[0] ?? '', /Position The payload is not what its port promises/)
  assert.match(rows[1] ?? '', /Port 280 No description of this payload is known\. 4 bytes\./)
})

inVillage('map reports, which have no id, have a page each', async ({ stage, see }) => {
  const report = (from: number, long_name: string) =>
    stage.hear(
      {
        packet: { id: 0, from },
        data: {
          portnum: PORT.MAP_REPORT,
          payload: encodePayload('MapReport', {
            long_name,
            short_name: 'x',
            firmware_version: '2.7',
          }),
        },
      },
      { topic: 'msh/US/2/map/' },
    )
  await report(MILL, 'Mill by report')
  await report(FARM, 'Farm by report')
  const { html } = await see(`/firehose?portnum=${PORT.MAP_REPORT}`)
  const links = [...html.matchAll(/href="(\/packet\/0\?key=\d+)"/g)].map((match) => match[1] ?? '')
  assert.equal(links.length, 2)
  assert.match((await see(links[0] ?? '')).text, /Long name Farm by report/)
  assert.match((await see(links[1] ?? '')).text, /Long name Mill by report/)
})

seeVillage(
  'a row of the list says who, to whom, what, where and how often it was heard',
  async (visit) => {
    const rows = rowsOf((await visit.see(`/firehose?portnum=${PORT.POSITION}`)).html)
    const mill = rows.find((row) => row.includes('Old Mill Base'))
    assert.match(
      mill ?? '',
      /MILL Old Mill Base everyone Position 50\.33200, 10\.02000, 320 m .*LongFast 3 5020$/,
    )
  },
)

seeBothVillages('the bytes of a packet stand beside the fields that they say', async ({ see }) => {
  const { html, text } = await see(`/packet/${ID.position}`)
  assert.match(
    text,
    /Bytes of the opened message 08 03 12 [0-9a-f ]+ 08 03 1 portnum POSITION_APP \(3\)/,
  )
  assert.match(text, /12 [0-9a-f]{2} 2 payload 0d [0-9a-f ]{11} 1 latitude_i 503320000 15 /)
  assert.equal(html.match(/<ul class="wire">/g)?.length, 2, 'the payload is within')
  const { text: closed } = await see(`/packet/${ID.secret}`)
  assert.match(closed, /Bytes as received/)
})

inBothVillages(
  'whom the last byte of a relay may mean is inferred from what the gateway hears',
  async (visit) => {
    const { stage, see } = visit
    const words = { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('hello, tower') }
    const packet = { from: HILL, id: 9500, hop_start: 3, hop_limit: 3, rx_snr: 3 }
    const even = { ...packet, from: 0x51000100, id: 9502 }
    await stage.hear({ gateway_id: CHURCH, packet: even, data: words })
    const relayedBy = async () => rowsOf((await see(`/packet/${ID.position}`)).html).at(-1) ?? ''
    assert.match(await relayedBy(), /1 of 4 …01 LongFast/)
    await stage.hear({ gateway_id: CHURCH, packet, data: words })
    const relayed = { ...packet, hop_limit: 2, relay_node: HILL & 0xff }
    assert.match(await relayedBy(), /1 of 4 …01 ?probably ?KRZB LongFast/)
    // Remembered, and not for a packet of his own.
    assert.match(await relayedBy(), /1 of 4 …01 ?probably ?KRZB LongFast/)
    await stage.hear({ gateway_id: CHURCH, packet: { ...relayed, id: 9501 }, data: words })
    assert.doesNotMatch(rowsOf((await see('/packet/9501')).html).at(-1) ?? '', /probably/)
    // A number that ends in 00 is ff as a relay: 0 is none.
    const passedOn = { ...relayed, id: 9503, relay_node: 0xff }
    await stage.hear({ gateway_id: CHURCH, packet: passedOn, data: words })
    assert.match(rowsOf((await see('/packet/9503')).html).at(-1) ?? '', /…ff ?probably ?0100/)
  },
)

seeVillage('a traceroute’s packet leads to its way', async ({ see }) => {
  const { html } = await see(`/packet/${ID.request}`)
  assert.match(html, /href="\/traceroute\/5100\?key=\d+">Show the way/)
})

test('distances are in the units of the site and the numbers of the language', async (t) => {
  const site = await visitSite(await sqliteDatabase(t), t, '[site]\nunits = imperial\n')
  await populate(site.stage, NOW_US)
  const { text } = await site.see(`/packet/${ID.position}`)
  assert.match(text, /3\.2 mi 0 of 4/)
  const headers = { accept: 'text/html', 'accept-language': 'de' }
  const { body } = await site.app.inject({ url: `/packet/${ID.position}`, headers })
  assert.match(wordsOf(body), /3,2 mi 0 von 4/)
})

inVillage(
  'a packet’s page makes links of web addresses in words, and of no others',
  async (visit) => {
    const said =
      'See https://meshtastic.org/docs, not javascript:alert(1) or https://a@evil.example/'
    const say = (id: number, portnum: number, payload: Buffer, priority = 0) =>
      visit.stage.hear({ packet: { from: MILL, id, priority }, data: { portnum, payload } })
    await say(41_000, PORT.TEXT_MESSAGE, Buffer.from(said), 100)
    const name = { id: '!a3b40c02', long_name: 'https://evil.example', short_name: 'E' }
    await say(41_001, PORT.NODEINFO, encodePayload('User', name))
    const { html, text } = await visit.see('/packet/41000')
    const { html: chat } = await visit.see('/chat')
    const link =
      '<a href="https://meshtastic.org/docs" rel="noopener noreferrer nofollow">https://meshtastic.org/docs</a>, not javascript'
    assert.ok(html.includes(link))
    assert.ok(chat.includes(link), 'as in the chat')
    assert.match(text, /Priority HIGH \(100\)/)
    const names = await visit.see('/packet/41001')
    for (const page of [html, names.html]) assert.doesNotMatch(page, /href="[^"]*(javascript|evil)/)
    assert.match(names.text, /Long name https:\/\/evil\.example/)
  },
)

inVillage('what a packet answers says how long ago that was', async ({ see }) => {
  const { text } = await see(`/packet/${ID.answer}`)
  assert.match(text, /Belongs together answers Text by .* ago Heard by/)
})
