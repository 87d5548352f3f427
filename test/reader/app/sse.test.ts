import assert from 'node:assert/strict'
import { type AddressInfo, connect } from 'node:net'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fastify from 'fastify'
import { parseConfig } from '../../../src/config/config.js'
import { handleErrors } from '../../../src/reader/errors.js'
import { createStreams, type EventStream, encodeEvent } from '../../../src/reader/sse.js'
import { makeLanguages } from '../../../src/words/languages.js'
import { until } from '../../helpers/processes.js'
import { openEvents } from './event-source.js'

async function serveStreams(t: TestContext, most?: number, mostForOne?: number) {
  const streams = createStreams(most, mostForOne)
  const opened: EventStream[] = []
  const app = fastify({ forceCloseConnections: true, trustProxy: true })
  handleErrors(app, { config: parseConfig('', '/config.ini').config, languages: makeLanguages() })
  app.get('/live', async (request, reply) => {
    opened.push(streams.open(request, reply))
    return reply
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  t.after(() => app.close())
  const { port } = app.server.address() as AddressInfo
  return { streams, opened, port, url: `http://127.0.0.1:${port}/live` }
}

test('a listener who does not read is cut, and the others go on', async (t) => {
  const { streams, opened, port, url } = await serveStreams(t)
  const lazy = connect(port, '127.0.0.1')
  lazy.on('error', () => {})
  t.after(() => lazy.destroy())
  lazy.pause()
  lazy.write('GET /live HTTP/1.1\r\nhost: x\r\n\r\n')
  await until(async () => streams.size, Boolean)
  const listener = await openEvents(url)
  t.after(() => listener.close())
  const [slow, quick] = opened
  assert.ok(slow && quick)
  // More than the system itself holds for a connection that nobody reads from.
  const words = 'y'.repeat(50_000)
  for (let id = 1; id < 2000 && !slow.closed; id++) {
    slow.send(encodeEvent('word', id, words))
    quick.send(encodeEvent('word', id, id))
    await sleep(1)
  }
  assert.equal(slow.closed, true)
  assert.equal(quick.closed, false)
  assert.equal(streams.size, 1)
  const heard = listener.events.length
  quick.send(encodeEvent('word', 9999, 'still here'))
  await listener.until(heard + 1)
})

test('too many listeners are refused with a reason', async (t) => {
  const { url, streams } = await serveStreams(t, 2)
  const clients = [await openEvents(url), await openEvents(url), await openEvents(url)]
  t.after(() => {
    for (const client of clients) client.close()
  })
  assert.deepEqual(
    clients.map((client) => client.status),
    [200, 200, 503],
  )
  assert.equal(clients[2]?.headers['retry-after'], '10')
  assert.equal(streams.size, 2)
})

test('one address cannot take the streams of all others, and is told what to do', async (t) => {
  const { url, streams } = await serveStreams(t, 20, 2)
  const from = async (ip: string) => {
    const client = await openEvents(url, { 'x-forwarded-for': ip })
    t.after(() => client.close())
    return client
  }
  const first = await from('203.0.113.7')
  const statuses = async (...ips: string[]) => {
    const clients = await Promise.all(ips.map(from))
    return clients.map(({ status }) => status)
  }
  assert.deepEqual(await statuses('203.0.113.7', '203.0.113.8'), [200, 200])
  assert.deepEqual(await statuses('203.0.113.7', '203.0.113.8'), [429, 200])
  const answer = await fetch(url, {
    headers: { 'x-forwarded-for': '::ffff:203.0.113.7', accept: 'application/json' },
  })
  assert.equal(answer.headers.get('retry-after'), '10')
  assert.deepEqual(await answer.json(), {
    error:
      '203.0.113.7 listens 2 times already; close some, or, where that is your proxy, name it in [site] trust_proxy',
  })
  first.close()
  await until(
    () => statuses('203.0.113.7'),
    ([status]) => status === 200,
  )
  // Of IPv6 everybody has a network of addresses; visitors of a proxy on this machine are many.
  const before = streams.size
  await statuses('2001:db8::1', '2001:db8:0:0:ff::2')
  assert.deepEqual(await statuses('2001:db8::3', '2001:db8:0:1::1'), [429, 200])
  assert.deepEqual(
    await statuses('::1', '127.0.0.1', '127.0.0.1', '127.0.0.1'),
    [200, 200, 200, 200],
  )
  assert.equal(streams.size, before + 7)
})

test('a listener who goes away is forgotten, and all can be ended', async (t) => {
  const { url, streams, opened } = await serveStreams(t)
  const first = await openEvents(url)
  const second = await openEvents(url)
  first.close()
  await until(
    async () => streams.size,
    (size) => size === 1,
  )
  streams.endAll()
  await second.ended
  assert.equal(streams.size, 0)
  opened[1]?.send(encodeEvent('late', 1, 'nobody hears it'))
  let told = false
  opened[1]?.onClose(() => {
    told = true
  })
  assert.ok(told, 'whoever asks late is told at once')
})

test('a stream on which nothing happens shows every 15 s that it is there', async (t) => {
  // Proxies end connections on which they hear nothing.
  t.mock.timers.enable({ apis: ['setInterval'] })
  const { port } = await serveStreams(t)
  const listener = connect(port, '127.0.0.1')
  t.after(() => listener.destroy())
  let heard = ''
  listener.on('data', (bytes) => {
    heard += bytes.toString()
  })
  listener.write('GET /live HTTP/1.1\r\nhost: x\r\n\r\n')
  const text = async () => heard
  await until(text, (said) => said.includes('retry: 2000'))
  assert.match(heard, /x-accel-buffering: no/i, 'nginx does not hold it back')
  t.mock.timers.tick(15_000)
  await until(text, (said) => said.split(': alive').length === 2)
  t.mock.timers.tick(15_000)
  await until(text, (said) => said.split(': alive').length === 3)
})

test('an event keeps its lines together', async (t) => {
  const { url, opened } = await serveStreams(t)
  const client = await openEvents(url)
  t.after(() => client.close())
  opened[0]?.send(
    encodeEvent('word', 7, { text: 'two\nlines\n\nand an empty one', odd: Number.NaN }),
  )
  const [event] = await client.until(1)
  assert.deepEqual(event, {
    event: 'word',
    id: '7',
    data: { text: 'two\nlines\n\nand an empty one', odd: null },
  })
})
