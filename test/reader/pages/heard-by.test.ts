import assert from 'node:assert/strict'
import { PORT } from '../../../src/mesh/portnums.js'
import { inBothVillages, rowsOf, seeBothVillages } from './browse.js'
import { FARM, HILL } from './village.js'

const LISTENER = 0x0a0b0c0d
const hello = { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('heard on the ridge') }

inBothVillages('lists show what one gateway has heard', async ({ see, stage, get }) => {
  // Without a relay, and by way of one.
  await stage.hear({
    gateway_id: LISTENER,
    packet: { from: FARM, id: 71, hop_start: 3, hop_limit: 3 },
    data: hello,
  })
  await stage.hear({
    gateway_id: LISTENER,
    packet: { from: 0x77777777, id: 72, hop_start: 3, hop_limit: 1 },
    data: hello,
  })
  const by = 'heard_by=!0a0b0c0d'
  const packets = rowsOf((await see(`/firehose?${by}`)).html)
  assert.equal(packets.length, 2)
  assert.ok(packets.every((row) => row.includes('heard on the ridge')))
  assert.equal(rowsOf((await see(`/firehose?${by}&node_id=${FARM}`)).html).length, 1)
  assert.equal(rowsOf((await see(`/firehose?${by}&portnum=${PORT.POSITION}`)).html).length, 0)
  const nodes = await see(`/nodelist?${by}&active=all`)
  assert.deepEqual(
    rowsOf(nodes.html).map((row) => /![0-9a-f]{8}/.exec(row)?.[0]),
    ['!1f2e0005'],
  )
  assert.match(nodes.html, /<option value="!0a0b0c0d" selected>/)
  const others = await see(`/nodelist?heard_by=${HILL}&active=all`)
  assert.ok(rowsOf(others.html).length > 1)
  // What is no node id is as if it had not been sent.
  assert.ok(rowsOf((await see('/nodelist?heard_by=everybody&active=all')).html).length > 2)
  const { status } = await get('/map/data.json')
  assert.equal(status, 200)
})

inBothVillages('CSV files have the same filters', async ({ app, stage }) => {
  await stage.hear({
    gateway_id: LISTENER,
    packet: { from: FARM, id: 71, hop_start: 3, hop_limit: 3 },
    data: hello,
  })
  const lines = async (url: string) => (await app.inject(url)).body.trim().split('\n')
  assert.equal((await lines('/firehose.csv?heard_by=!0a0b0c0d')).length, 2)
  assert.equal((await lines('/nodelist.csv?heard_by=!0a0b0c0d&active=all')).length, 2)
  assert.equal((await lines(`/nodelist.csv?ids=!1f2e0005,${FARM},nonsense&active=all`)).length, 2)
})

seeBothVillages('a list of ids is shown alone: favourites as an address', async ({ see }) => {
  const { html } = await see(`/nodelist?ids=!1f2e0005,!a3b40c02,<b>&active=all`)
  assert.equal(rowsOf(html).length, 2)
  assert.equal(rowsOf((await see('/nodelist?ids=<b>&active=all')).html).length, 0)
})

inBothVillages('packets of a node by time and by gateway', async ({ see, app }) => {
  const rows = async (query: string) => {
    const { html } = await see(`/node/${FARM}?${query}`)
    return rowsOf(html.slice(html.indexOf('id="packets"'))).length
  }
  const all = await rows('')
  const hill = await rows(`heard_by=${HILL}`)
  assert.ok(hill > 0 && hill <= all)
  assert.equal(await rows('heard_by=!0a0b0c0d'), 0)
  // The small mesh ends at its last packet, and begins some hours before.
  const end = new Date(1_795_000_000_000).toISOString().slice(0, 16)
  assert.equal(await rows(`since=${end}`), 0)
  assert.equal(await rows(`until=${end}`), all)
  assert.equal(await rows('until=2020-01-01'), 0)
  assert.equal(await rows('since=2020-01-01T00:00&until=nonsense'), all)
  assert.equal(await rows('since=2020-02-31'), all, 'no such day')
  assert.equal(await rows(`heard_by=${HILL}&since=2020-01-01&until=${end}`), hill)
  assert.equal(await rows(`heard_by=${HILL}&since=${end}`), 0)
  const csv = async (query: string) =>
    (await app.inject(`/firehose.csv?node_id=${FARM}&${query}`)).body.trim().split('\n').length - 1
  assert.equal(await csv('until=2020-01-01'), 0)
  assert.equal(await csv(`heard_by=${HILL}&since=2020-01-01`), hill)
  const { html } = await see(`/firehose?until=2020-01-01T10:30`)
  assert.equal(rowsOf(html).length, 0)
  assert.match(html, /type="datetime-local" name="until" value="2020-01-01T10:30"/)
})

inBothVillages('times are read by the clocks of the visitor', async ({ app, stage }) => {
  const noon = Date.UTC(2026, 0, 10, 12, 0)
  await stage.hear({ packet: { from: FARM, id: 77 }, data: hello }, { time_us: noon * 1000 })
  const found = async (query: string, timezone: string) => {
    const headers = { cookie: `timezone=${timezone}` }
    const { body } = await app.inject({ url: `/firehose?node_id=${FARM}&${query}`, headers })
    return body.includes('heard on the ridge')
  }
  const minute = 'since=2026-01-10T13:00&until=2026-01-10T13:00'
  assert.equal(await found(minute, 'Europe%2FBerlin'), true)
  assert.equal(await found(minute, 'UTC'), false)
  // The night in which it is half past two twice: what was heard at the first is heard at the second.
  const first = Date.UTC(2025, 9, 26, 0, 30)
  await stage.hear({ packet: { from: FARM, id: 78 }, data: hello }, { time_us: first * 1000 })
  const twice = 'since=2025-10-26T02:30&until=2025-10-26T02:30'
  assert.equal(await found(twice, 'Europe%2FBerlin'), true)
})
