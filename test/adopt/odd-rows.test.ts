import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Database } from '../../src/db/open.js'
import { encodePayload } from '../../src/mesh/encode.js'
import { BROADCAST } from '../../src/mesh/node-id.js'
import { PORT } from '../../src/mesh/portnums.js'
import { migrate } from '../../src/migrate/index.js'
import { onEmptyDatabases, sqliteDatabase } from '../migrate/databases.js'
import { type Content, fill, makeSchema, type Row, shapeOf } from './original.js'

const TIME_US = 1_748_736_000_000_000
const TIME_S = TIME_US / 1_000_000
const ALICE = 0xa11ce
const BOB = 0xb0b
const KEY = 'ab'.repeat(32)

function node(fields: Row): Row {
  return {
    id: '!000a11ce',
    node_id: ALICE,
    long_name: null,
    short_name: null,
    hw_model: null,
    firmware: null,
    role: null,
    last_lat: null,
    last_long: null,
    channel: null,
    is_mqtt_gateway: null,
    first_seen_us: TIME_US,
    last_seen_us: TIME_US,
    ...fields,
  }
}

function packet(id: number, fields: Row): Row {
  return {
    id,
    portnum: PORT.TEXT_MESSAGE,
    from_node_id: ALICE,
    to_node_id: BROADCAST,
    payload: payloadOf(id, {}),
    channel: 'LongFast',
    import_time_us: TIME_US + id,
    ...fields,
  }
}

function payloadOf(id: number, header: object): Buffer {
  return encodePayload('MeshPacket', {
    id,
    from: ALICE,
    to: BROADCAST,
    decoded: { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from(`text ${id}`) },
    ...header,
  })
}

function seen(packet_id: number, fields: Row): Row {
  return {
    packet_id,
    node_id: BOB,
    rx_time: TIME_S,
    hop_limit: 3,
    hop_start: 3,
    channel: 'LongFast',
    rx_snr: 5.25,
    rx_rssi: -90,
    topic: 'msh/2/e/LongFast/!00000b0b',
    import_time_us: TIME_US + packet_id,
    ...fields,
  }
}

function copy(id: number, packet_id: number, fields: Row): Row {
  return {
    id,
    packet_id,
    gateway_node_id: BOB,
    done: false,
    route: encodePayload('RouteDiscovery', { route: [7], snr_towards: [4] }),
    import_time_us: TIME_US + packet_id,
    ...fields,
  }
}

async function adopt(
  database: { open(): Promise<Database> },
  content: Partial<Content>,
  revision = '23dad03d2e42',
): Promise<{ db: Database; log: string[] }> {
  const db = await database.open()
  const log: string[] = []
  await makeSchema(db, shapeOf(revision))
  await fill(db, shapeOf(revision), {
    node: [],
    packet: [],
    packet_seen: [],
    traceroute: [],
    node_public_key: [],
    daily_snapshot: [],
    ...content,
  })
  await migrate(db, { log: (line) => log.push(line) })
  return { db, log }
}

onEmptyDatabases('packets without a time get the best one there is', async (database) => {
  const { db, log } = await adopt(database, {
    packet: [
      packet(1, { import_time_us: null }),
      packet(2, { import_time_us: null }),
      packet(3, { import_time_us: null, payload: payloadOf(3, { rx_time: TIME_S - 50 }) }),
      packet(4, { import_time_us: null }),
      packet(5, {}),
    ],
    packet_seen: [
      seen(1, { import_time_us: TIME_US - 7 }),
      seen(2, { import_time_us: null, rx_time: TIME_S - 60 }),
      seen(3, { import_time_us: null, rx_time: 12 }),
      seen(5, { import_time_us: null }),
    ],
  })
  assert.deepEqual(await db.all('select id, import_time_us from packet order by packet_key'), [
    { id: 2, import_time_us: TIME_US - 60_000_000 },
    { id: 4, import_time_us: TIME_US - 60_000_000 },
    { id: 3, import_time_us: TIME_US - 50_000_000 },
    { id: 1, import_time_us: TIME_US - 7 },
    { id: 5, import_time_us: TIME_US + 5 },
  ])
  // A reception without a time came when its packet did.
  assert.deepEqual(
    await db.all(
      'select id, delay_us, import_time_us / 1000000 + rx_delay_s as rx_time from reception join packet using (packet_key) order by id',
    ),
    [
      { id: 1, delay_us: 0, rx_time: TIME_S },
      { id: 2, delay_us: 0, rx_time: TIME_S - 60 },
      { id: 3, delay_us: 0, rx_time: 12 },
      { id: 5, delay_us: 0, rx_time: TIME_S },
    ],
  )
  assert.ok(log.some((line) => line.startsWith('4 packets without a time')))
})

onEmptyDatabases(
  'nodes without a time, or with only the text of their id, are kept',
  async (database) => {
    const { db } = await adopt(database, {
      node: [
        node({
          last_seen_us: null,
          first_seen_us: null,
          long_name: 'Alice',
          is_mqtt_gateway: true,
        }),
        node({ id: '!00000b0b', node_id: null, long_name: 'Bob', last_lat: 0, last_long: 0 }),
        node({ id: '!0000000C', node_id: 12, last_seen_us: null, first_seen_us: null }),
      ],
      packet: [packet(1, {})],
    })
    const rows = await db.all(
      `select node_id, long_name, first_seen_us, last_seen_us, gateway_seen_us, last_lat
     from node order by node_id`,
    )
    assert.deepEqual(rows, [
      {
        node_id: 12,
        long_name: null,
        first_seen_us: TIME_US + 1,
        last_seen_us: TIME_US + 1,
        gateway_seen_us: null,
        last_lat: null,
      },
      {
        node_id: BOB,
        long_name: 'Bob',
        first_seen_us: TIME_US,
        last_seen_us: TIME_US,
        gateway_seen_us: null,
        last_lat: null,
      },
      {
        node_id: ALICE,
        long_name: 'Alice',
        first_seen_us: TIME_US + 1,
        last_seen_us: TIME_US + 1,
        gateway_seen_us: TIME_US + 1,
        last_lat: null,
      },
    ])
  },
)

onEmptyDatabases('a payload that cannot be read is kept as it was', async (database) => {
  const noise = Buffer.from('ffffffffff00ff', 'hex')
  const { db } = await adopt(database, {
    packet: [
      packet(1, { payload: noise, portnum: 67 }),
      packet(2, { payload: null, from_node_id: null, to_node_id: null, channel: null }),
      packet(3, {
        portnum: 0,
        payload: payloadOf(3, { decoded: null, encrypted: Buffer.from('secret') }),
      }),
      packet(4, { payload: payloadOf(4, { decoded: { portnum: PORT.POSITION, payload: noise } }) }),
    ],
  })
  const rows = await db.all<Row>(
    'select id, from_node_id, portnum, encrypted, data from packet order by id',
  )
  assert.deepEqual(
    rows.map((row) => [
      row.id,
      row.from_node_id,
      row.portnum,
      row.encrypted === true || row.encrypted === 1,
    ]),
    [
      [1, ALICE, 67, false],
      [2, 0, 1, false],
      [3, ALICE, 0, true],
      [4, ALICE, PORT.POSITION, false],
    ],
  )
  const [first, second, third] = rows.map((row) => Buffer.from(row.data as Uint8Array))
  assert.deepEqual(first, noise)
  assert.equal(second?.length, 0)
  assert.equal(third?.toString(), 'secret')
  assert.deepEqual(await db.all('select * from position'), [])
})

onEmptyDatabases(
  'copies of a traceroute: repetitions are one, nonsense is kept, a lonely one too',
  async (database) => {
    const long = encodePayload('RouteDiscovery', { route: [7, 8, 9], snr_towards: [4, 4, 4] })
    const noise = Buffer.from('ffff', 'hex')
    const { db, log } = await adopt(database, {
      packet: [1, 2, 3].map((id) =>
        packet(id, {
          portnum: PORT.TRACEROUTE,
          payload: payloadOf(id, {
            decoded: { portnum: PORT.TRACEROUTE, payload: Buffer.alloc(0) },
          }),
        }),
      ),
      packet_seen: [seen(1, {}), seen(2, {})],
      traceroute: [
        copy(1, 1, {}),
        copy(2, 1, { route: long }),
        copy(3, 1, {}),
        copy(4, 2, { route: noise, done: true }),
        copy(5, 3, { gateway_node_id: 77, route: null, import_time_us: null }),
      ],
    })
    const rows = await db.all<Row>(
      `select p.id, u.gateway_node_id, t.route, t.import_time_us from traceroute t
     join packet p using (packet_key) join uplink u using (uplink_id) order by p.id`,
    )
    assert.deepEqual(
      rows.map((row) => [row.id, row.gateway_node_id, Buffer.from(row.route as Uint8Array)]),
      [
        [1, BOB, long],
        [2, BOB, noise],
        [3, 77, Buffer.alloc(0)],
      ],
    )
    assert.equal(rows[2]?.import_time_us, TIME_US + 3)
    assert.ok(log.some((line) => line.startsWith('2 traceroute rows were repetitions')))
  },
)

onEmptyDatabases(
  'a key is known from its first to its last sight, by rows and by packets',
  async (database) => {
    const user = encodePayload('User', { id: '!000a11ce', public_key: Buffer.from(KEY, 'hex') })
    const { db } = await adopt(database, {
      node: [node({ id: '!00000b0b', node_id: BOB })],
      packet: [
        packet(9, {
          portnum: PORT.NODEINFO,
          payload: payloadOf(9, { decoded: { portnum: PORT.NODEINFO, payload: user } }),
        }),
      ],
      node_public_key: [
        {
          id: 1,
          node_id: ALICE,
          public_key: KEY,
          first_seen_us: TIME_US - 5,
          last_seen_us: TIME_US,
        },
        { id: 2, node_id: BOB, public_key: KEY, first_seen_us: null, last_seen_us: null },
      ],
    })
    assert.deepEqual(
      await db.all(
        'select node_id, first_seen_us, last_seen_us from node_public_key order by node_id',
      ),
      [
        { node_id: BOB, first_seen_us: TIME_US, last_seen_us: TIME_US },
        { node_id: ALICE, first_seen_us: TIME_US - 5, last_seen_us: TIME_US + 9 },
      ],
    )
    assert.deepEqual(await db.all('select node_id, public_key from node order by node_id'), [
      { node_id: BOB, public_key: KEY },
      { node_id: ALICE, public_key: KEY },
    ])
  },
)

onEmptyDatabases(
  'what MeshView knew of a position stays until a later one comes',
  async (database) => {
    const fix = (latitude_i: number) =>
      encodePayload('Position', { latitude_i, longitude_i: 5, altitude: 99 })
    const position = (id: number, latitude_i: number, import_time_us: number) =>
      packet(id, {
        import_time_us,
        portnum: PORT.POSITION,
        payload: payloadOf(id, { decoded: { portnum: PORT.POSITION, payload: fix(latitude_i) } }),
      })
    const { db } = await adopt(database, {
      node: [node({ last_lat: 100, last_long: 5 })],
      packet: [position(1, 50, TIME_US - 9), position(2, 100, TIME_US - 8)],
    })
    assert.deepEqual(await db.all('select last_lat, last_long, altitude, position_us from node'), [
      { last_lat: 100, last_long: 5, altitude: 99, position_us: TIME_US },
    ])
    assert.equal((await db.all('select * from position')).length, 2)
  },
)

// PostgreSQL never let such rows be.
test('rows that belong to no packet stay aside and are spoken of (SQLite)', async (t) => {
  const { db, log } = await adopt(await sqliteDatabase(t), {
    packet: [packet(1, {})],
    packet_seen: [seen(1, {}), seen(404, {}), seen(405, {})],
    traceroute: [copy(1, 404, {})],
  })
  assert.deepEqual(await db.all('select packet_id from v3_packet_seen order by 1'), [
    { packet_id: 404 },
    { packet_id: 405 },
  ])
  assert.equal((await db.all('select * from v3_traceroute')).length, 1)
  assert.equal((await db.all('select * from reception')).length, 1)
  assert.ok(log.some((line) => line.startsWith('2 rows of packet_seen')))
  assert.deepEqual((await migrate(db)).applied, [])
})
