import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sqliteDatabase } from '../../migrate/databases.js'
import { seeBothVillages, seeVillage, visitSite } from './browse.js'
import { HILL, ID } from './village.js'

const addresses = [
  '/nodelist',
  '/nodelist?active=all&sort=-hw_model',
  '/firehose',
  '/chat',
  '/traceroutes',
  '/status',
  '/stats',
  '/top',
  '/net',
  '/search?q=window',
  '/about?node=!deadbeef',
  `/node/${HILL}`,
  '/node/!deadbef1',
  '/node/0xdeadbeef',
  `/packet/${ID.question}`,
  `/packet/${ID.shared}`,
  `/traceroute/${ID.request}`,
]

seeBothVillages(
  'every page is a whole document without inline script or style',
  async ({ see }) => {
    for (const address of addresses) {
      const { status, html } = await see(address)
      assert.equal(status, 200, address)
      assert.match(html, /^<!doctype html><html lang="en"/, address)
      assert.match(html, /<title>[^<]+ · MeshView<\/title>/, address)
      assert.match(html, /<h1[ >]/, address)
      assert.doesNotMatch(html, /<script(?![^>]* src="\/dist\/)/, address)
      assert.doesNotMatch(html, / style="| on[a-z]+="|javascript:[^<]*"/, address)
      assert.doesNotMatch(
        html,
        /<(img(?! class="qr" src="\/node\/![0-9a-f]{8}\/qr\.svg")|svg on|b>)/,
        address,
      )
    }
  },
)

seeVillage('addresses that make no sense show the page without that filter', async ({ see }) => {
  const all = (await see('/firehose')).html.match(/<tr class="packet"/g)?.length
  for (const query of ['portnum=abc', 'portnum=-5', 'before=x', 'portnum=&channel=&node_id=']) {
    const { status, html } = await see(`/firehose?${query}`)
    assert.equal(status, 200)
    assert.equal(html.match(/<tr class="packet"/g)?.length, all, query)
  }
})

seeVillage('what is not there is said in words, with the right status', async ({ see }) => {
  const missing = await see('/node/!0badcafe')
  assert.equal(missing.status, 404)
  assert.match(missing.text, /Nothing was ever heard of !0badcafe/)
  assert.match(missing.html, /href="\/about\?node=%210badcafe">Why is the node !0badcafe not here/)
  assert.equal((await see('/node/nobody')).status, 400)
  assert.equal((await see('/packet/77')).status, 404)
  assert.equal((await see('/packet/%3Cb%3E')).status, 400)
  assert.equal((await see('/traceroute/77')).status, 404)
  const nowhere = await see('/no-such-page')
  assert.equal(nowhere.status, 404)
  assert.match(nowhere.html, /<a href="\/nodelist">Nodes<\/a>/, 'the menu leads on')
})

seeVillage('old addresses of a node lead to its page', async ({ see }) => {
  assert.equal((await see(`/node/1?from_node_id=${HILL}`)).location, '/node/!7c5a1101')
})

test('a page whose flag is off is neither in the menu nor on the site', async (t) => {
  const { see } = await visitSite(await sqliteDatabase(t), t, '[site]\nchat = false\n')
  const { html, status } = await see('/nodelist')
  assert.equal(status, 200)
  assert.match(html, /<a aria-current="page" href="\/nodelist"/)
  assert.doesNotMatch(html, /href="\/chat"/)
  assert.equal((await see('/chat')).status, 404)
})

test('under a sub-path every address of ours begins with it', async (t) => {
  const { see } = await visitSite(await sqliteDatabase(t), t, '[site]\nbase_path = /mesh\n')
  for (const page of ['/nodelist?q=x', '/mesh/chat', '/no-such-page', '/node/nobody']) {
    const { html } = await see(page)
    const links = [...html.matchAll(/(?:href|src|action)="([^"#]*)/g)].map((match) => match[1])
    assert.ok(links.length > 4, page)
    for (const link of links) assert.match(link ?? '', /^(\/mesh\/|$)/, page)
  }
})

test('the header has title and message of the site, the foot its version', async (t) => {
  const ini = '[site]\ntitle = Rhön <b>Mesh</b>\nmessage = Net on Thursdays\n'
  const { see, context } = await visitSite(await sqliteDatabase(t), t, ini)
  const { html } = await see('/nodelist')
  assert.match(html, /<span class="brand-name">Rhön &lt;b>Mesh&lt;\/b><\/span>/)
  assert.match(html, /<p class="notice">Net on Thursdays<\/p>/)
  assert.ok(/<footer.*<\/footer>/s.exec(html)?.[0].includes(`MeshView ${context.version}`))
})

test('every flag of the menu closes its page and what belongs to it', async (t) => {
  const closed = {
    nodes: ['/nodelist', '/nodelist.csv'],
    chat: ['/chat', '/live/chat'],
    everything: ['/firehose', '/firehose.csv', '/live/firehose'],
    graphs: ['/nodegraph'],
    net: ['/net', '/net.csv'],
    map: ['/map', '/kiosk', '/heatmap', '/map/heat.json'],
    stats: ['/stats', '/stats/traffic.csv'],
    top: ['/top', '/top.csv', '/links', '/links.csv', '/gateways'],
  }
  const ini = Object.keys(closed).map((flag) => `${flag} = false`)
  const { see } = await visitSite(await sqliteDatabase(t), t, `[site]\n${ini.join('\n')}\n`)
  const open: string[] = []
  for (const url of Object.values(closed).flat()) {
    if ((await see(url)).status !== 404) open.push(url)
  }
  assert.deepEqual(open, [])
  const menu = /<nav class="menu".*?<\/nav>/s.exec((await see('/about')).html)?.[0] ?? ''
  assert.deepEqual(
    [...menu.matchAll(/href="([^"]+)"/g)].map((each) => each[1]),
    ['/traceroutes'],
  )
})

seeVillage('filters stand in the form of their page, as they were asked for', async ({ see }) => {
  const asked = {
    '/nodelist': {
      q: 'kreuz',
      role: 'ROUTER',
      channel: 'LongFast',
      hw_model: 'RAK4631',
      active: '1',
    },
    '/firehose': { portnum: '1', channel: 'LongFast', node_id: '!7c5a1101' },
    '/traceroutes': { from: '!7c5a1101', to: '!a3b40c02', node_id: '!7c5a1101' },
    '/map': { q: 'kreuz', role: 'ROUTER', hw_model: 'RAK4631', active: '1h', color: 'age' },
    '/nodegraph': { q: 'kreuz', active: '1h', snr: '-5' },
    '/heatmap': { by: 'packets', active: '1h' },
    '/links': { q: 'mill', kind: 'neighbor', channel: 'LongFast', sort: '-snr' },
    '/top': { q: 'kreuz', channel: 'LongFast' },
    '/stats': { channel: 'LongFast', portnum: '1' },
  }
  for (const [path, filters] of Object.entries(asked)) {
    const { html } = await see(`${path}?${new URLSearchParams(filters)}`)
    const main = html.slice(html.indexOf('<main'))
    for (const [name, value] of Object.entries(filters)) {
      const select = new RegExp(`<select[^>]* name="${name}".*?</select>`, 's').exec(main)?.[0]
      const chosen = select
        ? new RegExp(`<option(?= [^>]*selected)[^>]* value="${value}"`).test(select)
        : new RegExp(`<input(?=[^>]* name="${name}")[^>]* value="${value}"`).test(main)
      assert.ok(chosen, `${path}: ${name}=${value} ${select ?? ''}`)
    }
  }
})

seeVillage(
  'every table has a head, and as many headings as its rows have cells',
  async ({ see }) => {
    const cellsOf = (row: string) =>
      [...row.matchAll(/<t[dh][ >][^>]*/g)].reduce(
        (sum, [cell]) => sum + Number(/colspan="(\d+)"/.exec(cell)?.[1] ?? 1),
        0,
      )
    let tables = 0
    for (const address of [...addresses, '/links', '/gateways', '/map', '/nodegraph', '/net']) {
      const { html } = await see(address)
      for (const [table] of html.matchAll(/<table.*?<\/table>/gs)) {
        const [head, ...rows] = table.split('<tr').slice(1)
        assert.match(table, /<thead[ >]/, `${address}: ${table.slice(0, 200)}`)
        for (const row of rows) {
          assert.equal(
            cellsOf(`<tr${row}`),
            cellsOf(`<tr${head}`),
            `${address}: ${row.slice(0, 200)}`,
          )
        }
        tables++
      }
    }
    assert.ok(tables > 25, `${tables} tables`)
  },
)

seeVillage(
  'periods are links, the one that is shown is marked and the others lead on',
  async ({ see }) => {
    for (const path of ['/stats', '/top', '/links', '/gateways', `/node/${HILL}`]) {
      const periodsOf = async (url: string) => {
        const { html } = await see(url)
        const nav = /<nav class="segments" aria-label="Period">.*?<\/nav>/s.exec(html)?.[0] ?? ''
        const links = [...nav.matchAll(/<a [^>]*href="([^"]*)"/g)]
        return links.map(([link, href = '']) => ({
          href: href.replaceAll('&amp;', '&'),
          isShown: link.includes('aria-current="page"'),
        }))
      }
      const first = await periodsOf(path)
      assert.ok(first.length > 3, path)
      assert.equal(first.filter(({ isShown }) => isShown).length, 1, path)
      const other = first.find(({ isShown }) => !isShown)?.href ?? ''
      assert.deepEqual(
        (await periodsOf(other)).filter(({ isShown }) => isShown).map(({ href }) => href),
        [other],
        path,
      )
    }
  },
)
