import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import mqtt from 'mqtt'
import pg from 'pg'
import { openDatabase } from '../../src/db/open.js'
import { listeningPort, makeFolder, run, until } from '../helpers/processes.js'
import { makeTraffic as makeMessages } from '../helpers/traffic.js'
import { postgresDatabase } from '../migrate/databases.js'
import { fill, makeSchema, shapeOf } from './original.js'
import { makeTraffic } from './traffic.js'

const PACKETS = 4000
const MESSAGES = 50

test('the writer adopts what config.ini of 3.x names, and stores what came meanwhile', async (t) => {
  const place = makeFolder({
    broker: { bind: '127.0.0.1', port: 0 },
    database: { connection_string: 'sqlite+aiosqlite:///packets.db' },
    retention: { packets_days: 0, nodes_days: 0 },
  })
  t.after(place.remove)
  const url = `sqlite:///${join(place.folder, 'packets.db')}`
  const old = await openDatabase(url, 'write')
  await makeSchema(old, shapeOf('23dad03d2e42'))
  const amount = { packets: PACKETS, receptions: 5, nodes: 100, gateways: 10, traceroutes: 0.1 }
  await fill(old, shapeOf('23dad03d2e42'), makeTraffic(amount))
  await old.close()

  const writer = run('src/writer/main.js', ['--config', place.config])
  t.after(() => writer.stop())
  const port = await listeningPort(writer, 'broker')
  const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 100 })
  t.after(() => client.endAsync(true))
  await until(async () => client.connected, Boolean)
  for (const { topic, payload } of makeMessages({ packets: MESSAGES, receptions: 1 }).messages) {
    await client.publishAsync(topic, payload, { qos: 1 })
  }

  await writer.said(/upgrade done/)
  const db = await openDatabase(url, 'read')
  t.after(() => db.close())
  const counted = async (sql: string) => Number((await db.get<{ n: number }>(sql))?.n)
  await until(
    () => counted('select count(*) as n from packet'),
    (n) => n === PACKETS + MESSAGES,
  )
  assert.equal(
    await counted(`select value as n from counter where name = 'outcome.stored'`),
    MESSAGES,
  )
  // What came meanwhile stands after what was adopted.
  assert.equal(
    await counted(
      `select count(*) as n from packet where packet_key > ${PACKETS}
       and import_time_us > (select max(import_time_us) from packet where packet_key <= ${PACKETS})`,
    ),
    MESSAGES,
  )
  assert.equal(await writer.stop(), 0)
})

test('a server that ends its sessions in the middle of an adoption only delays it (PostgreSQL)', {
  skip: process.env.MESHVIEW_TEST_POSTGRES ? false : 'MESHVIEW_TEST_POSTGRES is not set',
}, async (t) => {
  const d = await postgresDatabase(t)
  const old = await d.open()
  await makeSchema(old, shapeOf('23dad03d2e42'))
  const amount = { packets: PACKETS, receptions: 5, nodes: 100, gateways: 10, traceroutes: 0.1 }
  await fill(old, shapeOf('23dad03d2e42'), makeTraffic(amount))
  await old.close()
  const place = makeFolder({
    broker: { bind: '127.0.0.1', port: 0 },
    database: { connection_string: d.url },
    retention: { packets_days: 0, nodes_days: 0 },
  })
  t.after(place.remove)
  const writer = run('src/writer/main.js', ['--config', place.config])
  t.after(() => writer.stop())
  const admin = new pg.Client({ connectionString: d.url })
  await admin.connect()
  await writer.said(/8c1f4e60b27d: \d+ of/)
  await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name like 'meshview writer%'`)
  await admin.end()
  await writer.said(/connection to the database was lost; trying again/)
  await writer.said(/storing packets/)
  const db = await d.open('read')
  const packets = await db.get<{ n: number }>('select count(*) as n from packet')
  assert.equal(Number(packets?.n), PACKETS)
  assert.equal(await writer.stop(), 0)
})
