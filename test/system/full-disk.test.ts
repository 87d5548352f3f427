import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import mqtt from 'mqtt'
import { connectSqlite } from '../../src/db/sqlite-driver.js'
import { type Disk, forbiddenDisk, smallDisk } from '../helpers/full-disk.js'
import { startGateway } from '../helpers/gateway.js'
import { until } from '../helpers/processes.js'
import { type Site, startSite } from '../helpers/site.js'
import { makeTraffic, type Published } from '../helpers/traffic.js'
import { postgresDatabase } from '../migrate/databases.js'

const unlimited = { flood_per_minute: 0, flood_per_hour: 0 }
const linux = { skip: process.platform === 'linux' ? false : 'only Linux has mount and prlimit' }
const [PACKETS, COPIES] = [300, 2]

async function assertAllThere(site: Site): Promise<void> {
  const totals = await site.json<{ total_packets: number; total_seen: number }>('/api/stats/count')
  assert.deepEqual(totals, { total_packets: PACKETS, total_seen: PACKETS * COPIES })
}

/** Firmware publishes with QoS 0: it sends once, and does not hear what becomes of it. */
async function sendOnce(site: Site, messages: readonly Published[]): Promise<void> {
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${site.brokerPort}`)
  for (const { topic, payload } of messages) client.publish(topic, payload)
  await client.endAsync()
}

async function survive(t: TestContext, disk: Disk): Promise<Site> {
  const file = join(disk.folder, 'packets.db')
  const site = await startSite(t, {
    database: { connection_string: `sqlite:///${file}` },
    ingest: unlimited,
  })
  const { messages } = makeTraffic({ packets: PACKETS, receptions: COPIES })
  const gateway = await startGateway(site.brokerPort ?? 0)
  t.after(() => gateway.end())
  const pid = site.writer.child.pid ?? 0
  await gateway.send(messages.slice(0, 200))

  disk.fill(pid)
  await sendOnce(site, messages.slice(200, 580))
  // This one is sent with QoS 1: it is not acknowledged while it is in the memory alone.
  const sending = gateway.send(messages.slice(580))
  await site.writer.said(/the database cannot take packets now/)
  await site.writer.said(/packets cannot be kept on the disk either; they wait in memory/)
  assert.equal((await fetch(`${site.url}/nodelist`)).status, 200)
  assert.equal(gateway.acknowledged, 200)

  disk.free(pid)
  await sending
  await site.received(messages.length)
  await assertAllThere(site)
  await site.writer.said(/the database takes packets again/)
  const complaints = site.writer.lines.filter((line) => /"level":"error"/.test(line))
  assert.ok(complaints.length < 10, 'it says so, and does not fill the disk with it')
  const db = connectSqlite(file, { readonly: true })
  assert.equal(db.pragma('integrity_check', { simple: true }), 'ok')
  db.close()
  return site
}

test(
  'a full disk: packets wait in memory, and are stored when there is room again',
  linux,
  async (t) => {
    const disk = smallDisk(t)
    // Where nobody may mount, the test below has to do.
    const site = await survive(t, disk ?? forbiddenDisk(t))
    if (disk === null) return
    disk.fill(0)
    const { reason } = await until(
      () => site.json<{ status: string; reason: string }>('/health'),
      ({ status }) => status === 'unhealthy',
    )
    assert.match(reason, /The disk is nearly full: .* of .* are free\. Free some space/)
    disk.free(0)
    await until(
      () => site.json<{ status: string }>('/health'),
      ({ status }) => status === 'healthy',
    )
  },
)

test('writes that fail with an I/O error: the same', linux, async (t) => {
  await survive(t, forbiddenDisk(t))
})

test('PostgreSQL says that its disk is full: packets wait on ours', {
  skip: process.env.MESHVIEW_TEST_POSTGRES ? false : 'MESHVIEW_TEST_POSTGRES is not set',
}, async (t) => {
  const database = await postgresDatabase(t)
  const site = await startSite(t, {
    database: { connection_string: database.url },
    ingest: unlimited,
  })
  const db = await database.open()
  const { messages } = makeTraffic({ packets: PACKETS, receptions: COPIES })
  const gateway = await startGateway(site.brokerPort ?? 0)
  t.after(() => gateway.end())
  await gateway.send(messages.slice(0, 200))
  // What the server says when a table cannot grow (SQLSTATE 53100, disk_full).
  await db.run(`create function refuse() returns trigger language plpgsql as $$ begin
    raise exception 'could not extend file: No space left on device' using errcode = '53100';
  end $$`)
  await db.run('create trigger full_disk before insert on packet execute function refuse()')
  await gateway.send(messages.slice(200))
  await site.writer.said(/the database cannot take packets now; they wait on the disk/)
  await db.run('drop trigger full_disk on packet')
  await site.received(messages.length)
  await assertAllThere(site)
})
