import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { startGateway } from '../helpers/gateway.js'
import { findMosquitto, startMosquitto } from '../helpers/mosquitto.js'
import { freePort } from '../helpers/ports.js'
import { until } from '../helpers/processes.js'
import { type Settings, type Site, startSite } from '../helpers/site.js'
import { makeTraffic } from '../helpers/traffic.js'
import { startTunnel } from '../helpers/tunnel.js'

const program = findMosquitto()
const options = { skip: program ? false : 'Mosquitto is not installed' }
const PART = 60

/**
 * Sends packets while the writer is connected, while its way to the broker is cut and the broker
 * itself is restarted, and when the way is open again. Gives the site and how many were sent.
 */
async function loseTheBroker(t: TestContext, mqtt: Settings[string]) {
  const folder = mkdtempSync(join(tmpdir(), 'meshview-broker-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const port = await freePort()
  const start = () =>
    startMosquitto(program ?? '', [
      `listener ${port} 127.0.0.1`,
      'persistence true',
      `persistence_location ${folder}/`,
      'max_queued_messages 1000',
      'user root',
    ])
  let broker = await start()
  t.after(() => broker.stop())
  const tunnel = await startTunnel(port)
  t.after(() => tunnel.cut())
  const site = await startSite(t, {
    mqtt: { server: '127.0.0.1', port: tunnel.port, ...mqtt },
    ingest: { flood_per_minute: 0, flood_per_hour: 0 },
  })
  const { messages } = makeTraffic({ packets: 3 * PART, receptions: 1 })
  const gateway = await startGateway(port)
  t.after(() => gateway.end())
  await subscribed(site, port)
  await gateway.send(messages.slice(0, PART))
  await stored(site, PART)

  await tunnel.cut()
  await site.writer.said(/the connection to the broker was lost/)
  await gateway.send(messages.slice(PART, 2 * PART))
  await broker.stop()
  broker = await start()
  await tunnel.open()
  await subscribed(site, port)
  await gateway.send(messages.slice(2 * PART))
  return site
}

/** Knocks until the writer hears: it is connected, and the subscription stands. */
async function subscribed(site: Site, port: number): Promise<void> {
  const knocker = await startGateway(port)
  const heard = async () => (await site.json<{ received: number }>('/api/status')).received
  const before = await heard()
  await until(
    async () => {
      await knocker.send([{ topic: 'msh/US/2/stat/!00000001', payload: Buffer.from('online') }])
      return heard()
    },
    (now) => now > before,
    60_000,
  )
  await knocker.end()
}

async function stored(site: Site, packets: number): Promise<void> {
  const totals = () => site.json<{ total_packets: number; total_seen: number }>('/api/stats/count')
  await until(totals, ({ total_packets }) => total_packets >= packets)
  assert.deepEqual(await totals(), { total_packets: packets, total_seen: packets })
}

test(
  'a broker that was away: what it was told meanwhile is lost with QoS 0',
  options,
  async (t) => {
    const site = await loseTheBroker(t, { qos: 0 })
    // 60 of 180: nobody keeps them. The writer comes back by itself and goes on.
    await stored(site, 2 * PART)
  },
)

test('with QoS 1 and a persistent session nothing is lost', options, async (t) => {
  const site = await loseTheBroker(t, { qos: 1, clean_session: 'false', client_id: 'meshview' })
  await stored(site, 3 * PART)
})
