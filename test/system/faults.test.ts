import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import BetterSqlite3 from 'better-sqlite3'
import mqtt from 'mqtt'
import { startSite } from '../helpers/site.js'
import { makeTraffic } from '../helpers/traffic.js'

test('packets that a locked database cannot take survive the death of the writer', async (t) => {
  const site = await startSite(t, { ingest: { flood_per_minute: 0, flood_per_hour: 0 } })
  const blocker = new BetterSqlite3(join(site.folder, 'packets.db'))
  t.after(() => blocker.close())
  blocker.exec('begin immediate')
  const traffic = makeTraffic({ packets: 100, receptions: 3 })
  const gateway = await mqtt.connectAsync(`mqtt://127.0.0.1:${site.brokerPort}`)
  // With QoS 1 a publication is complete when it is acknowledged: kept on the disk, here.
  await Promise.all(
    traffic.messages.map(({ topic, payload }) => gateway.publishAsync(topic, payload, { qos: 1 })),
  )
  await gateway.endAsync()
  site.writer.child.kill('SIGKILL')
  await site.writer.ended
  blocker.exec('rollback')
  await site.restartWriter()
  await site.received(traffic.messages.length)
  const totals = await site.json<{ total_packets: number; total_seen: number }>('/api/stats/count')
  assert.deepEqual(totals, { total_packets: 100, total_seen: 300 })
})

test('a database that is locked for a while takes everything afterwards, by itself', async (t) => {
  const site = await startSite(t, { ingest: { flood_per_minute: 0, flood_per_hour: 0 } })
  const blocker = new BetterSqlite3(join(site.folder, 'packets.db'))
  t.after(() => blocker.close())
  const traffic = makeTraffic({ packets: 60, receptions: 2 })
  const gateway = await mqtt.connectAsync(`mqtt://127.0.0.1:${site.brokerPort}`)
  const publish = (from: number, to: number) =>
    Promise.all(
      traffic.messages
        .slice(from, to)
        .map(({ topic, payload }) => gateway.publishAsync(topic, payload, { qos: 1 })),
    )
  await publish(0, 40)
  blocker.exec('begin immediate')
  await publish(40, 80)
  await publish(80, 120)
  blocker.exec('rollback')
  await site.received(120)
  await gateway.endAsync()
  const totals = await site.json<{ total_packets: number; total_seen: number }>('/api/stats/count')
  assert.deepEqual(totals, { total_packets: 60, total_seen: 120 })
})
