import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startGateway } from '../helpers/gateway.js'
import { run } from '../helpers/processes.js'
import { type Site, startSite } from '../helpers/site.js'
import { makeTraffic, type Published } from '../helpers/traffic.js'
import { encode, hostileBytes } from '../writer/hostile/bytes.js'
import { times, words } from '../writer/hostile/item.js'

const TOPIC = 'msh/US/2/e/LongFast/!00000005'

/** What is said of the messages received, in the three places where it is said. */
async function assertCounted(site: Site, sent: number): Promise<Record<string, number>> {
  await site.received(sent)
  const { received, outcomes, filtered, malformed } = await site.json<{
    received: number
    outcomes: Record<string, number>
    filtered: Record<string, number>
    malformed: Record<string, number>
  }>('/api/status')
  assert.equal(received, sent)
  assert.equal(sum(Object.values(outcomes)), sent)
  assert.equal(sum(Object.values(filtered)), outcomes.filtered)
  assert.equal(sum(Object.values(malformed)), outcomes.malformed)

  const metrics = await site.page('/metrics')
  assert.match(metrics, new RegExp(`^meshview_messages_received_total ${sent}$`, 'm'))
  const told = [...metrics.matchAll(/^meshview_messages_total\{outcome="\w+"\} (\d+)$/gm)]
  assert.equal(sum(told.map(([, count]) => Number(count))), sent)

  const heading = /What became of ([\d,.\s]+) messages/.exec(await site.page('/status'))?.[1] ?? ''
  assert.equal(Number(heading.replace(/\D/g, '')), sent)
  const { malformed: kept } = await site.json<{ malformed: unknown[] }>('/api/malformed')
  assert.equal(kept.length, Math.min(100, outcomes.malformed ?? 0))
  return { ...outcomes, ...filtered }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}

test('every message is counted under one outcome, over a restart and a migration', async (t) => {
  const limits = { flood_per_minute: 60, flood_per_hour: 600, gateway_per_hour: 400 }
  const site = await startSite(t, { ingest: limits })
  let sent = 0
  const send = async (messages: readonly Published[]) => {
    const gateway = await startGateway(site.brokerPort ?? 0)
    await gateway.send(messages)
    await gateway.end()
    sent += messages.length
  }
  const hostile = hostileBytes.map((payload) => ({ topic: TOPIC, payload }))
  const flood = times(100, (index) => ({
    topic: TOPIC,
    payload: encode({ data: words('spam'), packet: { from: 0x666, id: index + 1 } }, 0),
  }))
  const copies = makeTraffic({ packets: 30, receptions: 2, start: 1_790_000_000 }).messages

  await send([...hostile, ...copies])
  const first = await assertCounted(site, sent)
  assert.equal(await site.writer.stop(), 0)
  await site.restartWriter()
  await send([...copies, ...flood])
  const counts = await assertCounted(site, sent)
  assert.equal(counts.duplicate, (first.duplicate ?? 0) + copies.length)
  assert.ok((counts.flood ?? 0) >= 40, `${counts.flood} of a flood were dropped`)

  // Back by a revision, and forth by the writer at its start.
  assert.equal(await site.writer.stop(), 0)
  const down = run('mvrun.js', ['migrate', 'downgrade', '-1', '--yes', '--config', site.config])
  assert.equal(await down.ended, 0, down.lines.join('\n'))
  await site.restartWriter()
  await send([...hostile, ...copies])
  // One gateway was too busy over all.
  const over = times(300, (index) => ({ topic: TOPIC, payload: encode({}, index) }))
  await send(over)
  const last = await assertCounted(site, sent)
  assert.ok((last['gateway-flood'] ?? 0) > 0)
  assert.ok((last.duplicate ?? 0) >= (counts.duplicate ?? 0) + copies.length)
})
