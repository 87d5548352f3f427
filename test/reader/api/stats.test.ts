import assert from 'node:assert/strict'
import { encodePayload } from '../../../src/mesh/encode.js'
import { BROADCAST } from '../../../src/mesh/node-id.js'
import { PORT } from '../../../src/mesh/portnums.js'
import { onBothEngines } from '../../migrate/databases.js'
import { NOW_US, SENDER, type Stage } from '../../writer/stage.js'
import { setSite, type TestSite } from './site.js'

const OTHER = 0x33333333
const HOUR_US = 3_600_000_000
const DAY_US = 24 * HOUR_US
/** NOW_US is 2026-11-18 11:06:40 UTC. */
const YESTERDAY_US = NOW_US - DAY_US

/**
 * Now: three texts of SENDER (one of them direct, one heard twice) and one position of OTHER on
 * another channel. A day ago: one text of SENDER.
 */
async function traffic({ hear }: Stage): Promise<void> {
  const text = { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('hi') }
  const position = encodePayload('Position', { latitude_i: 375000000, longitude_i: 50000000 })
  await hear({ packet: { id: 1 }, data: text }, { time_us: YESTERDAY_US })
  await hear({ packet: { id: 2 }, data: text }, { time_us: NOW_US })
  await hear({ packet: { id: 3, to: OTHER }, data: text })
  await hear({ packet: { id: 4 }, data: text })
  await hear({ packet: { id: 4 }, data: text, gateway_id: OTHER })
  await hear({
    channel_id: 'Bay',
    packet: { id: 5, from: OTHER },
    data: { portnum: PORT.POSITION, payload: position },
  })
}

async function series(site: TestSite, query: string): Promise<[string, number][]> {
  const { status, body } = await site.get(`/api/stats?${query}`)
  assert.equal(status, 200)
  const { data } = body as { data: { period: string; count: number }[] }
  return data.map(({ period, count }) => [period, count])
}

onBothEngines('packets per hour and day, from roll-ups and from packets alike', async (db, t) => {
  const site = await setSite(db, t)
  await traffic(site.stage)
  const [today, yesterday] = ['2026-11-18', '2026-11-17']
  assert.deepEqual(await series(site, ''), [
    [`${yesterday} 11:00`, 1],
    [`${today} 11:00`, 4],
  ])
  assert.deepEqual(await series(site, 'period_type=DAY&length=14'), [
    [yesterday, 1],
    [today, 4],
  ])
  const day = (query: string) => series(site, `length=1&${query}`)
  assert.deepEqual(await day('portnum=1'), [[`${today} 11:00`, 3]])
  assert.deepEqual(await day('channel=bay'), [[`${today} 11:00`, 1]])
  assert.deepEqual(await day('from_node=!11111111'), [[`${today} 11:00`, 3]])
  assert.deepEqual(await day(`from_node=${SENDER}&channel=longfast`), [[`${today} 11:00`, 3]])
  assert.deepEqual(await day('to_node=!33333333'), [[`${today} 11:00`, 1]])
  assert.deepEqual(await day(`to_node=${BROADCAST}`), [[`${today} 11:00`, 3]])
  assert.deepEqual(await day(`to_node=${BROADCAST}&portnum=1`), [[`${today} 11:00`, 2]])
  assert.deepEqual(await day(`to_node=${BROADCAST}&channel=BAY`), [[`${today} 11:00`, 1]])
  assert.deepEqual(await day(`to_node=${BROADCAST}&from_node=${SENDER}`), [[`${today} 11:00`, 2]])
  assert.deepEqual(await day('portnum=99'), [])
})

onBothEngines('an answer repeats what was asked', async (db, t) => {
  const site = await setSite(db, t)
  const { body } = await site.get('/api/stats?period_type=day&length=2&channel=Bay&portnum=3')
  assert.deepEqual(body, {
    period_type: 'day',
    length: 2,
    channel: 'Bay',
    portnum: 3,
    to_node: null,
    from_node: null,
    data: [],
  })
})

onBothEngines(
  'the totals of a node count what it sent and how often that was heard',
  async (db, t) => {
    const site = await setSite(db, t)
    await traffic(site.stage)
    const { body } = await site.get('/api/stats?node=!11111111&length=2')
    assert.deepEqual(body, { node_id: SENDER, period_type: 'hour', length: 2, sent: 3, seen: 4 })
  },
)

onBothEngines('bad questions about statistics get an answer, not a failure', async (db, t) => {
  const site = await setSite(db, t)
  const refused = async (url: string, error: string) =>
    assert.deepEqual(await site.get(url), { status: 400, body: { error } })
  const period = "Invalid period_type. Must be one of {'day', 'hour'}"
  await refused('/api/stats?period_type=week', period)
  await refused('/api/stats?length=long', 'length must be an integer')
  await refused('/api/stats?node=me', 'node must be an integer')
  await refused('/api/stats?portnum=text', 'portnum must be an integer')
  await refused('/api/stats?to_node=you', 'to_node must be an integer')
  await refused('/api/stats/count?packet_id=x', 'packet_id must be integer')
  await refused('/api/stats/count?length=x', 'length must be integer')
  await refused('/api/stats/count?from_node=x', 'from_node must be integer')
  await refused('/api/stats/count?period_type=week', period)
  await refused('/api/stats/top?limit=abc', 'limit must be an integer')
  await refused('/api/channels?length=abc', 'length must be an integer')
  assert.deepEqual(await series(site, 'length=9999999999999'), [], 'a huge length is no failure')
  assert.deepEqual(await series(site, 'length=-5'), [])
})

onBothEngines('totals of the database, of a period and of a packet', async (db, t) => {
  const site = await setSite(db, t)
  await traffic(site.stage)
  const count = async (query: string) => (await site.get(`/api/stats/count?${query}`)).body
  assert.deepEqual(await count(''), { total_packets: 5, total_seen: 6 })
  assert.deepEqual(await count('packet_id=4'), { total_packets: 5, total_seen: 2 })
  assert.deepEqual(await count('packet_id=404'), { total_packets: 5, total_seen: 0 })
  assert.deepEqual(await count('period_type=hour&length=3'), { total_packets: 4, total_seen: 5 })
  assert.deepEqual(await count('from_node=!11111111&period_type=hour'), {
    total_packets: 3,
    total_seen: 4,
  })
  assert.deepEqual(await count('to_node=!33333333'), { total_packets: 1, total_seen: 1 })
  assert.deepEqual(await count('channel=BAY'), { total_packets: 1, total_seen: 1 })
})

onBothEngines('the nodes whose packets were heard most often', async (db, t) => {
  const site = await setSite(db, t)
  await traffic(site.stage)
  const { body } = await site.get('/api/stats/top?period_type=hour&length=2')
  const { total, limit, offset, nodes } = body as Record<string, unknown>
  assert.deepEqual({ total, limit, offset }, { total: 2, limit: 20, offset: 0 })
  assert.deepEqual(
    (nodes as Record<string, unknown>[]).map(({ node_id, sent, seen, avg }) => [
      node_id,
      sent,
      seen,
      avg,
    ]),
    [
      [SENDER, 3, 4, 1.33],
      [OTHER, 1, 1, 1],
    ],
  )
  assert.deepEqual(Object.keys((nodes as object[])[0] ?? {}), [
    'node_id',
    'long_name',
    'short_name',
    'channel',
    'sent',
    'seen',
    'avg',
  ])
  const second = (await site.get('/api/stats/top?limit=1&offset=1')).body as typeof body
  assert.equal((second as { nodes: { node_id: number }[] }).nodes[0]?.node_id, OTHER)
  const clamped = (await site.get('/api/stats/top?limit=-1')).body as { limit: number }
  assert.equal(clamped.limit, 1)
})

onBothEngines('channels with traffic in the period', async (db, t) => {
  const site = await setSite(db, t)
  await traffic(site.stage)
  assert.deepEqual((await site.get('/api/channels')).body, { channels: ['Bay', 'LongFast'] })
  site.setNow(NOW_US + 30 * HOUR_US)
  assert.deepEqual((await site.get('/api/channels')).body, { channels: [] })
  assert.deepEqual((await site.get('/api/channels?period_type=day&length=2')).body, {
    channels: ['Bay', 'LongFast'],
  })
  assert.deepEqual(await site.get('/api/channels?period_type=week'), {
    status: 200,
    body: { channels: [], error: "period_type must be 'hour' or 'day'" },
  })
})

onBothEngines('every message is in one outcome, and they add up', async (db, t) => {
  const site = await setSite(db, t)
  await traffic(site.stage)
  await site.stage.hear({ packet: { id: 4 }, data: { portnum: 1, payload: Buffer.from('hi') } })
  await site.stage.hear({ packet: { id: 6 }, encrypted: Buffer.from('0123456789') })
  await site.stage.hearBytes('msh/US/2/e/LongFast/!22222222', Buffer.from('nonsense'))
  const body = (await site.get('/api/status')).body as {
    received: number
    outcomes: Record<string, number>
    totals: object
  }
  assert.equal(body.received, 9)
  const sum = Object.values(body.outcomes).reduce((a, b) => a + b)
  assert.equal(sum, body.received)
  assert.equal(body.outcomes.malformed, 1)
  assert.equal(body.outcomes.encrypted, 1)
  assert.deepEqual(body.totals, { packets: 6, receptions: 7, nodes: 3 })
})
