import assert from 'node:assert/strict'
import { connect as connectSocket, createServer } from 'node:net'
import { type TestContext, test } from 'node:test'
import mqtt from 'mqtt'
import { pino } from 'pino'
import { parseConfig } from '../../src/config/config.js'
import { type BrokerSource, startBroker } from '../../src/writer/broker.js'
import { SourceRefused } from '../../src/writer/connection.js'
import { until } from '../helpers/processes.js'

const log = pino({ level: 'silent' })

async function broker(t: TestContext, env: Record<string, string> = {}) {
  const taken: { topic: string; payload: Buffer }[] = []
  const { config } = parseConfig('', '/config.ini', {
    MESHVIEW_BROKER_BIND: '127.0.0.1',
    MESHVIEW_BROKER_PORT: '0',
    ...env,
  })
  const source = await startBroker(config.broker, log, (topic, payload, settled) => {
    taken.push({ topic, payload })
    settled?.()
  })
  t.after(() => source.stop())
  return { source, taken }
}

function client(t: TestContext, source: BrokerSource, options: mqtt.IClientOptions = {}) {
  const made = mqtt.connect(`mqtt://127.0.0.1:${source.port}`, { reconnectPeriod: 0, ...options })
  made.on('error', () => {})
  t.after(() => made.endAsync(true))
  return made
}

test('what a gateway publishes below msh/ is handed over and forwarded', async (t) => {
  const { source, taken } = await broker(t)
  const gateway = client(t, source)
  await gateway.subscribeAsync('msh/#')
  const forwarded = new Promise<string>((resolve) => gateway.once('message', resolve))
  await gateway.publishAsync('msh/US/2/e/LongFast/!00000001', Buffer.from([1, 2, 3]))
  assert.equal(await forwarded, 'msh/US/2/e/LongFast/!00000001')
  assert.deepEqual(taken[0]?.payload, Buffer.from([1, 2, 3]))
})

test('a client that speaks MQTT 5, which firmware does not, is turned away', async (t) => {
  const { source, taken } = await broker(t)
  const modern = client(t, source, { protocolVersion: 5 })
  await new Promise<void>((resolve) => modern.once('close', () => resolve()))
  await client(t, source).publishAsync('msh/canary', 'x', { qos: 1 })
  assert.equal(taken.length, 1)
})

test('other topics are refused and nothing is retained', async (t) => {
  const { source, taken } = await broker(t)
  const stranger = client(t, source)
  const closed = new Promise<void>((resolve) => stranger.once('close', () => resolve()))
  stranger.publish('other/topic', 'x')
  await closed
  const gateway = client(t, source)
  await gateway.publishAsync('msh/US/2/stat/!00000001', 'online', { retain: true, qos: 1 })
  const later = client(t, source)
  const received: string[] = []
  later.on('message', (topic) => received.push(topic))
  await later.subscribeAsync('msh/#')
  await gateway.publishAsync('msh/marker', 'now', { qos: 1 })
  await until(
    async () => received,
    (topics) => topics.includes('msh/marker'),
  )
  assert.deepEqual(received, ['msh/marker'])
  assert.deepEqual(
    taken.map((message) => message.topic),
    ['msh/US/2/stat/!00000001', 'msh/marker'],
  )
})

test('what a listener misses is kept for nobody, whatever it asks for', async (t) => {
  const { source } = await broker(t)
  const gateway = client(t, source)
  for (const topics of [['msh/#'], ['msh/x', '#'], ['$SYS/#', 'msh/#']]) {
    const session = { clean: false, clientId: `listener to ${topics}` }
    const before = client(t, source, session)
    // Where one is refused it says so, and has the others.
    await before.subscribeAsync(topics, { qos: 1 }).catch(() => {})
    await before.endAsync()
    await gateway.publishAsync('msh/missed', 'x', { qos: 1 })
    const again = client(t, source, session)
    const received: string[] = []
    again.on('message', (topic) => received.push(topic))
    const isResumed = await new Promise<boolean>((resolve) =>
      again.once('connect', ({ sessionPresent }) => resolve(sessionPresent)),
    )
    assert.equal(isResumed, false)
    await again.subscribeAsync('msh/#')
    await gateway.publishAsync('msh/marker', 'now', { qos: 1 })
    await until(
      async () => received,
      (heard) => heard.includes('msh/marker'),
    )
    assert.deepEqual(received, ['msh/marker'], `${topics}`)
    await again.endAsync()
  }
})

test('nobody may listen to other topics', async (t) => {
  const { source } = await broker(t)
  for (const topic of ['#', '$SYS/#', 'other']) {
    const listener = client(t, source)
    await assert.rejects(listener.subscribeAsync(topic), /Unspecified error|128/, topic)
  }
})

test('so many clients may be connected as [broker] max_connections says', async (t) => {
  const { source } = await broker(t, { MESHVIEW_BROKER_MAX_CONNECTIONS: '2' })
  const [first, second] = [client(t, source), client(t, source)]
  await Promise.all([first, second].map((each) => each.publishAsync('msh/x', 'x', { qos: 1 })))
  const third = client(t, source)
  let isConnected = false
  third.on('connect', () => {
    isConnected = true
  })
  await new Promise<void>((resolve) => third.once('close', () => resolve()))
  assert.equal(isConnected, false)
  await first.endAsync()
  await until(
    async () => {
      const again = client(t, source)
      return new Promise<boolean>((resolve) => {
        again.once('connect', () => resolve(true))
        again.once('close', () => resolve(false))
      })
    },
    (connected) => connected,
  )
})

test('user name and password are asked for when they are set', async (t) => {
  const { source } = await broker(t, {
    MESHVIEW_BROKER_USERNAME: 'mesh',
    MESHVIEW_BROKER_PASSWORD: 'correct%horse',
  })
  const wrong = [
    {},
    { username: 'mesh' },
    { username: 'mesh', password: 'correct' },
    { username: 'nobody', password: 'correct%horse' },
  ]
  for (const login of wrong) {
    await assert.rejects(
      mqtt.connectAsync(`mqtt://127.0.0.1:${source.port}`, { reconnectPeriod: 0, ...login }),
      /Not authorized|Bad username or password/i,
      JSON.stringify(login),
    )
  }
  const right = client(t, source, { username: 'mesh', password: 'correct%horse' })
  await right.publishAsync('msh/x', 'x', { qos: 1 })
})

test('a message that is too large ends its connection before it is gathered', async (t) => {
  const { source, taken } = await broker(t)
  const socket = connectSocket(source.port, '127.0.0.1')
  t.after(() => socket.destroy())
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.on('error', () => {})
  // CONNECT, then a PUBLISH that announces 200 MB.
  socket.write(Buffer.from('101000044d51545404020000000474657374', 'hex'))
  socket.write(Buffer.from([0x30, 0x80, 0x80, 0x80, 0x64]))
  await closed
  const gateway = client(t, source)
  await gateway.publishAsync('msh/canary', Buffer.alloc(4000), { qos: 1 })
  assert.deepEqual(
    taken.map((message) => message.topic),
    ['msh/canary'],
  )
})

test('bytes that are no MQTT hurt nobody else', async (t) => {
  const { source, taken } = await broker(t)
  for (const bytes of ['GET / HTTP/1.1\r\n\r\n', '\0\0\0\0', '\xff\xff\xff\xff\xff\xff']) {
    const socket = connectSocket(source.port, '127.0.0.1')
    t.after(() => socket.destroy())
    socket.on('error', () => {})
    socket.write(Buffer.from(bytes, 'latin1'))
  }
  await client(t, source).publishAsync('msh/canary', 'x', { qos: 1 })
  assert.equal(taken.length, 1)
})

test('a port in use is refused with the keys to change', async (t) => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await assert.rejects(
    broker(t, { MESHVIEW_BROKER_PORT: String(port) }),
    (error: Error) =>
      error instanceof SourceRefused &&
      error.message.includes(`Port ${port}`) &&
      error.message.includes('[broker] port'),
  )
})
