import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type BetterSqlite3 from 'better-sqlite3'
import mqtt from 'mqtt'
import pg from 'pg'
import { connectSqlite } from '../../src/db/sqlite-driver.js'
import { startGateway } from '../helpers/gateway.js'
import { type Site, startSite } from '../helpers/site.js'
import { makeTraffic } from '../helpers/traffic.js'
import { postgresDatabase } from '../migrate/databases.js'

const unlimited = { flood_per_minute: 0, flood_per_hour: 0 }

/** Another process that has the database to itself until `rollback`. */
function lock(site: Site): BetterSqlite3.Database {
  const blocker = connectSqlite(join(site.folder, 'packets.db'))
  blocker.exec('begin exclusive')
  return blocker
}

/** Kills the writer while the database is locked, then takes the lock away: all is there afterwards. */
async function surviveDeath(site: Site, unlock: () => unknown): Promise<void> {
  const { messages } = makeTraffic({ packets: 100, receptions: 3 })
  const gateway = await startGateway(site.brokerPort ?? 0)
  // With QoS 1 a publication is complete when it is acknowledged: kept on the disk, here.
  await gateway.send(messages)
  await gateway.end()
  site.writer.child.kill('SIGKILL')
  await site.writer.ended
  await unlock()
  await site.restartWriter()
  await site.received(messages.length)
  await assertTotals(site, 100, 300)
}

async function assertTotals(site: Site, packets: number, receptions: number): Promise<void> {
  const totals = await site.json<{ total_packets: number; total_seen: number }>('/api/stats/count')
  assert.deepEqual(totals, { total_packets: packets, total_seen: receptions })
}

// Each waits more than it works.
describe('a locked database', { concurrency: true }, () => {
  test('packets that it cannot take survive the death of the writer', async (t) => {
    const site = await startSite(t, { ingest: unlimited })
    const blocker = lock(site)
    t.after(() => blocker.close())
    await surviveDeath(site, () => blocker.exec('rollback'))
  })

  test('so do those that a table of PostgreSQL, locked by another session, cannot take', {
    skip: process.env.MESHVIEW_TEST_POSTGRES ? false : 'MESHVIEW_TEST_POSTGRES is not set',
  }, async (t) => {
    const { url } = await postgresDatabase(t)
    const site = await startSite(t, {
      database: { connection_string: url },
      ingest: unlimited,
    })
    const blocker = new pg.Client(url)
    blocker.on('error', () => {})
    await blocker.connect()
    t.after(() => blocker.end())
    await blocker.query('begin')
    await blocker.query('lock table packet in access exclusive mode')
    await surviveDeath(site, () => blocker.query('rollback'))
  })

  test('locked for more than ten seconds it takes everything afterwards, by itself', async (t) => {
    const site = await startSite(t, { ingest: unlimited })
    const { messages } = makeTraffic({ packets: 60, receptions: 2 })
    const gateway = await startGateway(site.brokerPort ?? 0)
    t.after(() => gateway.end())
    await gateway.send(messages.slice(0, 40))
    const blocker = lock(site)
    t.after(() => blocker.close())
    await gateway.send(messages.slice(40, 80))
    await sleep(10_500)
    await gateway.send(messages.slice(80))
    assert.equal((await fetch(`${site.url}/nodelist`)).status, 200)
    blocker.exec('rollback')
    await site.received(120)
    await assertTotals(site, 60, 120)
  })

  test('what is more than may wait on the disk and in memory is dropped, and counted', async (t) => {
    const site = await startSite(t, {
      ingest: { ...unlimited, spool_max_mb: 1, queue_max: 1000 },
      broker: { max_message_bytes: 20_000 },
    })
    const blocker = lock(site)
    t.after(() => blocker.close())
    const { messages } = makeTraffic({ packets: 1400, receptions: 1 })
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${site.brokerPort}`)
    // Large enough to fill a megabyte soon; what they are is found out later.
    const large = Buffer.alloc(16_000, 0xff)
    for (let index = 0; index < 100; index++) client.publish('msh/US/2/e/x/!00000001', large)
    for (const { topic, payload } of messages) client.publish(topic, payload)
    await client.endAsync()
    await site.writer.said(/cannot be kept on the disk either; they wait in memory/)
    blocker.exec('rollback')
    await site.received(1500)
    const { received, outcomes } = await site.json<{
      received: number
      outcomes: Record<string, number>
    }>('/api/status')
    assert.equal(received, 1500)
    assert.equal(outcomes.malformed, 100)
    assert.ok((outcomes.filtered ?? 0) >= 300, 'more than 1,000 may not wait in memory')
    assert.equal(outcomes.stored, 1400 - (outcomes.filtered ?? 0))
    const rule = /meshview_messages_filtered_total\{rule="queue-full"\} (\d+)/
    const dropped = Number(rule.exec(await site.page('/metrics'))?.[1])
    assert.equal(dropped, outcomes.filtered)
    await site.writer.said(/messages were lost: more arrived than \[ingest\] queue_max may wait/)
  })
})
