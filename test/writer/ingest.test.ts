import assert from 'node:assert/strict'
import { encodePayload } from '../../src/mesh/encode.js'
import { expandKey } from '../../src/mesh/keys.js'
import { PORT } from '../../src/mesh/portnums.js'
import { onBothEngines } from '../migrate/databases.js'
import { GATEWAY, NOW_US, SENDER, setStage } from './stage.js'

const text = (words: string) => ({ portnum: PORT.TEXT_MESSAGE, payload: Buffer.from(words) })
const OTHER_GATEWAY = 0x33333333

onBothEngines('one packet heard by two gateways is one packet and two receptions', async (d) => {
  const stage = await setStage(d)
  await stage.hear({ data: text('hello') })
  await stage.hear({ data: text('hello'), gateway_id: OTHER_GATEWAY, packet: { hop_limit: 2 } })
  const packets = await stage.db.all<{ id: number; portnum: number }>('select * from packet')
  assert.equal(packets.length, 1)
  assert.equal(packets[0]?.portnum, PORT.TEXT_MESSAGE)
  const receptions = await stage.db.all<{ rx_snr4: number; hop_limit: number; delay_us: number }>(
    'select rx_snr4, hop_limit, delay_us from reception order by delay_us',
  )
  assert.deepEqual(
    receptions.map((row) => ({ ...row })),
    [
      { rx_snr4: 21, hop_limit: 3, delay_us: 0 },
      { rx_snr4: 21, hop_limit: 2, delay_us: 1000 },
    ],
  )
  const counters = await stage.counters()
  assert.equal(counters.received, 2)
  assert.equal(counters['outcome.stored'], 2)
  assert.equal(counters['total.packets'], 1)
  assert.equal(counters['total.receptions'], 2)
})

onBothEngines(
  'a copy that stands already is a duplicate, also after a restart and on another topic',
  async (d) => {
    const stage = await setStage(d)
    await stage.hear({ data: text('hello'), packet: { rx_time: 1_794_999_987 } })
    await stage.hear({ data: text('hello'), packet: { rx_time: 1_794_999_987 } })
    stage.restart()
    await stage.hear({ data: text('hello'), packet: { rx_time: 1_794_999_987 } })
    await stage.hear(
      { data: text('hello'), packet: { rx_time: 1_794_999_987 } },
      { topic: 'msh/US/bridge/2/e/LongFast/!22222222' },
    )
    const counters = await stage.counters()
    assert.equal(counters['outcome.stored'], 1)
    assert.equal(counters['outcome.duplicate'], 3)
    assert.equal(counters['total.receptions'], 1)
    // Of a gateway without a clock as well.
    await stage.hear({ data: text('hello'), packet: { rx_time: 0 } })
    stage.restart()
    await stage.hear({ data: text('hello'), packet: { rx_time: 0 } })
    const { 'outcome.duplicate': duplicate, 'total.receptions': receptions } =
      await stage.counters()
    assert.deepEqual([duplicate, receptions], [4, 2])
  },
)

onBothEngines('the same id from two senders is two packets', async (d) => {
  const stage = await setStage(d)
  await stage.hear({ data: text('one') })
  await stage.hear({ data: text('two'), packet: { from: 0x44444444 } })
  const rows = await stage.db.all<{ text: string }>(
    'select text from text_message order by packet_key',
  )
  assert.deepEqual(
    rows.map((row) => row.text),
    ['one', 'two'],
  )
})

onBothEngines(
  'an id that comes round again days later is a new packet; an old copy is not',
  async (d) => {
    const stage = await setStage(d)
    await stage.hear({ data: text('before') })
    stage.restart()
    const days = 3 * 86_400_000_000
    await stage.hear(
      { data: text('before'), gateway_id: OTHER_GATEWAY },
      { time_us: NOW_US + days },
    )
    stage.restart()
    await stage.hear({ data: text('after') }, { time_us: NOW_US + days + 5000 })
    const rows = await stage.db.all<{ text: string }>(
      'select text from text_message order by packet_key',
    )
    assert.deepEqual(
      rows.map((row) => row.text),
      ['before', 'after'],
    )
    assert.equal((await stage.counters())['total.receptions'], 3)
  },
)

onBothEngines(
  'what cannot be decrypted is kept as encrypted, and read when a later copy can be',
  async (d) => {
    const secret = expandKey('MTIzNDU2Nzg5MDEyMzQ1Ng==') ?? Buffer.alloc(0)
    const stage = await setStage(d)
    const packet = { to: 0x44444444 }
    await stage.hear({ packet, data: text('hidden'), key: secret, channel_id: 'Secret' })
    const before = await stage.db.get<{ portnum: number; encrypted: unknown }>(
      'select * from packet',
    )
    assert.equal(before?.portnum, 0)
    assert.ok(before?.encrypted)
    await stage.hear({
      packet,
      data: text('hidden'),
      key: undefined,
      channel_id: 'Secret',
      gateway_id: OTHER_GATEWAY,
    })
    const after = await stage.db.get<{ portnum: number; encrypted: unknown }>(
      'select * from packet',
    )
    assert.equal(after?.portnum, PORT.TEXT_MESSAGE)
    assert.ok(!after?.encrypted)
    assert.equal(
      (await stage.db.get<{ text: string }>('select text from text_message'))?.text,
      'hidden',
    )
    const hours = await stage.db.all<Record<string, number>>(
      `select portnum, packets, receptions, direct_packets, direct_receptions
       from traffic_hourly order by portnum`,
    )
    assert.deepEqual(
      hours.map((row) => Object.values(row)),
      [
        [0, 0, 0, 0, 0],
        [1, 1, 2, 1, 2],
      ],
    )
  },
)

onBothEngines(
  'a key of the configuration opens its channel; direct messages under public keys stay shut',
  async (d) => {
    const key = 'MTIzNDU2Nzg5MDEyMzQ1Ng=='
    const stage = await setStage(d, { MESHVIEW_MQTT_SECONDARY_KEYS: key })
    await stage.hear({
      data: text('ours'),
      key: expandKey(key) ?? Buffer.alloc(0),
      channel_id: 'Secret',
    })
    await stage.hear({
      channel_id: 'PKI',
      encrypted: Buffer.from('0102030405060708090a', 'hex'),
      packet: { id: 2, to: 0x55555555, pki_encrypted: true },
    })
    const counters = await stage.counters()
    assert.equal(counters['outcome.stored'], 1)
    assert.equal(counters['outcome.encrypted'], 1)
  },
)

onBothEngines('a NodeInfo speaks for its sender and not for the id it names', async (d) => {
  const stage = await setStage(d)
  const user = { id: '!deadbeef', long_name: 'Alice', short_name: 'al', hw_model: 9999, role: 2 }
  await stage.hear({ data: { portnum: PORT.NODEINFO, payload: encodePayload('User', user) } })
  const node = await stage.db.get<{ long_name: string; hw_model: string; role: string }>(
    'select long_name, hw_model, role from node where node_id = ?',
    [SENDER],
  )
  assert.deepEqual({ ...node }, { long_name: 'Alice', hw_model: '9999', role: 'ROUTER' })
  assert.equal(
    await stage.db.get('select 1 as found from node where node_id = ?', [0xdeadbeef]),
    undefined,
  )
})

onBothEngines(
  'an older position that arrives late moves nothing, and a map report without a fix erases nothing',
  async (d) => {
    const stage = await setStage(d)
    const position = (latitude_i: number) => ({
      portnum: PORT.POSITION,
      payload: encodePayload('Position', { latitude_i, longitude_i: -1_220_000_000 }),
    })
    const now_s = NOW_US / 1_000_000
    await stage.hear({ data: position(370_000_000), packet: { id: 1, rx_time: now_s } })
    await stage.hear({ data: position(380_000_000), packet: { id: 2, rx_time: now_s - 3600 } })
    await stage.hear(
      { data: position(1), packet: { id: 3, rx_time: 0 } },
      { time_us: NOW_US - 7200_000_000 },
    )
    const report = { long_name: 'Alice', short_name: 'al', firmware_version: '2.7.1', region: 1 }
    await stage.hear({
      data: { portnum: PORT.MAP_REPORT, payload: encodePayload('MapReport', report) },
      packet: { id: 0 },
    })
    const node = await stage.db.get<Record<string, unknown>>(
      'select last_lat, last_long, firmware, region from node where node_id = ?',
      [SENDER],
    )
    assert.deepEqual(
      { ...node },
      { last_lat: 370_000_000, last_long: -1_220_000_000, firmware: '2.7.1', region: 'US' },
    )
  },
)

onBothEngines('a gateway whose clock is years behind moves a node all the same', async (d) => {
  const stage = await setStage(d)
  const position = (latitude_i: number) => ({
    portnum: PORT.POSITION,
    payload: encodePayload('Position', { latitude_i, longitude_i: -1_220_000_000 }),
  })
  await stage.hear({ data: position(370_000_000), packet: { id: 1 } })
  await stage.hear({
    data: position(380_000_000),
    packet: { id: 2, rx_time: Date.UTC(2023, 0, 1) / 1000 },
    gateway_id: OTHER_GATEWAY,
  })
  const node = await stage.db.get<{ last_lat: number }>(
    'select last_lat from node where node_id = ?',
    [SENDER],
  )
  assert.equal(node?.last_lat, 380_000_000)
})

onBothEngines('a gateway is one from its first uplink, whether or not it is known', async (d) => {
  const stage = await setStage(d)
  await stage.hear({ data: text('x') })
  const gateway = await stage.db.get<{ gateway_seen_us: number }>(
    'select gateway_seen_us from node where node_id = ?',
    [GATEWAY],
  )
  assert.equal(gateway?.gateway_seen_us, NOW_US + 1000)
})

onBothEngines('every gateway id is taken as it comes', async (d) => {
  const stage = await setStage(d)
  const ids = ['bridge-1', '!', '!zzzzzzzz', '!123456789', '', '🛰', "'; drop table node --"]
  for (const [index, gateway_id] of ids.entries()) {
    await stage.hear({ data: text(`from ${index}`), gateway_id, packet: { id: 100 + index } })
  }
  const counters = await stage.counters()
  assert.equal(counters['outcome.stored'], ids.length)
  assert.equal(counters['total.receptions'], ids.length)
})

onBothEngines('a traceroute keeps every copy, its longest way, and each link once', async (d) => {
  const stage = await setStage(d)
  const [asker, relay] = [0x0a, 0x0b]
  const reply = (route_back: number[], snr_back: number[]) => ({
    portnum: PORT.TRACEROUTE,
    request_id: 77,
    payload: encodePayload('RouteDiscovery', {
      route: [relay],
      snr_towards: [20, -8],
      route_back,
      snr_back,
    }),
  })
  await stage.hear({ data: reply([], []), packet: { to: asker } })
  await stage.hear({
    data: reply([relay], [4, -2]),
    packet: { to: asker },
    gateway_id: OTHER_GATEWAY,
  })
  const copies = await stage.db.all('select 1 as copy from traceroute')
  assert.equal(copies.length, 2)
  const hops = await stage.db.all<{ direction: number; node_id: number; snr4: number | null }>(
    'select direction, node_id, snr4 from traceroute_hop order by direction, hop',
  )
  assert.deepEqual(
    hops.map((row) => [row.direction, row.node_id, row.snr4]),
    [
      [0, asker, null],
      [0, relay, 20],
      [0, SENDER, -8],
      [1, SENDER, null],
      [1, relay, 4],
      [1, asker, -2],
    ],
  )
  const links = await stage.db.all<{ from_node_id: number; to_node_id: number; count: number }>(
    'select from_node_id, to_node_id, count from link where kind = 3 order by from_node_id, to_node_id',
  )
  assert.deepEqual(
    links.map((row) => [row.from_node_id, row.to_node_id, row.count]),
    [
      [asker, relay, 1],
      [relay, asker, 1],
      [relay, SENDER, 1],
      [SENDER, relay, 1],
    ],
  )
})

onBothEngines('of a traceroute the way that reached its end stands, however it came', async (d) => {
  const stage = await setStage(d)
  const asker = 0x0a
  const reply = (id: number, route_back: number[], snr_back: number[], gateway_id: number) => {
    const discovery = { snr_towards: [20], route_back, snr_back }
    const payload = encodePayload('RouteDiscovery', discovery)
    const data = { portnum: PORT.TRACEROUTE, request_id: 77, payload }
    // Of today: what is older than a day is known again by its bytes alone, and these differ.
    return stage.hear(
      { gateway_id, packet: { id, to: asker }, data },
      { time_us: Date.now() * 1000 },
    )
  }
  const astray = (id: number) => reply(id, [0x0b, 0x0c, 0x0d], [4, 4, 4], GATEWAY)
  const returned = (id: number) => reply(id, [0x0e], [8, 8], OTHER_GATEWAY)
  await astray(1)
  await returned(1)
  await returned(2)
  await astray(2)
  await stage.together(async () => {
    await astray(3)
    await returned(3)
  })
  await astray(4)
  stage.restart()
  await returned(4)
  const hops = await stage.db.all<{ id: number; node_id: number }>(
    `select p.id, h.node_id from traceroute_hop h join packet p using (packet_key)
     where h.direction = 1 order by p.id, h.hop`,
  )
  for (const id of [1, 2, 3, 4]) {
    const way = hops.filter((hop) => hop.id === id).map((hop) => hop.node_id)
    assert.deepEqual(way, [SENDER, 0x0e, asker], `packet ${id}`)
  }
})

onBothEngines('a traceroute that comes by MQTT first hides no link of later copies', async (d) => {
  const stage = await setStage(d)
  const [asker, relay, third] = [0x0a, 0x0b, 0x44444444]
  const hear = (id: number, gateway_id: number, via_mqtt: boolean) => {
    const discovery = { route: [relay], snr_towards: [20, -8] }
    const payload = encodePayload('RouteDiscovery', discovery)
    const data = { portnum: PORT.TRACEROUTE, request_id: 77, payload }
    const packet = { id, to: asker, via_mqtt, hop_limit: 1 }
    return stage.hear({ gateway_id, packet, data }, { time_us: Date.now() * 1000 })
  }
  const links = async () => {
    const rows = await stage.db.all<{ from_node_id: number; to_node_id: number; count: number }>(
      'select from_node_id, to_node_id, count from link order by from_node_id',
    )
    return rows.map((row) => [row.from_node_id, row.to_node_id, row.count])
  }
  await hear(1, GATEWAY, true)
  assert.deepEqual(await links(), [], 'a way by MQTT is none over the air')
  await hear(1, OTHER_GATEWAY, false)
  const once = [
    [asker, relay, 1],
    [relay, SENDER, 1],
  ]
  assert.deepEqual(await links(), once)
  await hear(1, third, false)
  assert.deepEqual(await links(), once, 'each once')
  // The same after a restart between any two copies.
  await hear(2, GATEWAY, true)
  stage.restart()
  await hear(2, OTHER_GATEWAY, false)
  stage.restart()
  await hear(2, third, false)
  assert.deepEqual(await links(), [
    [asker, relay, 2],
    [relay, SENDER, 2],
  ])
})

onBothEngines('an SNR that no radio measures is none, for links', async (d) => {
  const stage = await setStage(d)
  const neighbors = [
    { node_id: 5, snr: 1e9 },
    { node_id: 6, snr: Number.NEGATIVE_INFINITY },
    { node_id: 7, snr: -12.5 },
  ]
  const payload = encodePayload('NeighborInfo', { node_id: SENDER, neighbors })
  const data = { portnum: PORT.NEIGHBORINFO, payload }
  await stage.hear({ data, packet: { hop_limit: 2 } })
  await stage.hear({ data: text('direct'), packet: { id: 2, rx_snr: 1e6 } })
  const links = await stage.db.all<Record<string, unknown>>(
    'select from_node_id, snr_count, snr4_sum, snr4_last from link order by from_node_id',
  )
  const none = { snr_count: 0, snr4_sum: 0, snr4_last: null }
  assert.deepEqual(
    links.map((row) => ({ ...row })),
    [
      { from_node_id: 5, ...none },
      { from_node_id: 6, ...none },
      { from_node_id: 7, snr_count: 1, snr4_sum: -50, snr4_last: -50 },
      { from_node_id: SENDER, ...none },
    ],
  )
})

onBothEngines(
  'a direct reception proves a link; one over MQTT, or of a relayed packet, does not',
  async (d) => {
    const stage = await setStage(d)
    await stage.hear({ data: text('direct') })
    await stage.hear({ data: text('relayed'), packet: { id: 2, hop_limit: 2 } })
    await stage.hear({ data: text('by MQTT'), packet: { id: 3, via_mqtt: true } })
    await stage.hear({ data: text('old firmware'), packet: { id: 4, hop_start: 0, hop_limit: 0 } })
    const links = await stage.db.all<Record<string, unknown>>(
      'select from_node_id, to_node_id, kind, count, snr4_min, rssi_max from link',
    )
    assert.deepEqual(
      links.map((row) => ({ ...row })),
      [
        {
          from_node_id: SENDER,
          to_node_id: GATEWAY,
          kind: 1,
          count: 1,
          snr4_min: 21,
          rssi_max: -90,
        },
      ],
    )
  },
)

onBothEngines('rules of the operator keep packets out, and say which', async (d) => {
  const stage = await setStage(d, {
    MESHVIEW_MQTT_SKIP_NODE_IDS: '!0000cafe',
    MESHVIEW_INGEST_OK_TO_MQTT: 'drop',
    MESHVIEW_INGEST_FLOOD_PER_MINUTE: '3',
  })
  await stage.hear({ data: text('skipped'), packet: { from: 0xcafe } })
  await stage.hear({ data: { ...text('private'), bitfield: 0 }, packet: { id: 2 } })
  await stage.hear({ data: { ...text('public'), bitfield: 1 }, packet: { id: 3 } })
  for (let id = 10; id < 20; id++) await stage.hear({ data: text('flood'), packet: { id } })
  await stage.hearBytes('msh/US/2/json/LongFast/!22222222', Buffer.from('{}'))
  const counters = await stage.counters()
  assert.equal(counters['filtered.skip_node_ids'], 1)
  assert.equal(counters['filtered.ok_to_mqtt'], 1)
  assert.equal(counters['filtered.json-topic'], 1)
  assert.equal(counters['filtered.flood'], 9)
  assert.equal(counters['outcome.filtered'], 12)
  assert.equal(counters['outcome.stored'], 2)
  assert.equal(counters.received, 14)
})

onBothEngines(
  'garbage is counted with its fault and set aside, the last hundred of it',
  async (d) => {
    const stage = await setStage(d)
    for (let index = 0; index < 120; index++) {
      await stage.hearBytes('msh/US/2/e/LongFast/!22222222', Buffer.from([0xff, index, 0xff]))
    }
    await stage.hearBytes('msh/US/2/e/LongFast/!22222222', Buffer.alloc(0))
    await stage.hear({ data: text('the canary') })
    const counters = await stage.counters()
    assert.equal(counters['outcome.malformed'], 121)
    assert.equal(counters['outcome.stored'], 1)
    assert.equal(counters.received, 122)
    await stage.hearBytes('msh/US/2/e/LongFast/!22222222', Buffer.alloc(10_000, 0xff))
    const kept = await stage.db.get<{ n: number; longest: number }>(
      'select count(*) as n, max(length(payload)) as longest from malformed',
    )
    assert.deepEqual({ ...kept }, { n: 100, longest: 512 })
  },
)

onBothEngines(
  'a NUL in a name and a name of ten thousand letters are stored as names',
  async (d) => {
    const stage = await setStage(d)
    const user = {
      id: '!11111111',
      long_name: `a\0b${'x'.repeat(3000)}`,
      short_name: '\0',
      hw_model: 0,
    }
    await stage.hear({ data: { portnum: PORT.NODEINFO, payload: encodePayload('User', user) } })
    const node = await stage.db.get<{ long_name: string }>(
      'select long_name from node where node_id = ?',
      [SENDER],
    )
    assert.equal(node?.long_name.length, 40)
    assert.ok(node?.long_name.startsWith('abx'))
  },
)

onBothEngines(
  'a batch of many parts stores all but the message that the database refuses',
  async (d) => {
    const stage = await setStage(d, {
      MESHVIEW_INGEST_FLOOD_PER_MINUTE: '0',
      MESHVIEW_INGEST_FLOOD_PER_HOUR: '0',
    })
    const { db } = stage
    if (db.engine === 'postgres') {
      await db.run("alter table text_message add constraint refuse check (text <> 'refused')")
    } else {
      await db.run(`create trigger refuse before insert on text_message when new.text = 'refused'
        begin select raise(abort, 'refused'); end`)
    }
    await stage.together(async () => {
      await stage.hear({ data: text('first'), packet: { id: 1 } })
      for (let id = 2; id <= 1200; id++) {
        const words = id === 1100 ? 'refused' : `message ${id}`
        await stage.hear({ data: text(words), packet: { id } })
      }
      // Two copies of the first packet, far behind it: one is new, one is not.
      await stage.hear({ data: text('first'), packet: { id: 1 }, gateway_id: OTHER_GATEWAY })
      await stage.hear({ data: text('message 2'), packet: { id: 2, rx_time: 1_795_000_000 } })
    })
    const counters = await stage.counters()
    assert.equal(counters.received, 1202)
    assert.equal(counters['malformed.not-stored'], 1)
    assert.equal(counters['outcome.stored'], 1200)
    assert.equal(counters['outcome.duplicate'], 1)
    const row = await db.get<{ packets: number; receptions: number; texts: number }>(
      `select (select count(*) from packet) as packets,
         (select count(*) from reception) as receptions,
         (select count(*) from text_message) as texts`,
    )
    assert.deepEqual({ ...row }, { packets: 1199, receptions: 1200, texts: 1199 })
    assert.equal(counters['total.receptions'], 1200)
  },
)
