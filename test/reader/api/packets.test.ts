import assert from 'node:assert/strict'
import { encodePayload } from '../../../src/mesh/encode.js'
import { BROADCAST } from '../../../src/mesh/node-id.js'
import { PORT } from '../../../src/mesh/portnums.js'
import { onBothEngines } from '../../migrate/databases.js'
import { GATEWAY, NOW_US, SENDER, type Stage } from '../../writer/stage.js'
import { setSite, type TestSite } from './site.js'

const OTHER = 0x33333333

interface Item {
  id: number
  payload: string
  [key: string]: unknown
}

interface Answer {
  packets: Item[]
  latest_import_time?: number
  next_before?: number
  next_after?: number
}

async function packets(site: TestSite, query = ''): Promise<Answer> {
  const { status, body } = await site.get(`/api/packets?${query}`)
  assert.equal(status, 200)
  return body as Answer
}

async function ids(site: TestSite, query: string): Promise<number[]> {
  return (await packets(site, query)).packets.map((packet) => packet.id)
}

function text(stage: Stage, id: number, words: string, packet: object = {}): Promise<void> {
  return stage.hear({
    packet: { id, ...packet },
    data: { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from(words) },
  })
}

onBothEngines('a packet has the keys of MeshView first, and ours after them', async (db, t) => {
  const site = await setSite(db, t)
  const user = encodePayload('User', { long_name: 'Summit', short_name: 'SUM' })
  await site.stage.hear({ packet: { id: 1 }, data: { portnum: PORT.NODEINFO, payload: user } })
  await site.stage.hear({
    packet: { id: 2 },
    data: { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('hello'), reply_id: 77 },
  })
  const { packets: found, latest_import_time } = await packets(site, 'portnum=1')
  assert.deepEqual(found, [
    {
      id: 2,
      import_time_us: NOW_US + 2000,
      channel: 'LongFast',
      from_node_id: SENDER,
      to_node_id: BROADCAST,
      portnum: 1,
      long_name: 'Summit',
      payload: 'hello',
      to_long_name: '',
      reply_id: 77,
      short_name: 'SUM',
      to_short_name: '',
      encrypted: false,
      gateway_count: 1,
    },
  ])
  assert.equal(latest_import_time, NOW_US + 2000)
})

onBothEngines('other payloads are protobuf text format', async (db, t) => {
  const site = await setSite(db, t)
  const payload = encodePayload('Position', { latitude_i: 375000000, longitude_i: -1220000000 })
  await site.stage.hear({ data: { portnum: PORT.POSITION, payload } })
  const { packets: found } = await packets(site)
  assert.equal(found[0]?.payload, 'latitude_i: 375000000\nlongitude_i: -1220000000')
})

onBothEngines('what nobody here can read is said to be encrypted', async (db, t) => {
  const site = await setSite(db, t)
  await site.stage.hear({ packet: { id: 9 }, encrypted: Buffer.from('0123456789abcdef') })
  const [packet] = (await packets(site)).packets
  assert.equal(packet?.encrypted, true)
  assert.equal(packet?.portnum, 0)
  assert.equal(packet?.payload, 'Did not decode')
})

onBothEngines('a direct message is neither shown nor found', async (db, t) => {
  const site = await setSite(db, t)
  await text(site.stage, 5, 'the password is swordfish', { to: OTHER })
  await text(site.stage, 6, 'no swordfish today')
  const { packets: found } = await packets(site)
  assert.deepEqual(
    found.map((packet) => packet.payload),
    ['no swordfish today', '<redacted>'],
  )
  assert.deepEqual(await ids(site, 'contains=SwordFish'), [6])
  assert.deepEqual(await ids(site, 'contains=password'), [])
  assert.ok(!JSON.stringify((await site.get('/api/packets?packet_id=5')).body).includes('sword'))
})

onBothEngines('contains is literal and searches before the limit', async (db, t) => {
  const site = await setSite(db, t)
  await text(site.stage, 1, '100% of #BayMeshNet')
  for (let id = 2; id < 40; id++) await text(site.stage, id, `chatter ${id}`)
  assert.deepEqual(await ids(site, 'portnum=1&limit=1&contains=%23baymeshnet'), [1])
  assert.deepEqual(await ids(site, 'contains=%25'), [1])
  assert.deepEqual(await ids(site, 'contains=_'), [])
  assert.deepEqual(await ids(site, 'contains=%C3%89t%C3%A9'), [])
})

onBothEngines('texts behind many range tests are reached page by page', async (db, t) => {
  const env = { MESHVIEW_INGEST_FLOOD_PER_MINUTE: '0', MESHVIEW_INGEST_FLOOD_PER_HOUR: '0' }
  const site = await setSite(db, t, { env })
  // More than one answer looks through when it is to have a single text.
  for (let id = 1; id <= 100; id++) {
    await text(site.stage, id, id === 1 || id === 100 ? 'word' : `seq ${id}`)
  }
  for (const [order, cursor, expected] of [
    ['desc', 'before', [100, 1]],
    ['asc', 'after', [1, 100]],
  ] as const) {
    const found: number[] = []
    let next: number | undefined
    do {
      const at = next === undefined ? '' : `&${cursor}=${next}`
      const page = await packets(site, `portnum=1&limit=1&order=${order}${at}`)
      found.push(...page.packets.map(({ id }) => id))
      next = page.next_before ?? page.next_after
    } while (next !== undefined)
    assert.deepEqual(found, expected, order)
  }
})

onBothEngines('range tests are no messages', async (db, t) => {
  const site = await setSite(db, t)
  for (let id = 1; id <= 30; id++) await text(site.stage, id, id % 10 === 0 ? 'word' : `seq ${id}`)
  assert.deepEqual(await ids(site, 'portnum=1&limit=2'), [30, 20])
  assert.equal((await packets(site, 'portnum=1&limit=2')).next_before !== undefined, true)
  assert.equal((await ids(site, 'limit=30')).length, 30)
})

onBothEngines('filters by node at either end, port, channel', async (db, t) => {
  const site = await setSite(db, t)
  await text(site.stage, 1, 'a')
  await text(site.stage, 2, 'b', { from: OTHER, to: SENDER })
  await text(site.stage, 3, 'c', { from: OTHER })
  await site.stage.hear({
    channel_id: 'Bay',
    packet: { id: 4, from: OTHER },
    data: { portnum: PORT.RANGE_TEST, payload: Buffer.from('seq 1') },
  })
  assert.deepEqual(await ids(site, ''), [4, 3, 2, 1])
  assert.deepEqual(await ids(site, 'node_id=!11111111'), [2, 1])
  assert.deepEqual(await ids(site, 'node_id=0x11111111&portnum=66'), [])
  assert.deepEqual(await ids(site, `from_node_id=${OTHER}`), [4, 3, 2])
  assert.deepEqual(await ids(site, 'to_node_id=!11111111'), [2])
  assert.deepEqual(await ids(site, 'to_node_id=4294967295'), [4, 3, 1])
  assert.deepEqual(await ids(site, 'portnum=66'), [4])
  assert.deepEqual(await ids(site, 'portnum=66,1&limit=2'), [4, 3])
  assert.deepEqual(await ids(site, 'portnum=text'), [4, 3, 2, 1], 'not a number: no filter')
  assert.deepEqual(await ids(site, 'channel=Bay'), [4])
  assert.deepEqual(await ids(site, 'channel=bay'), [])
  assert.deepEqual(await ids(site, 'channel=LongFast&portnum=1&from_node_id=!33333333'), [3, 2])
})

onBothEngines('a node filter that cannot be read is refused', async (db, t) => {
  const site = await setSite(db, t)
  await text(site.stage, 1, 'a')
  for (const name of ['node_id', 'from_node_id', 'to_node_id']) {
    const { status, body } = await site.get(`/api/packets?${name}=everybody`)
    assert.equal(status, 400)
    assert.match((body as { error: string }).error, new RegExp(`^${name} must be`))
  }
})

onBothEngines('limit is clamped to 1…1000 and 50 where it is no number', async (db, t) => {
  const site = await setSite(db, t)
  for (let id = 1; id <= 60; id++) await text(site.stage, id, `word ${id}`)
  assert.equal((await ids(site, '')).length, 50)
  assert.equal((await ids(site, 'limit=many')).length, 50)
  assert.equal((await ids(site, 'limit=0')).length, 1)
  assert.equal((await ids(site, 'limit=-5')).length, 1)
  assert.equal((await ids(site, 'limit=99999')).length, 60)
})

onBothEngines('paging back by next_before reaches every packet once', async (db, t) => {
  const site = await setSite(db, t)
  for (let id = 1; id <= 25; id++) await text(site.stage, id, `word ${id}`)
  const seen: number[] = []
  let before = ''
  for (let page = 0; page < 10; page++) {
    const answer = await packets(site, `limit=7${before}`)
    seen.push(...answer.packets.map((packet) => packet.id))
    if (answer.next_before === undefined) break
    before = `&before=${answer.next_before}`
  }
  assert.deepEqual(
    seen,
    Array.from({ length: 25 }, (_, index) => 25 - index),
  )
  assert.deepEqual(await ids(site, `before=${NOW_US + 3000}`), [2, 1], 'a time is taken as well')
})

onBothEngines('since is exclusive, and order=asc pages forward without a gap', async (db, t) => {
  const site = await setSite(db, t)
  for (let id = 1; id <= 9; id++) await text(site.stage, id, `word ${id}`)
  assert.deepEqual(await ids(site, `since=${NOW_US + 7000}`), [9, 8])
  assert.deepEqual(await ids(site, `since=${NOW_US + 9000}`), [])
  assert.deepEqual((await packets(site, `since=${NOW_US + 9000}`)).latest_import_time, undefined)
  assert.equal((await ids(site, 'since=yesterday')).length, 9)
  const first = await packets(site, `since=${NOW_US + 2000}&order=asc&limit=3`)
  assert.deepEqual(
    first.packets.map((packet) => packet.id),
    [3, 4, 5],
  )
  const next = await packets(site, `after=${first.next_after}&order=asc&limit=3`)
  assert.deepEqual(
    next.packets.map((packet) => packet.id),
    [6, 7, 8],
  )
  const polled = `since=${first.latest_import_time}&order=asc&limit=3`
  assert.deepEqual(await ids(site, polled), [6, 7, 8], 'polling by time goes on at the same place')
})

onBothEngines('two senders that share a packet id are both answered', async (db, t) => {
  const site = await setSite(db, t)
  await text(site.stage, 7, 'mine')
  await text(site.stage, 7, 'yours', { from: OTHER })
  const { packets: both } = await packets(site, 'packet_id=7')
  assert.deepEqual(
    both.map((packet) => packet.payload),
    ['yours', 'mine'],
  )
  assert.deepEqual((await packets(site, 'packet_id=7&from_node_id=!33333333')).packets.length, 1)
  assert.deepEqual((await site.get('/api/packets?packet_id=8')).body, { packets: [] })
  assert.deepEqual(await site.get('/api/packets?packet_id=seven'), {
    status: 400,
    body: { error: 'Invalid packet_id format' },
  })
})

onBothEngines('every reception of a packet, the newest first', async (db, t) => {
  const site = await setSite(db, t)
  const data = { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('hi') }
  await site.stage.hear({ packet: { id: 3, hop_limit: 2, relay_node: 0x55 }, data })
  await site.stage.hear({ gateway_id: 'bridge-1', packet: { id: 3, rx_snr: -7.5 }, data })
  const { status, body } = await site.get('/api/packets_seen/3')
  assert.equal(status, 200)
  const { seen } = body as { seen: Record<string, unknown>[] }
  assert.equal(seen.length, 2)
  assert.equal(seen[0]?.node_id, null, 'a bridge is no node')
  assert.equal(seen[0]?.rx_snr, -7.5)
  assert.deepEqual(seen[1], {
    packet_id: 3,
    node_id: GATEWAY,
    rx_time: Math.floor((NOW_US + 1000) / 1e6),
    hop_limit: 2,
    hop_start: 3,
    channel: 'LongFast',
    rx_snr: 5.25,
    rx_rssi: -90,
    topic: 'msh/US/2/e/LongFast/!22222222',
    import_time_us: NOW_US + 1000,
    from_node_id: SENDER,
    gateway_id: '!22222222',
    long_name: null,
    short_name: null,
    relay_node: 0x55,
    next_hop: 0,
    via_mqtt: false,
  })
  assert.deepEqual((await site.get('/api/packets_seen/4')).body, { seen: [] })
  assert.deepEqual(await site.get('/api/packets_seen/abc'), {
    status: 400,
    body: { error: 'Invalid or missing packet_id' },
  })
})
