import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { connectSqlite } from '../../src/db/sqlite-driver.js'
import { startGateway } from '../helpers/gateway.js'
import { until } from '../helpers/processes.js'
import { startSite } from '../helpers/site.js'
import { makeTraffic } from '../helpers/traffic.js'

const PART = 40
const clock = fileURLToPath(new URL('../helpers/clock.js', import.meta.url))

test('a clock that is put on and back loses nothing, stores nothing twice and holds nothing up', async (t) => {
  const site = await startSite(
    t,
    { ingest: { flood_per_minute: 0, flood_per_hour: 0 } },
    { env: { MESHVIEW_TEST_CLOCK: '2,-30,0' }, nodeArgs: ['--import', `file://${clock}`] },
  )
  const step = async (said: string) => {
    for (const running of [site.writer, site.reader]) {
      running.child.kill('SIGUSR2')
      await running.said(new RegExp(`"clock":"off by ${said} h"`))
    }
  }
  const { messages } = makeTraffic({ packets: 4 * PART, receptions: 1 })
  const part = (index: number) => messages.slice(index * PART, (index + 1) * PART)
  const gateway = await startGateway(site.brokerPort ?? 0)
  t.after(() => gateway.end())
  await gateway.send(part(0))
  await step('2')
  await gateway.send(part(1))

  // Back by more than a day while packets wait on the disk: they do not wait for that day to pass.
  const blocker = connectSqlite(join(site.folder, 'packets.db'))
  t.after(() => blocker.close())
  blocker.exec('begin immediate')
  await gateway.send(part(2))
  await site.writer.said(/they wait on the disk/)
  await step('-30')
  blocker.exec('rollback')
  await site.received(3 * PART)
  await step('0')
  await gateway.send(part(3))

  // Everything once more, as a gateway does that was not sure: all of it is known.
  await gateway.send(messages)
  await site.received(2 * messages.length)
  const totals = await site.json<{ total_packets: number; total_seen: number }>('/api/stats/count')
  assert.deepEqual(totals, { total_packets: 4 * PART, total_seen: 4 * PART })
  await until(
    () => site.json<{ status: string }>('/health'),
    ({ status }) => status === 'healthy',
  )
})
