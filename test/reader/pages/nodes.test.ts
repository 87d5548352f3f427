import assert from 'node:assert/strict'
import { encodePayload } from '../../../src/mesh/encode.js'
import { formatNodeId } from '../../../src/mesh/node-id.js'
import { PORT } from '../../../src/mesh/portnums.js'
import { NOW_US } from '../../writer/stage.js'
import {
  inBothVillages,
  inVillage,
  placesOf,
  rowsOf,
  seeBothVillages,
  seeVillage,
} from './browse.js'
import { FARM, HILL } from './village.js'

seeVillage('nodes sort by the address, either way round', async ({ see }) => {
  const names = async (query: string) =>
    rowsOf((await see(`/nodelist?${query}`)).html).map((row) => row.split(' !')[0] ?? '')
  const up = await names('sort=long_name')
  assert.deepEqual(await names('sort=-long_name'), [...up].reverse())
  assert.ok(up.indexOf('KIL St. Kilian Tower') > up.indexOf('KRZB Kreuzberg Relay'))
  const { html } = await see('/nodelist?sort=long_name')
  assert.match(html, /aria-sort="ascending"[^>]*><a href="\/nodelist\?sort=-long_name">Node/)
})

inBothVillages(
  'nodes filter by name, role, hardware, firmware and being a gateway',
  async ({ see, setNow, stage, app }) => {
    await stage.db.run(`update node set firmware = '2.7.18' where node_id in (${HILL}, ${FARM})`)
    const rows = async (query: string) => rowsOf((await see(`/nodelist?${query}`)).html)
    assert.equal((await rows('q=kilian')).length, 1)
    assert.equal((await rows('q=!7c5a1101')).length, 1)
    assert.equal((await rows('role=ROUTER')).length, 1)
    assert.equal((await rows('hw_model=TBEAM')).length, 5)
    assert.equal((await rows('firmware=2.7.18')).length, 2)
    assert.equal((await rows('firmware=2.7.18&role=ROUTER')).length, 1)
    const csv = (await app.inject('/nodelist.csv?firmware=2.7.18')).body
    assert.equal(csv.trim().split('\r\n').length, 3)
    const found = await app.inject('/api/nodes?firmware=2.7.18')
    assert.equal(found.json<{ nodes: unknown[] }>().nodes.length, 2)
    assert.equal((await rows('gateway=1')).length, 3)
    const none = await see('/nodelist?q=nobody')
    assert.match(none.text, /No node fits/)
    assert.match(none.html, /value="nobody"/)
    setNow(1_795_000_000_000_000 + 20 * 86_400_000_000)
    assert.equal((await rows('')).length, 0)
    assert.equal((await rows('active=30')).length, 10)
  },
)

inBothVillages('the CSV of nodes tells every change of a node', async ({ stage, app }) => {
  const cells = async () => {
    const lines = (await app.inject(`/nodelist.csv?ids=${FARM}&active=all`)).body.split('\r\n')
    assert.deepEqual([lines.length, lines[2]], [3, ''])
    return lines[1]
  }
  const first = await cells()
  assert.equal(await cells(), first)
  const changes: [set: string, cells: string][] = [
    [
      `long_name = '=1+"2",3', short_name = 'x,y', hw_model = null, firmware = '2.7.18', role = 'ROUTER',
        channel = '-mesh', last_lat = -1234567, last_long = 10000000, altitude = -3, gateway_seen_us = null,
        first_seen_us = 1000000, last_seen_us = 1500000`,
      `"'=1+""2"",3","x,y",,2.7.18,ROUTER,'-mesh,-0.1234567,1,-3,false,1970-01-01T00:00:01.000Z,1970-01-01T00:00:01.500Z`,
    ],
    [
      'gateway_seen_us = 5, last_seen_us = 2000000',
      `"'=1+""2"",3","x,y",,2.7.18,ROUTER,'-mesh,-0.1234567,1,-3,true,1970-01-01T00:00:01.000Z,1970-01-01T00:00:02.000Z`,
    ],
    [
      'long_name = null, last_lat = null, last_long = null, altitude = null',
      ',"x,y",,2.7.18,ROUTER,\'-mesh,,,,true,1970-01-01T00:00:01.000Z,1970-01-01T00:00:02.000Z',
    ],
  ]
  for (const [set, expected] of changes) {
    await stage.db.run(`update node set ${set} where node_id = ${FARM}`)
    assert.equal(await cells(), `${formatNodeId(FARM)},${expected}`)
  }
})

seeBothVillages('a node shows what is known of it, sub-zero temperatures too', async ({ see }) => {
  const { text, html } = await see(`/node/${FARM}`)
  assert.match(text, /Hardware SEEED SOLAR NODE/)
  assert.match(text, /Position Latitude 50\.40000° Longitude 10\.11000° Altitude 380 m/)
  // In the cards of the newest reports, not in the list of packets.
  assert.match(text, /Device \S+ .{0,20}Charge 87 %/)
  assert.match(text, /Environment \S+ .{0,20}Temperature −4\.2 °C/)
  assert.match(text, /Voltage 1 5\.1 V/)
  assert.match(text, /Heard directly by .* KRZB Kreuzberg Relay/)
  assert.match(html, /<section id="packets">/)
})

inVillage('rows that were rendered before show what has changed since', async ({ see, stage }) => {
  const pages = async () => {
    const list = await see('/nodelist?active=all&q=!7c5a1101')
    return `${rowsOf(list.html).join()} ${(await see('/firehose')).text}`
  }
  await pages()
  const changes: readonly (readonly [column: string, value: string | number, shown: string])[] = [
    ['long_name', 'Renamed Hill', 'Renamed Hill'],
    ['short_name', 'RNH', 'RNH'],
    ['hw_model', 'NEW_BOARD', 'NEW BOARD'],
    ['firmware', '9.9.9', '9.9.9'],
    ['role', 'REPEATER', 'Repeater'],
    ['channel', 'OtherChannel', 'OtherChannel'],
    ['last_lat', 511234500, '51.12345'],
    ['last_long', 98765400, '9.87654'],
  ]
  for (const [column, value, shown] of changes) {
    assert.ok(!(await pages()).includes(shown), `${shown} before`)
    await stage.db.run(`update node set ${column} = ? where node_id = ${0x7c5a1101}`, [value])
    assert.ok((await pages()).includes(shown), `${shown} after`)
  }
})

inVillage('so do messages and traceroutes', async ({ see, stage }) => {
  const changes: readonly (readonly [path: string, sql: string, shown: string])[] = [
    ['/chat', `update node set long_name = 'Renamed'`, 'Renamed'],
    ['/chat', `update channel set name = 'Other' || channel_id`, 'Other1'],
    ['/chat', `update text_message set text = 'Other words' where emoji = 0`, 'Other words'],
    ['/chat', `update text_message set text = '🦀' where emoji <> 0`, '🦀'],
    ['/traceroutes', `update node set short_name = 'RNM'`, 'RNM'],
    ['/traceroutes', 'update traceroute_hop set snr4 = 11', '2.75'],
  ]
  for (const [path, sql, shown] of changes) {
    assert.ok(!(await see(path)).text.includes(shown), `${shown} before`)
    await stage.db.run(sql)
    assert.ok((await see(path)).text.includes(shown), `${shown} after`)
  }
})

seeVillage('a position that was cut says how exact it is', async ({ see }) => {
  assert.match((await see('/node/!a3b40c02')).text, /within 728 m \(15 bits\)/)
})

seeVillage('a gateway shows whom it hears', async ({ see }) => {
  const { text } = await see(`/node/${HILL}`)
  assert.match(text, /Gateway/)
  assert.match(text, /Hears directly .* WHSo Weiherhof Solar/)
  assert.match(text, /received \d+ as a gateway/)
})

seeBothVillages(
  'the map of a node has its neighbours, and a table has what it reports',
  async ({ see }) => {
    const { text, html } = await see(`/node/${HILL}`)
    assert.match(text, /Reports as neighbours .* St\. Kilian Tower −3\.25/)
    const { places, ways } = placesOf(html)
    assert.deepEqual(places[0]?.kind, 'source')
    const names = places.map(({ label }) => label)
    for (const name of ['KRZB', 'KIL', 'MILL', 'WHSo'])
      assert.ok(names.includes(name), names.join())
    assert.equal(ways.filter(({ kind }) => kind === 'heard').length, places.length - 1)
  },
)

inVillage('a contact has room in a code, however long the names are', async ({ stage, app }) => {
  const long = '🛶'.repeat(4000)
  await stage.db.run('update node set long_name = ?, short_name = ?', [long, long])
  const { statusCode, body } = await app.inject(`/node/${HILL}/qr.svg`)
  assert.equal(statusCode, 200)
  assert.match(body, /^<svg/)
})

inVillage('a second public key is pointed out', async ({ stage, see }) => {
  assert.doesNotMatch((await see(`/node/${FARM}`)).text, /public keys/)
  await stage.hear({
    packet: { from: FARM, id: 7777 },
    data: {
      portnum: PORT.NODEINFO,
      payload: encodePayload('User', {
        long_name: 'Weiherhof Solar',
        short_name: 'WHSo',
        public_key: Buffer.alloc(32, 9),
      }),
    },
  })
  assert.match((await see(`/node/${FARM}`)).text, /This node has announced 2 public keys/)
})

seeBothVillages('the list of nodes has a column for each thing that is known', async ({ see }) => {
  const { html } = await see('/nodelist')
  const heads = [...html.matchAll(/<th scope="col"[^>]*>(.*?)<\/th>/gs)].map((each) =>
    (each[1] ?? '').replace(/<[^>]*>/g, ''),
  )
  const expected = 'Node ID Hardware Firmware Role Channel Position'.split(' ')
  assert.deepEqual(heads, [...expected, 'Last heard'])
  const hill = rowsOf(html).find((row) => row.includes('Kreuzberg'))
  assert.match(
    hill ?? '',
    /^KRZB Kreuzberg Relay !7c5a1101 RAK4631 Router Gateway LongFast 50\.37000, 9\.98000 \d/,
  )
})

inVillage('nodes without a value come last, whichever way they are sorted', async (visit) => {
  const { see, stage } = visit
  await stage.db.run(`update node set firmware = '2.7.1' where node_id = ${HILL}`)
  await stage.db.run(`update node set firmware = '2.6.9' where node_id = ${FARM}`)
  const first = async (sort: string) =>
    rowsOf((await see(`/nodelist?sort=${sort}`)).html)
      .slice(0, 2)
      .map((row) => /2\.\d\.\d/.exec(row)?.[0])
  assert.deepEqual(await first('firmware'), ['2.6.9', '2.7.1'])
  assert.deepEqual(await first('-firmware'), ['2.7.1', '2.6.9'])
})

seeBothVillages(
  'a node says when it was heard, what it sent, and its traceroutes',
  async (visit) => {
    const { text } = await visit.see(`/node/${FARM}`)
    assert.match(text, /Short name WHSo ID !1f2e0005 523108357/)
    assert.match(text, /Last 24 hours sent 10, heard 29 times/)
    assert.match(text, /First heard 2026-11-18 04:\d\d:\d\d UTC Last heard 2026-11-18 0\d:/)
    assert.match(text, /Public key BQUFBQUF/)
    assert.match(text, /Traceroutes all with this node .* Canoe of Jörg 🛶 WHSo Weiherhof Solar/)
  },
)

inVillage('a long list of nodes has pages, and all of it as a file', async ({ see, stage }) => {
  await stage.db.run(
    `insert into node (node_id, long_name, short_name, first_seen_us, last_seen_us)
     with recursive number (n) as (select 1 union all select n + 1 from number where n < 450)
     select 1000 + n, 'Node number ' || n, 'N', ${NOW_US}, ${NOW_US} from number`,
  )
  const found: string[] = []
  for (
    let url: string | undefined = '/nodelist?q=number&active=all&sort=node_id';
    url !== undefined;
  ) {
    const { html, text } = await see(url)
    found.push(...rowsOf(html))
    assert.match(text, new RegExp(`–${found.length} of 450`))
    assert.match(html, /href="\/nodelist\.csv\?q=number&amp;active=all"/)
    const next = /<a(?=[^>]* rel="next")[^>]* href="([^"]*)"/.exec(html)?.[1]
    url = next?.replaceAll('&amp;', '&')
  }
  assert.equal(new Set(found).size, 450)
})
