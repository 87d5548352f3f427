import assert from 'node:assert/strict'
import { test } from 'node:test'
import fastify from 'fastify'
import { PORT } from '../../../src/mesh/portnums.js'
import { createPulse, readFeedState } from '../../../src/reader/pulse.js'
import { createStreams, type EventStream } from '../../../src/reader/sse.js'
import { writerIsWell } from '../../helpers/writer-status.js'
import { onBothEngines, sqliteDatabase } from '../../migrate/databases.js'
import { NOW_US } from '../../writer/stage.js'
import { visitSite } from '../pages/browse.js'
import { openEvents } from './event-source.js'

const MINUTE_US = 60_000_000
const hello = { data: { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('hello') } }

onBothEngines('the feed is live, silent after a while, down without a writer', async (db, t) => {
  const { context, stage, setNow, see } = await visitSite(db, t, '[site]\nsilent_minutes = 20\n')
  assert.equal((await readFeedState(context)).kind, 'down')
  await stage.hear(hello, { time_us: NOW_US })
  await writerIsWell(stage.db, NOW_US)
  setNow(NOW_US + 1_000_000)
  const { kind, age_s, packet_key } = await readFeedState(context)
  assert.deepEqual({ kind, age_s }, { kind: 'live', age_s: 1 })
  assert.ok(packet_key > 0)
  for (const [minutes, expected] of [
    [19, 'live'],
    [20, 'silent'],
  ] as const) {
    setNow(NOW_US + minutes * MINUTE_US)
    await writerIsWell(stage.db, NOW_US + minutes * MINUTE_US)
    assert.equal((await readFeedState(context)).kind, expected, `${minutes} minutes`)
  }
  const { text, html } = await see('/nodelist')
  assert.match(html, /data-feed="silent"/)
  assert.match(text, /No packet for 20 min/)
  await writerIsWell(stage.db, NOW_US + 20 * MINUTE_US, { connected: false })
  assert.equal((await readFeedState(context)).kind, 'down')
})

test('where silence is no news (silent_minutes = 0) the feed is live after days of it', async (t) => {
  const ini = '[site]\nsilent_minutes = 0\n'
  const { context, stage, setNow } = await visitSite(await sqliteDatabase(t), t, ini)
  await stage.hear(hello, { time_us: NOW_US })
  await writerIsWell(stage.db, NOW_US + 5000 * MINUTE_US)
  setNow(NOW_US + 5000 * MINUTE_US)
  assert.equal((await readFeedState(context)).kind, 'live')
})

test('an open page is told when packets come, and when they cease', async (t) => {
  const { app, stage, setNow } = await visitSite(await sqliteDatabase(t), t)
  await stage.hear(hello, { time_us: NOW_US })
  await writerIsWell(stage.db, NOW_US)
  setNow(NOW_US)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const client = await openEvents(`${url}/live/site`)
  t.after(() => client.close())
  const kinds = () => client.events.map(({ data }) => (data as { kind: string }).kind)
  await client.until(1)
  assert.deepEqual(kinds(), ['live'])
  await stage.hear({ packet: { id: 2 }, ...hello }, { time_us: NOW_US + 1000 })
  await client.until(2)
  assert.deepEqual(kinds(), ['live', 'live'])
  // In this order: between the two, too, the pulse is looked at.
  await writerIsWell(stage.db, NOW_US + 15 * MINUTE_US)
  setNow(NOW_US + 15 * MINUTE_US + 1000)
  await client.until(3)
  assert.deepEqual(kinds(), ['live', 'live', 'silent'])
  assert.ok(client.events.every(({ event }) => event === 'pulse'))
})

test('who has gone before he could be told leaves nothing running', async (t) => {
  const { app, context } = await visitSite(await sqliteDatabase(t), t)
  const streams = createStreams()
  const pulse = createPulse(context, app.log)
  const opened: EventStream[] = []
  const server = fastify()
  server.get('/live', async (request, reply) => {
    opened.push(streams.open(request, reply))
    return reply
  })
  t.after(() => server.close())
  const client = await openEvents(`${await server.listen({ host: '127.0.0.1', port: 0 })}/live`)
  const [stream] = opened
  assert.ok(stream)
  stream.end()
  await client.ended
  const timers = () => process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length
  const before = timers()
  pulse.join(stream)
  assert.equal(timers(), before)
})

test('a page that follows no packet there can be is refused', async (t) => {
  const { app } = await visitSite(await sqliteDatabase(t), t)
  for (const packet of ['-1', 'x', '1.5']) {
    const { statusCode, body } = await app.inject(`/live/site?packet=${packet}`)
    assert.equal(statusCode, 400, packet)
    assert.match(body, /packet must be a whole number/)
  }
})

onBothEngines('the page of a packet is told of its copies, no other page is', async (db, t) => {
  const { app, stage, setNow, see } = await visitSite(db, t)
  const heard = { packet: { id: 7, from: 0x1f2e0005 }, ...hello }
  await stage.hear(heard, { time_us: NOW_US })
  await writerIsWell(stage.db, NOW_US)
  setNow(NOW_US)
  const stream = /data-feed-stream="([^"]*)"/.exec((await see('/packet/7')).html)?.[1] ?? ''
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const [page, other] = [await openEvents(url + stream), await openEvents(`${url}/live/site`)]
  t.after(() => page.close())
  t.after(() => other.close())
  await page.until(1)
  await stage.hear({ ...heard, gateway_id: 0x9e110004 }, { time_us: NOW_US + 1000 })
  await page.until(2)
  const copies = page.events.map(({ data }) => (data as { copies?: number }).copies)
  assert.deepEqual(copies, [1, 2])
  assert.equal(other.events.length, 1)
})
