import assert from 'node:assert/strict'
import { test } from 'node:test'
import { convert } from '../../migrations/8c1f4e60b27d_convert.js'
import { type Database, openDatabase } from '../../src/db/open.js'
import { migrate, migrationState, upgrade } from '../../src/migrate/index.js'
import { onEmptyDatabases, sqliteDatabase } from '../migrate/databases.js'
import { type Content, fill, makeSchema, type Row, shapeOf, shapes } from './original.js'
import { tableNames } from './rows.js'
import { makeTraffic } from './traffic.js'

const small = { packets: 150, receptions: 5, nodes: 30, gateways: 8, traceroutes: 0.2 }

const onSqlite: typeof onEmptyDatabases = (name, body) => {
  test(`${name} (SQLite)`, async (t) => body(await sqliteDatabase(t), t))
}

/** Revisions that differ in how they spell times; the others only differ for SQLite's file. */
const onPostgresToo = [null, '2b5a61bb2b75', 'add_time_us_cols', '23dad03d2e42', 'c6b1d8f2a9e3']

for (const shape of shapes) {
  const run = onPostgresToo.includes(shape.revision) ? onEmptyDatabases : onSqlite
  run(
    `a database of MeshView at revision ${shape.revision ?? 'none (2.x)'} is adopted row for row`,
    async (database) => {
      const db = await database.open()
      const content = makeTraffic(small)
      await makeSchema(db, shape)
      await fill(db, shape, content)
      const before = await oldRows(db)
      const result = await migrate(db)
      assert.equal((await migrationState(db)).kind, 'current')
      assert.deepEqual(await packetsOf(db), expectedPackets(content))
      assert.deepEqual(
        await receptionsOf(db),
        expectedReceptions(content, shape.hasRelayNode ?? false),
      )
      assert.deepEqual(await traceroutesOf(db), expectedTraceroutes(content))
      if (shape.hasKeys) await compareKeys(db, content)
      if (shape.hasSnapshots) {
        assert.deepEqual(await db.all('select * from daily_snapshot'), content.daily_snapshot)
      }
      await compareNodes(db, content)
      assert.deepEqual(await oldTables(db), [])
      if (shape.hasExample) assert.equal((await db.all('select * from example')).length, 1)
      if (database.engine === 'sqlite') await verifyBackup(result.backup, before)
      assert.deepEqual((await migrate(db)).applied, [])
    },
  )
}

onEmptyDatabases(
  'every node and gateway of the packets has a row, with its times',
  async (database) => {
    const db = await database.open()
    const content = makeTraffic(small)
    const [unknown] = content.node.splice(3, 1)
    const shape = shapeOf('23dad03d2e42')
    await makeSchema(db, shape)
    await fill(db, shape, content)
    await migrate(db)
    const times = content.packet
      .filter((packet) => packet.from_node_id === unknown?.node_id)
      .map((packet) => Number(packet.import_time_us))
    const heard = content.packet_seen
      .filter((seen) => seen.node_id === unknown?.node_id)
      .map((seen) => Number(seen.import_time_us))
    const all = [...times, ...heard].sort((a, b) => a - b)
    const node = await db.get('select * from node where node_id = ?', [unknown?.node_id ?? 0])
    assert.ok(node)
    const row = node as Record<string, unknown>
    assert.equal(row.first_seen_us, all[0])
    assert.equal(row.last_seen_us, all.at(-1))
    assert.equal(row.gateway_seen_us, Math.max(...heard))
  },
)

onEmptyDatabases('counts by hour agree with the rows', async (database) => {
  const db = await database.open()
  await makeSchema(db, shapeOf('23dad03d2e42'))
  await fill(db, shapeOf('23dad03d2e42'), makeTraffic(small))
  await migrate(db)
  const count = async (sql: string) => Number((await db.get<{ n: number }>(sql))?.n)
  const packets = await count('select count(*) as n from packet')
  const receptions = await count('select count(*) as n from reception')
  assert.equal(await count('select sum(packets) as n from traffic_hourly'), packets)
  assert.equal(await count('select sum(receptions) as n from traffic_hourly'), receptions)
  assert.equal(await count('select sum(sent) as n from node_hourly'), packets)
  assert.equal(await count('select sum(seen) as n from node_hourly'), receptions)
  assert.equal(await count('select sum(receptions) as n from gateway_hourly'), receptions)
  assert.deepEqual(await db.all('select name, value from counter order by name'), [
    { name: 'total.packets', value: packets },
    { name: 'total.receptions', value: receptions },
  ])
  assert.ok((await count('select count(*) as n from link')) > 0)
  assert.ok((await count('select count(*) as n from traceroute_hop')) > 0)
})

const truth = (value: unknown) => value === true || value === 1

function byText<T>(rows: T[]): T[] {
  return rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

async function packetsOf(db: Database) {
  const rows = await db.all<Row>(
    `select id, from_node_id, to_node_id, portnum, encrypted, import_time_us, c.name as channel
     from packet join channel c using (channel_id)`,
  )
  return byText(rows.map((row) => ({ ...row, encrypted: truth(row.encrypted) })))
}

function expectedPackets(content: Content) {
  return byText(
    content.packet.map((packet) => ({
      id: packet.id,
      from_node_id: packet.from_node_id,
      to_node_id: packet.to_node_id,
      portnum: packet.portnum,
      encrypted: packet.portnum === 0,
      import_time_us: packet.import_time_us,
      channel: packet.channel,
    })),
  )
}

async function receptionsOf(db: Database) {
  return byText(
    await db.all<Row>(
      `select p.id, u.gateway_node_id, p.import_time_us / 1000000 + r.rx_delay_s as rx_time, r.hop_limit, r.hop_start, r.rx_snr4, r.rx_rssi,
              p.import_time_us + r.delay_us as time_us, u.topic, u.gateway_id, c.name as channel,
              case when r.relay_node > 1 then r.relay_node else 0 end as relay_node
       from reception r join packet p using (packet_key) join uplink u using (uplink_id)
       join channel c on c.channel_id = u.channel_id`,
    ),
  )
}

function expectedReceptions(content: Content, hasRelayNode: boolean) {
  return byText(
    content.packet_seen.map((seen) => ({
      id: seen.packet_id,
      gateway_node_id: seen.node_id,
      rx_time: seen.rx_time,
      hop_limit: seen.hop_limit,
      hop_start: seen.hop_start,
      rx_snr4: Number(seen.rx_snr) * 4,
      rx_rssi: seen.rx_rssi,
      time_us: seen.import_time_us,
      topic: seen.topic,
      gateway_id: String(seen.topic).split('/').at(-1),
      channel: seen.channel,
      relay_node: hasRelayNode && Number(seen.relay_node) > 1 ? seen.relay_node : 0,
    })),
  )
}

async function traceroutesOf(db: Database) {
  const rows = await db.all<Row>(
    `select p.id, u.gateway_node_id, t.done, t.import_time_us, t.route
     from traceroute t join packet p using (packet_key) join uplink u using (uplink_id)`,
  )
  return byText(
    rows.map((row) => ({ ...row, done: truth(row.done), route: hex(row.route ?? null) })),
  )
}

function expectedTraceroutes(content: Content) {
  return byText(
    content.traceroute.map((copy) => ({
      id: copy.packet_id,
      gateway_node_id: copy.gateway_node_id,
      done: truth(copy.done),
      import_time_us: copy.import_time_us,
      route: hex(copy.route ?? null),
    })),
  )
}

function hex(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value)
}

async function compareKeys(db: Database, content: Content): Promise<void> {
  const rows = await db.all<Row>('select * from node_public_key order by node_id')
  assert.equal(rows.length, content.node_public_key.length)
  for (const [index, old] of content.node_public_key.entries()) {
    const row = rows[index]
    assert.equal(row?.node_id, old.node_id)
    assert.equal(row?.public_key, old.public_key)
    assert.equal(row?.first_seen_us, old.first_seen_us)
    assert.ok(Number(row?.last_seen_us) >= Number(old.last_seen_us))
  }
}

async function compareNodes(db: Database, content: Content): Promise<void> {
  const rows = await db.all<Row>('select * from node order by node_id')
  assert.equal(rows.length, content.node.length)
  for (const [index, old] of content.node.entries()) {
    const row = rows[index] ?? {}
    assert.equal(row.node_id, old.node_id)
    assert.ok(row.long_name === old.long_name || row.long_name === `Node ${old.node_id}`)
    assert.equal(row.role, 'CLIENT')
    assert.equal(row.firmware, old.firmware)
    assert.ok(Number(row.last_seen_us) >= Number(old.last_seen_us))
    if (old.last_lat !== null) assert.ok(row.last_lat !== null)
  }
}

onEmptyDatabases('a conversion that is stopped is taken up where it was', async (database) => {
  const db = await database.open()
  const content = makeTraffic({ ...small, packets: 1100, receptions: 1 })
  await makeSchema(db, shapeOf('23dad03d2e42'))
  await fill(db, shapeOf('23dad03d2e42'), content)
  await upgrade(db, '5d0a7c1e93b4', { backup: false })
  // The beginning, the nodes, the first slice.
  let reports = 3
  const progress = async () => {
    if (--reports === 0) throw new Error('stopped')
  }
  const queryRunner = await db.queryRunner()
  await assert.rejects(convert.up(queryRunner, { db, log: () => {}, progress }), /stopped/)
  await queryRunner.release()
  assert.equal((await db.all('select packet_key from packet')).length, 1000)
  await migrate(db, { backup: false })
  assert.deepEqual(await packetsOf(db), expectedPackets(content))
})

async function oldTables(db: Database): Promise<unknown[]> {
  return db.all(
    db.engine === 'sqlite'
      ? `select name from sqlite_master where name like 'v3\\_%' escape '\\'`
      : `select relname as name from pg_class where relname like 'v3\\_%'`,
  )
}

/** Every row of the tables of 3.x, but for the one that says whether a migration runs. */
async function oldRows(db: Database): Promise<Record<string, unknown[]>> {
  const rows: Record<string, unknown[]> = {}
  for (const table of await tableNames(db)) {
    if (!table.startsWith('migration')) rows[table] = await db.all(`select * from ${table}`)
  }
  return rows
}

async function verifyBackup(file: string | null, before: Record<string, unknown[]>): Promise<void> {
  assert.ok(file)
  const backup = await openDatabase(`sqlite:///${file}`, 'read')
  try {
    assert.deepEqual(await oldRows(backup), before)
  } finally {
    await backup.close()
  }
}
