import assert from 'node:assert/strict'
import type { MapData } from '../../../src/reader/map/format.js'
import { onBothEngines, type TestDatabase } from '../../migrate/databases.js'
import { NOW_US, type Stage } from '../../writer/stage.js'
import { type Visit, visitSite } from './browse.js'
import { chartsOf } from './charts.js'

const STRANGER = 0x5bad0001
const JUNK = 'FREE<b>ROUTERS'

/** `packets` texts on LongFast by nine nodes, and one of a stranger on a channel of its own. */
async function hearTraffic(stage: Stage, packets: number): Promise<void> {
  const text = (words: string) => ({ portnum: 1, payload: Buffer.from(words) })
  await stage.together(async () => {
    for (let index = 0; index < packets; index++) {
      const packet = { from: 0x31000000 + (index % 9), id: 1000 + index }
      await stage.hear({ packet, data: text(`${index}`) }, { time_us: NOW_US - index * 1000 })
    }
    const packet = { from: STRANGER, id: 1 }
    const said = { channel_id: JUNK, packet, data: text('buy now') }
    await stage.hear(said, { time_us: NOW_US })
    // A node is on a map and in its menus when it has a name.
    for (const [from, channel_id] of [
      [STRANGER, JUNK],
      [0x31000000, 'LongFast'],
    ] as const) {
      const user = { portnum: 4, payload: nodeInfo }
      await stage.hear({ channel_id, packet: { from, id: 2 }, data: user }, { time_us: NOW_US })
    }
  })
}

/** User { long_name: "A node" } */
const nodeInfo = Buffer.from([0x12, 6, ...Buffer.from('A node')])

const MENUS = ['/firehose', '/stats', '/nodelist', '/map', '/nodegraph', '/top', '/links', '/chat']

/** The pages whose menus or tabs offer the channel. */
async function offering({ see }: Visit, channel: string): Promise<string[]> {
  const found: string[] = []
  for (const page of MENUS) {
    const { html } = await see(page)
    const name = channel.replace('<', '&lt;')
    const offers = [
      `<option value="${name}"`,
      `name="channel" value="${name}"`,
      `/chat?channel=${encodeURIComponent(channel)}"`,
    ]
    if (offers.some((offer) => html.includes(offer))) found.push(page)
  }
  return found
}

function site(database: TestDatabase, t: Parameters<typeof visitSite>[1], ini = '') {
  return visitSite(database, t, ini)
}

onBothEngines('a channel that a stranger made up is offered nowhere', async (database, t) => {
  const visit = await site(database, t)
  await hearTraffic(visit.stage, 300)
  assert.deepEqual(await offering(visit, JUNK), [])
  // Where there is one channel only, the chat has no tabs.
  assert.deepEqual(await offering(visit, 'LongFast'), MENUS.slice(0, -1))
  const { channels } = (await visit.app.inject('/map/data.json')).json<MapData>()
  assert.deepEqual(channels, ['LongFast'])
  const { html } = await visit.see('/stats?period=24h')
  const chart = chartsOf(html).find(({ title }) => title === 'Packets per hour, by channel')
  assert.deepEqual(
    chart?.chart.series.map(({ label }) => label),
    ['LongFast', 'Others'],
  )
  // Its packets are there, and by their address everything is found.
  const address = `?channel=${encodeURIComponent(JUNK)}`
  for (const page of ['/firehose', '/chat']) {
    assert.match((await visit.see(page)).text, /buy now/)
    assert.match((await visit.see(page + address)).text, /buy now/)
  }
  assert.match((await visit.see(`/nodelist${address}`)).text, /A node/)
  const of = chartsOf((await visit.see(`/stats${address}`)).html)
  assert.deepEqual(
    of.find(({ title }) => /by channel/.test(title))?.chart.series.map(({ label }) => label),
    [JUNK],
  )
  const { body } = await visit.app.inject('/api/channels?period_type=day&length=1')
  assert.deepEqual(JSON.parse(body), { channels: [JUNK, 'LongFast'] })
})

onBothEngines('while a mesh is young, every channel is offered', async (database, t) => {
  const visit = await site(database, t)
  await hearTraffic(visit.stage, 3)
  assert.deepEqual(await offering(visit, JUNK), MENUS)
})

onBothEngines('the owner may list the channels, or offer all', async (database, t) => {
  const listed = await site(database, t, '[site]\nchannels = MediumFast, "FREE<b>ROUTERS"\n')
  await hearTraffic(listed.stage, 300)
  assert.deepEqual(await offering(listed, 'LongFast'), [])
  assert.deepEqual(await offering(listed, JUNK), MENUS.slice(0, -1))
  const all = await visitSite(database, t, '[site]\nchannel_packets = 0\n')
  assert.deepEqual(await offering(all, JUNK), MENUS)
  assert.deepEqual(await offering(all, 'LongFast'), MENUS)
})

onBothEngines('direct messages under public keys are no channel', async (database, t) => {
  const visit = await site(database, t)
  await visit.stage.together(async () => {
    for (let id = 1; id <= 40; id++) {
      const packet = { from: 0x31000000 + (id % 9), to: STRANGER, id, pki_encrypted: true }
      const said = { channel_id: 'PKI', packet, encrypted: Buffer.alloc(24, id) }
      await visit.stage.hear(said, { time_us: NOW_US })
    }
  })
  await hearTraffic(visit.stage, 300)
  assert.deepEqual(await offering(visit, 'PKI'), [])
  const { html } = await visit.see('/stats?period=24h')
  const chart = chartsOf(html).find(({ title }) => title === 'Packets per hour, by channel')?.chart
  const labels = chart?.series.map(({ label }) => label)
  assert.deepEqual(labels?.slice(0, 2), ['LongFast', 'Direct messages (PKI)'])
  assert.match((await visit.see('/firehose?channel=PKI')).text, /Encrypted/, 'still to be found')
})
