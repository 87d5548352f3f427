import assert from 'node:assert/strict'
import { test } from 'node:test'
import { incomingType } from '../../../src/mesh/proto.js'
import { onEmptyDatabases, sqliteDatabase } from '../../migrate/databases.js'
import { adopt, type Item } from './adopted.js'

// What programs made for MeshView 3.x lean on besides the values (parity.test.ts): which keys come
// first and in which order, what a mistake is answered with, what the small endpoints say.

/** A place in an answer, and the keys that 3.x has there, in its order. */
type Shape = readonly [url: string, at: (body: Item) => unknown, keys: string]

const whole = (body: Item) => body
const first = (key: string) => (body: Item) => (body[key] as Item[])[0]
const part = (key: string) => (body: Item) => body[key]

onEmptyDatabases('the keys of 3.x come first, in its order', async (database, t) => {
  const { original, get } = await adopt(database, t)
  const one = async (sql: string) => Number((await original.get<Item>(sql))?.id)
  const traced = await one('select packet_id as id from traceroute order by id limit 1')
  const placed = await one('select node_id as id from node where last_lat is not null limit 1')
  const packet =
    'id import_time_us channel from_node_id to_node_id portnum long_name payload to_long_name'
  const shapes: Shape[] = [
    [
      '/api/nodes',
      first('nodes'),
      'id node_id long_name short_name hw_model firmware role last_lat last_long channel is_mqtt_gateway first_seen_us last_seen_us',
    ],
    ['/api/packets', whole, 'packets latest_import_time'],
    ['/api/packets', first('packets'), packet],
    [
      `/api/packets_seen/${traced}`,
      first('seen'),
      'packet_id node_id rx_time hop_limit hop_start channel rx_snr rx_rssi topic import_time_us',
    ],
    ['/api/channels', whole, 'channels'],
    ['/api/stats', whole, 'period_type length channel portnum to_node from_node data'],
    ['/api/stats', first('data'), 'period count'],
    [`/api/stats?node=${placed}`, whole, 'node_id period_type length sent seen'],
    ['/api/stats/count', whole, 'total_packets total_seen'],
    ['/api/stats/top', whole, 'total limit offset nodes'],
    ['/api/stats/top', first('nodes'), 'node_id long_name short_name channel sent seen avg'],
    ['/api/edges', first('edges'), 'from to type'],
    [
      `/api/traceroute/${traced}`,
      whole,
      'packet traceroute_packets unique_forward_paths unique_reverse_paths winning_paths',
    ],
    [`/api/traceroute/${traced}`, part('packet'), 'id from to channel'],
    [
      `/api/traceroute/${traced}`,
      first('traceroute_packets'),
      'index gateway_node_id done forward_hops reverse_hops',
    ],
    [`/api/traceroute/${traced}`, first('unique_forward_paths'), 'path count'],
    [`/api/traceroute/${traced}`, part('winning_paths'), 'forward reverse'],
    ['/api/config', whole, 'site mqtt cleanup'],
    [
      '/api/config',
      part('site'),
      'domain language title message starting nodes chat everything graphs stats net map top map_top_left_lat map_top_left_lon map_bottom_right_lat map_bottom_right_lon map_interval firehose_interval weekly_net_message net_tag version',
    ],
    ['/api/config', part('mqtt'), 'server topics'],
    ['/api/config', part('cleanup'), 'enabled days_to_keep hour minute vacuum'],
    ['/version', whole, 'version release_date git_revision git_revision_short'],
    [
      '/health',
      whole,
      'status timestamp version git_revision database seconds_since_last_message database_size database_size_bytes',
    ],
    [`/api/node/${placed}/qr`, whole, 'node_id long_name short_name meshtastic_url'],
    [
      `/api/node/${placed}/impersonation-check`,
      whole,
      'node_id unique_public_key_count potential_impersonation public_keys warning',
    ],
    [`/api/coverage/${placed}?step_km=5`, whole, 'mode threshold_dbm perimeter'],
    [`/api/coverage/${placed}?step_km=5&mode=heat`, whole, 'mode min_dbm max_dbm points'],
    [
      '/api/snapshots/daily',
      first('data'),
      'date node_count packet_count gateway_count captured_at_us',
    ],
  ]
  for (const [url, at, keys] of shapes) {
    const wanted = keys.split(' ')
    const found = Object.keys(at(await get(url)) as Item)
    assert.deepEqual(found.slice(0, wanted.length), wanted, url)
  }
  const alone = await get(`/api/packets?packet_id=${traced}`)
  assert.deepEqual(Object.keys(alone), ['packets'], 'one packet by its id tells no time')
})

test('mistakes are answered in the words of 3.x', async (t) => {
  const database = await sqliteDatabase(t)
  const { original, ask } = await adopt(database, t)
  const node = (await original.get<Item>('select node_id as id from node limit 1'))?.id
  const integer = (name: string) => `${name} must be an integer`
  const mistakes: [url: string, status: number, error: string][] = [
    ['/api/packets?packet_id=x', 400, 'Invalid packet_id format'],
    ['/api/packets_seen/x', 400, 'Invalid or missing packet_id'],
    ['/api/stats?period_type=week', 400, "Invalid period_type. Must be one of {'day', 'hour'}"],
    ['/api/stats?length=x', 400, integer('length')],
    ['/api/stats?node=x', 400, integer('node')],
    ['/api/stats?portnum=x', 400, integer('portnum')],
    ['/api/stats?to_node=x', 400, integer('to_node')],
    ['/api/stats?from_node=x', 400, integer('from_node')],
    ['/api/stats/count?packet_id=x', 400, 'packet_id must be integer'],
    ['/api/stats/count?length=x', 400, 'length must be integer'],
    ['/api/stats/count?from_node=x', 400, 'from_node must be integer'],
    ['/api/stats/count?to_node=x', 400, 'to_node must be integer'],
    ['/api/edges?node_id=x', 400, 'node_id must be integer'],
    ['/api/traceroute/5', 404, 'Packet not found'],
    ['/api/lang?section=zz', 404, "Section 'zz' not found in en"],
    ['/api/lang?section=zz&lang=es', 404, "Section 'zz' not found in es"],
    ['/api/node/x/qr', 400, 'Invalid node_id'],
    ['/api/node/5/qr', 404, 'Node not found'],
    ['/api/node/x/impersonation-check', 400, 'Invalid node_id'],
    ['/api/coverage/x', 400, 'Invalid node_id'],
    ['/api/coverage/5', 404, 'Node not found or missing location'],
    [`/api/coverage/${node}?tx_dbm=x`, 400, 'tx_dbm must be a number'],
    ['/api/snapshots/daily?length=x', 400, integer('length')],
    // Plain-text 500 in 3.x.
    ['/api/channels?length=x', 400, integer('length')],
    ['/api/stats/top?limit=x', 400, integer('limit')],
    ['/api/stats/top?offset=x', 400, integer('offset')],
    ['/api/stats/top?length=x', 400, integer('length')],
    ['/api/traceroute/x', 400, 'Invalid packet_id'],
    [
      '/api/stats/count?period_type=week',
      400,
      "Invalid period_type. Must be one of {'day', 'hour'}",
    ],
  ]
  for (const [url, status, error] of mistakes) {
    assert.deepEqual(await ask(url), { status, body: { error } }, url)
  }
  const empty: [url: string, body: Item][] = [
    ['/api/channels?period_type=week', channelsMistake],
    ['/api/packets?packet_id=5', { packets: [] }],
    ['/api/packets_seen/5', { seen: [] }],
    ['/api/nodes?node_id=nobody', { nodes: [] }],
    ['/api/stats?length=9999999999&portnum=300', noStats],
  ]
  for (const [url, body] of empty) assert.deepEqual(await ask(url), { status: 200, body }, url)
  for (const [query, limit, offset] of [
    ['', 20, 0],
    ['limit=-1', 1, 0],
    ['limit=1000', 100, 0],
    ['period_type=fortnight&limit=2&offset=1', 2, 1],
  ] as const) {
    const body = (await ask(`/api/stats/top?${query}`)).body as Item
    assert.deepEqual([body.limit, body.offset], [limit, offset], query)
    assert.ok((body.nodes as Item[]).length <= limit)
  }
})

const channelsMistake = { channels: [], error: "period_type must be 'hour' or 'day'" }
const noStats = {
  period_type: 'hour',
  length: 9_999_999_999,
  channel: null,
  portnum: 300,
  to_node: null,
  from_node: null,
  data: [],
}

const HOUR_US = 3_600_000_000
const UNKNOWN = 0xffffffff

interface Discovery {
  route: number[]
  route_back: number[]
  snr_towards: number[]
  snr_back: number[]
}

function decode<T>(type: string, bytes: unknown): T {
  return incomingType(type).decode(bytes as Uint8Array) as unknown as T
}

onEmptyDatabases('links are those of the old traceroutes and reports', async (database, t) => {
  const { original, get, now_us } = await adopt(database, t)
  const heard = (ends: readonly number[]) =>
    ends
      .slice(1)
      .map((to, index) => [Number(ends[index]), to] as const)
      .filter(([from, to]) => from !== to && from !== UNKNOWN && to !== UNKNOWN)
      .map(([from, to]) => `${from} ${to}`)
  const copies = await original.all<Item>(
    `select r.*, p.from_node_id, p.to_node_id from traceroute r join packet p on p.id = r.packet_id
      where r.import_time_us > ${now_us - 12 * HOUR_US}`,
  )
  const traced = copies.flatMap(({ route, done, from_node_id, to_node_id }) => {
    const found = decode<Discovery>('RouteDiscovery', route)
    const [from, to] = [Number(from_node_id), Number(to_node_id)]
    if (done !== 1) {
      const isThere = found.snr_towards.length > found.route.length
      return heard([from, ...found.route, ...(isThere ? [to] : [])])
    }
    // A reply goes from the node that was asked: the way there led the other way round.
    const isBack = found.snr_back.length > found.route_back.length
    return [
      ...heard([to, ...found.route, from]),
      ...heard([from, ...found.route_back, ...(isBack ? [to] : [])]),
    ]
  })
  const reports = await original.all<Item>(
    `select from_node_id, payload from packet
      where portnum = 71 and import_time_us > ${now_us - 24 * HOUR_US}`,
  )
  const told = reports.flatMap(({ from_node_id, payload }) => {
    const { decoded } = decode<{ decoded: { payload: Uint8Array } }>('MeshPacket', payload)
    const { neighbors } = decode<{ neighbors: { node_id: number }[] }>(
      'NeighborInfo',
      decoded.payload,
    )
    return neighbors.flatMap(({ node_id }) => heard([node_id, Number(from_node_id)]))
  })
  const pairs = async (query: string) =>
    ((await get(`/api/edges${query}`)).edges as Item[]).map(
      ({ from, to, type }) => `${from} ${to} ${type}`,
    )
  const unique = (list: string[], type: string) => [...new Set(list)].map((e) => `${e} ${type}`)
  const expected = [
    ...unique(traced, 'traceroute'),
    ...unique(
      told.filter((pair) => !traced.includes(pair)),
      'neighbor',
    ),
  ]
  assert.ok(traced.length > 30 && told.length > 10)
  assert.deepEqual((await pairs('')).sort(), expected.sort())
  assert.deepEqual((await pairs('?type=traceroute')).sort(), unique(traced, 'traceroute').sort())
  assert.deepEqual((await pairs('?type=neighbor')).sort(), unique(told, 'neighbor').sort())
  const node = String(expected[0]?.split(' ')[0])
  assert.deepEqual(
    (await pairs(`?node_id=${node}`)).sort(),
    expected.filter((edge) => edge.split(' ').slice(0, 2).includes(node)).sort(),
  )
})

onEmptyDatabases('the copies of a traceroute are the old ones', async (database, t) => {
  const { original, get } = await adopt(database, t)
  const rows = await original.all<Item>('select * from traceroute order by import_time_us')
  const ids = [...new Set(rows.map((row) => Number(row.packet_id)))]
  for (const id of ids.slice(0, 20)) {
    const copies = rows.filter((row) => row.packet_id === id)
    const body = await get(`/api/traceroute/${id}`)
    const expected = copies.map(({ gateway_node_id, done, route }, index) => {
      const { route: forward_hops, route_back } = decode<Discovery>('RouteDiscovery', route)
      const hops = { forward_hops, reverse_hops: route_back }
      return { index, gateway_node_id, done: done === 1, ...hops }
    })
    assert.deepEqual(body.traceroute_packets, expected)
    const paths = new Map<string, { path: number[]; count: number }>()
    for (const { forward_hops: path } of expected) {
      const { count } = paths.get(path.join()) ?? { count: 0 }
      if (path.length > 0) paths.set(path.join(), { path, count: count + 1 })
    }
    assert.deepEqual(body.unique_forward_paths, [...paths.values()])
  }
})

test('configuration and words have the types of 3.x', async (t) => {
  const database = await sqliteDatabase(t)
  const ini = `[site]
domain = mesh.example.org
title = Bay Area
language = es
starting = /chat
graphs = False
map_interval = 0
[mqtt]
server = mqtt.example.org
topics = ["msh/US/bayarea/#"]
[cleanup]
enabled = False
days_to_keep = 14
hour = 2
minute = 00
vacuum = False
`
  const { get } = await adopt(database, t, { ini })
  const { site, ...rest } = await get('/api/config')
  const { version: _, ...words } = site as Item
  assert.deepEqual(words, {
    domain: 'mesh.example.org',
    language: 'es',
    title: 'Bay Area',
    message: '',
    starting: '/chat',
    nodes: 'true',
    chat: 'true',
    everything: 'true',
    graphs: 'false',
    stats: 'true',
    net: 'true',
    map: 'true',
    top: 'true',
    map_top_left_lat: 39,
    map_top_left_lon: -123,
    map_bottom_right_lat: 36,
    map_bottom_right_lon: -121,
    map_interval: 0,
    firehose_interval: 3,
    weekly_net_message: 'Weekly Mesh check-in message.',
    net_tag: '#BayMeshNet',
  })
  assert.deepEqual(rest, {
    mqtt: { server: 'mqtt.example.org', topics: ['msh/US/bayarea/#'] },
    cleanup: { enabled: 'false', days_to_keep: '14', hour: '2', minute: '0', vacuum: 'false' },
  })
  const sections = 'base chat firehose nodelist net map stats top nodegraph node packet'.split(' ')
  const seen = new Set<string>()
  for (const lang of ['', '?lang=en', '?lang=ru', '?lang=DE']) {
    const body = await get(`/api/lang${lang}`)
    assert.deepEqual(Object.keys(body), sections)
    assert.deepEqual(await get(`/api/lang${lang || '?lang=es'}&section=base`), body.base)
    seen.add(JSON.stringify(body))
  }
  assert.equal(seen.size, 4, 'a language each, that of the site without a choice')
  assert.deepEqual(await get('/api/lang?lang=tlh'), await get('/api/lang?lang=en'))
})
