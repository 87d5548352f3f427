import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import mqtt from 'mqtt'
import { type IConnectPacket, parser as mqttParser } from 'mqtt-packet'
import { pino } from 'pino'
import { parseConfig } from '../../src/config/config.js'
import { startClient } from '../../src/writer/client.js'
import { CERTIFICATE, PRIVATE_KEY } from '../helpers/certificate.js'
import { findMosquitto, type Mosquitto, startMosquitto } from '../helpers/mosquitto.js'
import { freePort } from '../helpers/ports.js'
import { until, within } from '../helpers/processes.js'

const log = pino({ level: 'silent' })
const program = findMosquitto()
const options = { skip: program ? false : 'Mosquitto is not installed' }

function read(t: TestContext, port: number, env: Record<string, string> = {}) {
  const taken: string[] = []
  const { config } = parseConfig('', '/config.ini', {
    MESHVIEW_MQTT_SERVER: '127.0.0.1',
    MESHVIEW_MQTT_PORT: String(port),
    ...env,
  })
  const source = startClient(config.mqtt, log, (topic) => taken.push(topic))
  t.after(() => source.stop())
  return { source, taken }
}

async function mosquitto(t: TestContext, lines: string[] = []): Promise<Mosquitto> {
  const broker = await startMosquitto(program ?? '', lines)
  t.after(() => broker.stop())
  return broker
}

async function publish(port: number, topic: string): Promise<void> {
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${port}`)
  await client.publishAsync(topic, 'x', { qos: 1 })
  await client.endAsync()
}

for (const protocol of ['3.1.1', '5']) {
  test(`reads several topics from Mosquitto over MQTT ${protocol}`, options, async (t) => {
    const { port } = await mosquitto(t)
    const { source, taken } = read(t, port, {
      MESHVIEW_MQTT_PROTOCOL: protocol,
      MESHVIEW_MQTT_TOPICS: '["msh/US/#", "msh/EU_868/2/e/#"]',
      MESHVIEW_MQTT_QOS: '1',
    })
    await until(async () => source.connection.connected, Boolean)
    // The subscription may still be on its way.
    await until(
      async () => {
        await publish(port, 'msh/US/a')
        return taken.length
      },
      (count) => count > 0,
    )
    await publish(port, 'msh/EU_868/2/e/b')
    await publish(port, 'msh/EU_433/2/e/c')
    await publish(port, 'msh/US/last')
    await until(
      async () => taken,
      (topics) => topics.includes('msh/US/last'),
    )
    assert.ok(taken.includes('msh/EU_868/2/e/b'))
    assert.ok(!taken.includes('msh/EU_433/2/e/c'))
  })
}

test('a broker that comes later, goes and comes back is found again', options, async (t) => {
  const port = await freePort()
  const { source, taken } = read(t, port)
  await until(
    async () => source.connection.error,
    (error) => /no broker answers/.test(error ?? ''),
  )
  const first = await startMosquitto(program ?? '', [`listener ${port} 127.0.0.1`])
  await until(async () => source.connection.connected, Boolean)
  assert.equal(source.connection.error, null)
  await first.stop()
  await until(
    async () => source.connection.connected,
    (connected) => !connected,
  )
  const second = await startMosquitto(program ?? '', [`listener ${port} 127.0.0.1`])
  t.after(() => second.stop())
  await until(async () => source.connection.connected, Boolean)
  await until(
    async () => {
      await publish(port, 'msh/back')
      return taken.length
    },
    (count) => count > 0,
  )
})

test('how long a broker has been away is told from when it went, however often it is tried', async (t) => {
  const { source } = read(t, await freePort())
  const since_us = source.connection.disconnected_us
  await until(
    async () => source.connection.error,
    (error) => /no broker answers/.test(error ?? ''),
  )
  // The reason stands until it changes: taken away, the next attempt gives it again.
  source.connection.error = ''
  await until(async () => source.connection.error, Boolean)
  assert.equal(source.connection.disconnected_us, since_us)
})

test('a session that the broker shall keep is asked for without an end, on MQTT 5 too', async (t) => {
  const connects: IConnectPacket[] = []
  const server = createServer((socket) => {
    const parser = mqttParser({ protocolVersion: 5 })
    parser.on('packet', (packet) => packet.cmd === 'connect' && connects.push(packet))
    socket.on('data', (bytes) => parser.parse(bytes))
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  const session = { MESHVIEW_MQTT_CLIENT_ID: 'meshview', MESHVIEW_MQTT_CLEAN_SESSION: 'false' }
  for (const protocol of ['3.1.1', '5']) {
    read(t, port, { ...session, MESHVIEW_MQTT_PROTOCOL: protocol })
    await until(async () => connects.length, Boolean)
    const connect = connects.pop()
    assert.equal(connect?.clean, false)
    assert.equal(connect?.clientId, 'meshview')
    // MQTT 5 § 3.1.2.11.2: it does not expire. Without, it would end with the connection.
    const expiry = protocol === '5' ? 0xffffffff : undefined
    assert.equal(connect?.properties?.sessionExpiryInterval, expiry)
  }
})

test('a broker that refuses the password is named with the keys to change', options, async (t) => {
  const { port } = await mosquitto(t, ['allow_anonymous false'])
  const { source } = read(t, port, { MESHVIEW_MQTT_USERNAME: 'a', MESHVIEW_MQTT_PASSWORD: 'b' })
  const error = await until(
    async () => source.connection.error,
    (reason) => /refused the login/.test(reason ?? ''),
  )
  assert.match(error ?? '', /\[mqtt\] username and password/)
})

test('a server that is no broker is named and tried again', async (t) => {
  const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const address = server.address()
  const { source } = read(t, typeof address === 'object' && address ? address.port : 0)
  await until(
    async () => source.connection.error,
    (error) => error !== 'not connected yet',
  )
  assert.equal(source.connection.connected, false)
})

test('a broker that ends the connection at each subscription is asked less and less often', async (t) => {
  const connected: number[] = []
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      // First bytes of CONNECT and SUBSCRIBE (MQTT 3.1.1 § 2.2); a CONNACK that accepts.
      if (bytes[0] === 0x10) {
        connected.push(performance.now())
        socket.write(Buffer.from([0x20, 2, 0, 0]))
      } else if (bytes[0] === 0x82) socket.destroy()
    })
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
  t.after(() => server.close())
  read(t, port)
  const [, second = 0, third = 0] = await until(
    async () => connected,
    ({ length }) => length >= 3,
  )
  // No timer fires early, however busy the machine is.
  assert.ok(third - second > 1900, `${(third - second).toFixed(0)} ms`)
})

test('a broker that answers nothing any more holds up nobody who stops', async (t) => {
  const [CONNECT, SUBSCRIBE] = [0x10, 0x82]
  const accepted = Buffer.from([0x20, 2, 0, 0])
  // It leaves the subscription unanswered, or answers it and then hears no farewell.
  for (const answersAll of [false, true]) {
    let isAsked = false
    const sockets: Socket[] = []
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      sockets.push(socket)
      socket.on('error', () => {})
      socket.on('data', (bytes) => {
        if (bytes[0] === CONNECT) socket.write(accepted)
        if (bytes[0] !== SUBSCRIBE) return
        isAsked = true
        if (answersAll) socket.write(Buffer.from([0x90, 3, bytes[2] ?? 0, bytes[3] ?? 0, 0]))
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    t.after(() => {
      for (const socket of sockets) socket.destroy()
      server.close()
    })
    const { source } = read(t, (server.address() as AddressInfo).port)
    await until(async () => isAsked && source.connection.connected, Boolean)
    await within(source.stop(), 'the end of a client whose broker is silent')
  }
})

test('what was not stored when the process died comes again', options, async (t) => {
  const { port } = await mosquitto(t, ['max_queued_messages 1000'])
  const session = {
    MESHVIEW_MQTT_QOS: '1',
    MESHVIEW_MQTT_CLEAN_SESSION: 'false',
    MESHVIEW_MQTT_CLIENT_ID: 'keeper',
    MESHVIEW_MQTT_SERVER: '127.0.0.1',
    MESHVIEW_MQTT_PORT: String(port),
  }
  const { config } = parseConfig('', '/config.ini', session)
  const seen: string[] = []
  // The first takes everything and stores only half of it.
  const first = startClient(config.mqtt, log, (topic, _payload, settled) => {
    seen.push(topic)
    if (Number(topic.split('/').pop()) % 2 === 0) settled?.()
  })
  await until(async () => first.connection.connected, Boolean)
  await until(
    async () => {
      await publish(port, 'msh/0')
      return seen.length
    },
    (count) => count > 0,
  )
  for (let index = 1; index <= 6; index++) await publish(port, `msh/${index}`)
  await until(
    async () => seen,
    (topics) => topics.includes('msh/6'),
  )
  await first.stop()
  const again: string[] = []
  const second = startClient(config.mqtt, log, (topic, _payload, settled) => {
    again.push(topic)
    settled?.()
  })
  t.after(() => second.stop())
  await until(
    async () => again.length,
    (count) => count >= 3,
  )
  assert.deepEqual([...new Set(again)].sort(), ['msh/1', 'msh/3', 'msh/5'])
})

test(
  'a broker with a certificate of its own is trusted by its authority only',
  options,
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'meshview-tls-'))
    t.after(() => rmSync(folder, { recursive: true, force: true }))
    const [certificate, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
    writeFileSync(certificate, CERTIFICATE)
    writeFileSync(key, PRIVATE_KEY, { mode: 0o644 })
    chmodSync(folder, 0o755)
    const port = await freePort()
    await mosquitto(t, [`listener ${port} 127.0.0.1`, `certfile ${certificate}`, `keyfile ${key}`])
    const server = { MESHVIEW_MQTT_SERVER: 'mqtts://localhost' }
    const trusting = read(t, port, { ...server, MESHVIEW_MQTT_CA_FILE: certificate })
    await until(async () => trusting.source.connection.connected, Boolean)
    const wary = read(t, port, server)
    const reason = await until(
      async () => wary.source.connection.error,
      (error) => /not trusted/.test(error ?? ''),
    )
    assert.match(reason ?? '', /\[mqtt\] ca_file/)
    assert.equal(wary.source.connection.connected, false)
  },
)

test('an authority file that cannot be read is refused with its key', () => {
  const { config } = parseConfig('', '/config.ini', {
    MESHVIEW_MQTT_SERVER: 'mqtts://localhost',
    MESHVIEW_MQTT_CA_FILE: '/nonexistent/ca.pem',
  })
  assert.throws(() => startClient(config.mqtt, log, () => {}), /\[mqtt\] ca_file.*ca\.pem/)
})
