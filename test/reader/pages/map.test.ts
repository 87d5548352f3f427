import assert from 'node:assert/strict'
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { brotliDecompressSync } from 'node:zlib'
import { encodePayload } from '../../../src/mesh/encode.js'
import { PORT } from '../../../src/mesh/portnums.js'
import type { MapData } from '../../../src/reader/map/format.js'
import { sqliteDatabase } from '../../migrate/databases.js'
import { NOW_US } from '../../writer/stage.js'
import {
  inBothVillages,
  inVillage,
  rowsOf,
  seeBothVillages,
  seeVillage,
  visitSite,
} from './browse.js'
import { BOAT, CHURCH, FARM, HILL, HOSTILE, MILL } from './village.js'

inBothVillages(
  'the data of the map: nodes with their places, and links both ways',
  async ({ app }) => {
    const answer = await app.inject('/map/data.json')
    const { cursor, nodes, links } = answer.json<MapData>()
    assert.ok(cursor > 0)
    const hill = nodes.find(([node_id]) => node_id === HILL)
    assert.deepEqual(hill?.slice(1, 8), [
      ...['Kreuzberg Relay', 'KRZB', 'ROUTER', 'LongFast', 'RAK4631', 503_700_000, 99_800_000],
    ])
    assert.equal(hill?.[10], 1, 'a gateway')
    assert.deepEqual([...new Set(links.kind)].sort(), [1, 2, 3])
    const ids = (places: number[]) => places.map((place) => nodes[place]?.[0])
    const [from, to] = [ids(links.from), ids(links.to)]
    const told = links.kind.findIndex(
      (kind, index) => kind === 2 && from[index] === MILL && to[index] === HILL,
    )
    assert.equal(links.snr4[told], 22, '5.5 dB in quarters')
    assert.ok(links.age_min.includes(0), 'ages begin at the newest')
    const newest = Math.max(...nodes.map((node) => node[9]))
    assert.ok(Math.abs(links.newest - newest) < 86_400, 'seconds since 1970')
  },
)

inVillage('data that has not changed is not sent again', async ({ app }) => {
  const first = await app.inject('/map/data.json')
  const etag = String(first.headers.etag)
  const again = await app.inject({ url: '/map/data.json', headers: { 'if-none-match': etag } })
  assert.equal(again.statusCode, 304)
})

inVillage('a time window leaves out what is older', async ({ app }) => {
  const count = async (window: string) =>
    (await app.inject(`/map/data.json?active=${window}`)).json<MapData>().nodes.length
  const hour = await count('1h')
  assert.ok(hour < (await count('7d')))
  assert.equal(await count('nonsense'), await count('7d'))
  assert.equal(await count('all'), 10)
})

seeBothVillages('the card of a node lists its links with signal and distance', async ({ see }) => {
  const { text, status } = await see(`/map/node/!${HILL.toString(16)}`)
  assert.equal(status, 200)
  assert.match(text, /Kreuzberg Relay/)
  assert.match(text, /Old Mill Base \+5\.5 .* 5\.1 km/)
  assert.equal((await see('/map/node/!00000009')).status, 404)
  assert.equal((await see('/map/node/nonsense')).status, 400)
})

seeVillage('names in cards are text', async ({ see }) => {
  const { html, text } = await see('/map/node/!deadbeef')
  assert.ok(text.includes(HOSTILE.script))
  assert.ok(!html.includes('<script'))
})

inVillage('the trail of a node, oldest first', async ({ app }) => {
  const trail = (await app.inject(`/map/trail/${MILL}`)).json<number[][]>()
  assert.deepEqual(trail[0]?.slice(0, 2), [503_320_000, 100_200_000])
})

inBothVillages('weights of the heat map', async ({ app }) => {
  const points = async (query: string) =>
    (await app.inject(`/map/heat.json?${query}`)).json<{ points: number[][] }>().points
  assert.ok((await points('')).every(([, , weight]) => weight === 1))
  const sent = await points('by=packets&active=1d')
  assert.ok(sent.some(([, , weight]) => (weight ?? 0) > 3))
})

seeVillage('without script the map is a table, by the same filters', async ({ see }) => {
  const all = await see('/map')
  assert.equal(all.status, 200)
  assert.equal(rowsOf(all.html).length, 10)
  const routers = rowsOf((await see('/map?role=ROUTER')).html)
  assert.equal(routers.length, 1)
  assert.match(routers[0] ?? '', /Kreuzberg Relay.*50\.37000, 9\.98000/)
  assert.match((await see('/map?q=nobody')).text, /No node that fits has reported where it is/)
})

inBothVillages('the heat map shows how full the air is', async ({ app, see, stage }) => {
  const report = (channel_utilization: number, air_util_tx: number) => ({
    portnum: PORT.TELEMETRY,
    payload: encodePayload('Telemetry', { device_metrics: { channel_utilization, air_util_tx } }),
  })
  let id = 9100
  const tell = (from: number, data: ReturnType<typeof report>, ago_us = 0) =>
    stage.hear({ packet: { from, id: id++ }, data }, { time_us: NOW_US - ago_us })
  // The hill: six reports of 30 %, older ones that no longer count; the farm, far away, is calm.
  for (let minute = 8; minute >= 0; minute--) {
    await tell(HILL, report(minute >= 6 ? 99 : 30, 4.2), minute * 60_000_000)
  }
  await tell(FARM, report(5, 0))
  // No share of the time, and one of a time before the window.
  await tell(CHURCH, report(Number.NaN, 250))
  await tell(BOAT, report(80, 8), 3 * 86_400_000_000)
  const heat = async (query: string) =>
    (await app.inject(`/map/heat.json?active=1h&${query}`)).json<{
      points: [number, number, number][]
      top?: number
    }>()
  const shares = async (by: string) => {
    const { points, top } = await heat(`by=${by}`)
    return { top, points: points.map(([lat, , share]) => [lat / 1e7, share]).sort() }
  }
  assert.deepEqual(await shares('channel'), {
    top: 50,
    points: [
      [50.37, 30],
      [50.4, 5],
    ],
  })
  assert.deepEqual(await shares('air'), {
    top: 10,
    points: [
      [50.37, 4.2],
      [50.4, 0],
    ],
  })
  assert.equal((await heat('by=toString')).top, undefined)
  const { text, html } = await see('/heatmap?active=1h&by=channel')
  assert.match(text, /Busiest areas .* Highest 50\.35, 9\.95 1 30\.0\s% 30\.0\s%/)
  assert.match(text, /0\s?%\s?50\s?% or more/)
  assert.match(html, /<div class="heat-scale" data-scale="nodes packets" hidden/)
})

seeBothVillages('without script the graph is a table of the best linked nodes', async ({ see }) => {
  const { html, text } = await see('/nodegraph')
  assert.match(text, /Best linked nodes/)
  const [first] = rowsOf(html)
  assert.match(first ?? '', /Kreuzberg Relay Links? \d+|Kreuzberg Relay \d+/)
  assert.match((await see('/nodegraph?active=1h&role=x')).text, /Best linked nodes/)
  // How much is drawn is said at once, unless the drawing's own filters have a say in it.
  assert.match(text, /\d+ nodes, \d+ links/)
  for (const filter of ['role=x', 'links=none', 'snr=5', 'focus=1']) {
    assert.doesNotMatch((await see(`/nodegraph?${filter}`)).text, /nodes, \d+ links/)
  }
})

seeVillage('the heat map has its densest areas as a table', async ({ see }) => {
  assert.match((await see('/heatmap')).text, /Densest areas .* 50\.35, 9\.95/)
})

test('a map that is off has no page, no data and no full screen', async (t) => {
  const { see } = await visitSite(
    await sqliteDatabase(t),
    t,
    '[site]\nmap = false\ngraphs = false\n',
  )
  for (const url of ['/map', '/kiosk', '/heatmap', '/nodegraph', '/map/data.json', '/live/map']) {
    assert.equal((await see(url)).status, 404, url)
  }
  assert.doesNotMatch((await see('/nodelist')).html, /href="\/(map|nodegraph)"/)
})

test('a source of tiles is the only foreign address that pages may load from', async (t) => {
  const ini =
    '[site]\nmap_tiles = https://tiles.example.org/{z}/{x}/{y}.png\nmap_attribution = © <b>Example</b>\n'
  const { see, app } = await visitSite(await sqliteDatabase(t), t, ini)
  const { html } = await see('/map')
  assert.ok(html.includes('data-tiles="https://tiles.example.org/{z}/{x}/{y}.png"'))
  assert.ok(!html.includes('<b>Example'))
  const policy = String((await app.inject('/map')).headers['content-security-policy'])
  assert.match(policy, /img-src 'self' data: https:\/\/tiles\.example\.org;/)
})

test('a tile archive that is none leaves the outline', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'meshview-tiles-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'area.pmtiles')
  writeFileSync(file, 'not an archive')
  const { see } = await visitSite(await sqliteDatabase(t), t, `[site]\nmap_pmtiles = ${file}\n`)
  assert.equal((await see('/map')).status, 200)
  assert.ok(!(await see('/map')).html.includes('/map/tiles/{z}'))
})

seeVillage('the card of a node says what it is and when it was heard', async ({ see }) => {
  const { text } = await see(`/map/node/!${HILL.toString(16)}`)
  assert.match(text, /KRZB Kreuzberg Relay ?Router ?LongFast ?Gateway/)
  assert.match(text, /Heard \d.* ID !7c5a1101 Hardware RAK4631/)
  assert.match(text, /Position 50\.37000, 9\.98000/)
})

seeVillage('the full screen has the map without menu and form', async ({ see }) => {
  const { html } = await see('/kiosk?role=ROUTER')
  assert.doesNotMatch(html, /<header|<nav|<form|<footer/)
  assert.match(html, /data-map-frame/)
  assert.equal(rowsOf(html).length, 1, 'by the same parameters')
})

seeVillage('the map opens between the corners of the configuration', async ({ see }) => {
  assert.match((await see('/map')).html, /data-bounds="39,-123,36,-121"/)
})

inVillage('thousands of nodes and links are little data', async ({ app, stage }) => {
  const { db } = stage
  await db.run(`with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000)
    insert into node (node_id, long_name, short_name, role, hw_model, channel, last_lat, last_long,
      first_seen_us, last_seen_us)
    select 100000 + i, 'Node number ' || i, 'N' || i, 'CLIENT', 'RAK4631', 'LongFast',
      500000000 + i * 7919 % 9999999, 90000000 + i * 104729 % 9999999,
      ${NOW_US - 1e9}, ${NOW_US} - i * 1000000 from n`)
  await db.run(`with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000)
    insert into link (kind, from_node_id, to_node_id, count, first_seen_us, last_seen_us,
      snr_count, snr4_sum, snr4_last, snr4_min, snr4_max, rssi_count, rssi_sum)
    select 1 + i % 2, 100001 + i % 2000, 100001 + (i % 2000 + 1 + i / 2000 * 37) % 2000, 1, ${NOW_US - 1e9},
      ${NOW_US} - i, 1, i % 80 - 40, i % 80 - 40, i % 80 - 40, i % 80 - 40, 0, 0 from n`)
  const headers = { 'accept-encoding': 'br' }
  const { rawPayload } = await app.inject({ url: '/map/data.json', headers })
  const { nodes, links } = JSON.parse(String(brotliDecompressSync(rawPayload))) as MapData
  assert.ok(nodes.length > 2000, `${nodes.length} nodes`)
  assert.ok(links.from.length > 19_000, `${links.from.length} links`)
  assert.ok(rawPayload.length < 250_000, `${rawPayload.length} bytes`)
})

/** A PMTiles archive (version 3) of one picture, which is the whole world. */
function archiveOf(tile: Buffer): Buffer {
  const [id, run, length, offset] = [0, 1, tile.length, 1]
  const directory = Buffer.from([1, id, run, length, offset])
  const metadata = Buffer.from('{}')
  const header = Buffer.alloc(127)
  header.write('PMTiles')
  header[7] = 3
  const places = [
    ...[127, directory.length, 127 + directory.length, metadata.length],
    ...[0, 0, 127 + directory.length + metadata.length, tile.length, 1, 1, 1],
  ]
  for (const [index, place] of places.entries()) {
    header.writeBigUInt64LE(BigInt(place), 8 + 8 * index)
  }
  // Clustered, nothing compressed, PNG, zoom levels 0 to 0.
  header.set([1, 1, 1, 2, 0, 0], 96)
  return Buffer.concat([header, directory, metadata, tile])
}

test('tiles come from an archive on this machine', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'meshview-tiles-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'area.pmtiles')
  const picture = Buffer.from('89504e470d0a1a0a', 'hex')
  writeFileSync(file, archiveOf(picture))
  const { see, app } = await visitSite(
    await sqliteDatabase(t),
    t,
    `[site]\nmap_pmtiles = ${file}\n`,
  )
  assert.match((await see('/map')).html, /data-tiles="\/map\/tiles\/\{z\}\/\{x\}\/\{y\}"/)
  const tile = await app.inject('/map/tiles/0/0/0')
  assert.equal(tile.headers['content-type'], 'image/png')
  assert.deepEqual(tile.rawPayload, picture)
  assert.equal((await app.inject('/map/tiles/1/0/0')).statusCode, 204)
  // Tiles that there cannot be are no fault of the archive, which would be closed for that.
  for (const place of ['0/-1/0', '0/0/1', '2/4/0', '27/0/0', '99/1/1', '1/0.5/0', 'x/0/0']) {
    const { statusCode } = await app.inject(`/map/tiles/${place}`)
    assert.equal(statusCode, 400, place)
  }
  assert.equal((await app.inject('/map/tiles/26/67108863/0')).statusCode, 204)
})

test('an archive that comes later, or is still being copied, is there without a restart', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'meshview-tiles-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'area.pmtiles')
  const ini = `[site]\nmap_pmtiles = ${file}\n`
  const { see, app } = await visitSite(await sqliteDatabase(t), t, ini)
  const tile = () => app.inject('/map/tiles/0/0/0')
  assert.equal((await tile()).statusCode, 404)
  const picture = Buffer.from('89504e470d0a1a0a', 'hex')
  const whole = archiveOf(picture)
  writeFileSync(file, whole.subarray(0, 100))
  assert.equal((await tile()).statusCode, 404)
  // In the place of the one before, as `mv` and rsync put it.
  writeFileSync(`${file}.part`, whole)
  renameSync(`${file}.part`, file)
  assert.deepEqual((await tile()).rawPayload, picture)
  assert.match((await see('/map')).html, /data-tiles="\/map\/tiles/)
})
