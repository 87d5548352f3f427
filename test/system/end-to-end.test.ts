import assert from 'node:assert/strict'
import { test } from 'node:test'
import mqtt from 'mqtt'
import { findMosquitto, startMosquitto } from '../helpers/mosquitto.js'
import { until } from '../helpers/processes.js'
import { type Site, startSite } from '../helpers/site.js'
import { makeTraffic, type Traffic } from '../helpers/traffic.js'

const program = findMosquitto()
const unlimited = { flood_per_minute: 0, flood_per_hour: 0 }

async function publishAll(port: number, traffic: Traffic): Promise<void> {
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`)
  for (const { topic, payload } of traffic.messages) client.publish(topic, payload)
  await client.endAsync()
}

interface ApiPacket {
  id: number
  portnum: number
  from_node_id: number
  payload: string
}

/** Everything the site says of its packets, compared with what was sent. */
async function assertSays(site: Site, traffic: Traffic): Promise<void> {
  const totals = await site.json<{ total_packets: number; total_seen: number }>('/api/stats/count')
  assert.deepEqual(totals, {
    total_packets: traffic.packets,
    total_seen: traffic.receptions,
  })
  const { packets } = await site.json<{ packets: ApiPacket[] }>('/api/packets?limit=1000')
  assert.equal(packets.length, traffic.packets)
  const perPort = new Map<number, number>()
  for (const { portnum } of packets) perPort.set(portnum, (perPort.get(portnum) ?? 0) + 1)
  assert.deepEqual(
    [...perPort].sort(([a], [b]) => a - b),
    [...traffic.perPort].sort(([a], [b]) => a - b),
  )
  for (const { id } of packets.filter((_, index) => index % 50 === 0)) {
    const { seen } = await site.json<{ seen: unknown[] }>(`/api/packets_seen/${id}`)
    assert.equal(seen.length, traffic.receptions / traffic.packets)
  }
  const { nodes } = await site.json<{ nodes: Record<string, unknown>[] }>('/api/nodes')
  const byId = new Map(nodes.map((node) => [node.node_id, node]))
  for (const [node_id, names] of traffic.names) {
    assert.equal(byId.get(node_id)?.long_name, names.long_name)
    assert.equal(byId.get(node_id)?.short_name, names.short_name)
    const place = traffic.positions.get(node_id)
    if (place === undefined) continue
    assert.equal(byId.get(node_id)?.last_lat, place.latitude_i)
    assert.equal(byId.get(node_id)?.last_long, place.longitude_i)
  }
  const texts = packets.filter((packet) => packet.portnum === 1)
  assert.deepEqual(
    texts.map(({ id, payload }) => [id, payload]).reverse(),
    traffic.texts.map(({ id, text }) => [id, text]),
  )
  for (const route of traffic.routes.filter((_, index) => index % 20 === 0)) {
    const answer = await site.json<{ winning_paths: { forward: number[][] } }>(
      `/api/traceroute/${route.id}`,
    )
    assert.deepEqual(answer.winning_paths.forward[0], route.towards)
  }
}

test('what 800 packets with 8 receptions each say is on the site, also after a restart', {
  skip: program ? false : 'Mosquitto is not installed',
}, async (t) => {
  const broker = await startMosquitto(program ?? '')
  t.after(() => broker.stop())
  const site = await startSite(t, {
    mqtt: { server: '127.0.0.1', port: broker.port },
    ingest: unlimited,
  })
  await site.writer.said(/"connected to the broker"/)
  const traffic = makeTraffic({ packets: 800, receptions: 8, nodes: 60 })
  await publishAll(broker.port, traffic)
  await site.received(traffic.messages.length)
  await assertSays(site, traffic)

  assert.equal(await site.writer.stop(), 0)
  await site.restartWriter()
  await assertSays(site, traffic)
})

test('every page says what the built-in broker was told', async (t) => {
  const site = await startSite(t, { ingest: unlimited })
  assert.match(await site.page('/'), /Waiting for the first packet/)
  const traffic = makeTraffic({ packets: 80, receptions: 3, nodes: 20 })
  await publishAll(site.brokerPort ?? 0, traffic)
  await site.received(traffic.messages.length)
  const [text] = traffic.texts.slice(-1)
  const [route] = traffic.routes
  const [node_id = 0, { long_name } = { long_name: '-' }] = [...traffic.names][0] ?? []
  const expected: [string, RegExp][] = [
    ['/firehose', new RegExp(`/packet/${text?.id}`)],
    ['/nodelist', new RegExp(long_name)],
    [`/node/${node_id}`, new RegExp(long_name)],
    [`/packet/${text?.id}`, new RegExp(text?.text ?? '-')],
    ['/chat', new RegExp(text?.text ?? '-')],
    ['/traceroutes', new RegExp(`/traceroute/${route?.id}`)],
    [`/traceroute/${route?.id}`, /dB/],
  ]
  for (const [path, pattern] of expected) {
    const response = await fetch(site.url + path)
    assert.equal(response.status, 200, path)
    assert.match(await response.text(), pattern, path)
  }
})

test('a visitor sees a packet as it is published', { timeout: 120_000 }, async (t) => {
  const site = await startSite(t)
  const stream = await fetch(`${site.url}/api/live`, { headers: { accept: 'text/event-stream' } })
  const reader = stream.body?.getReader()
  assert.ok(reader)
  t.after(() => reader.cancel())
  const traffic = makeTraffic({ packets: 1, receptions: 1, seed: 9 })
  const published = performance.now()
  await publishAll(site.brokerPort ?? 0, traffic)
  const heard = await readUntil(reader, /"id":\d+/)
  t.diagnostic(`seen after ${Math.round(performance.now() - published)} ms`)
  assert.match(heard, /event: packet/)
})

test('SIGTERM in mid-feed ends in order and loses nothing that was accepted', async (t) => {
  const site = await startSite(t, { ingest: unlimited })
  const traffic = makeTraffic({ packets: 2000, receptions: 4 })
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${site.brokerPort}`, {
    reconnectPeriod: 0,
  })
  client.on('error', () => {})
  let acknowledged = 0
  for (const { topic, payload } of traffic.messages) {
    client.publish(topic, payload, { qos: 1 }, (error) => {
      if (!error) acknowledged++
    })
  }
  await until(
    async () => acknowledged,
    (count) => count >= 500,
  )
  // By itself, and not by what ends one that is deaf: see `stop`.
  assert.equal(await site.writer.stop(), 0)
  await client.endAsync(true)
  const { received } = await site.json<{ received: number }>('/api/status')
  assert.ok(received >= acknowledged, `${acknowledged} were acknowledged, ${received} are stored`)
})

async function readUntil(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  pattern: RegExp,
): Promise<string> {
  let text = ''
  const decoder = new TextDecoder()
  while (!pattern.test(text)) {
    const { value, done } = await reader.read()
    if (done) throw new Error(`the stream ended: ${text}`)
    text += decoder.decode(value, { stream: true })
  }
  return text
}
