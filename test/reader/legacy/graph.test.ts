import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodePayload } from '../../../src/mesh/encode.js'
import { PORT } from '../../../src/mesh/portnums.js'
import { layOut } from '../../../src/reader/legacy/graph-layout.js'
import { onBothEngines, sqliteDatabase } from '../../migrate/databases.js'
import type { Stage } from '../../writer/stage.js'
import { setSite } from '../api/site.js'

const [A, B, C, D] = [0xa0000001, 0xb0000002, 0xc0000003, 0xd0000004]
const HOSTILE = '"><script>alert(1)</script>&\ufffe'

async function trace(stage: Stage): Promise<void> {
  const user = encodePayload('User', { long_name: HOSTILE, short_name: '<b>', role: 'ROUTER' })
  await stage.hear({ packet: { from: B, id: 9 }, data: { portnum: PORT.NODEINFO, payload: user } })
  const request = (gateway_id: number, route: number[]) =>
    stage.hear({
      gateway_id,
      packet: { from: A, to: D, id: 100 },
      data: {
        portnum: PORT.TRACEROUTE,
        want_response: true,
        payload: encodePayload('RouteDiscovery', { route }),
      },
    })
  await request(B, [])
  await request(C, [B, 0xffffffff])
  await stage.hear({
    gateway_id: A,
    packet: { from: D, to: A, id: 101 },
    data: {
      portnum: PORT.TRACEROUTE,
      request_id: 100,
      payload: encodePayload('RouteDiscovery', {
        route: [B, C],
        snr_towards: [20, -8, 4],
        route_back: [C],
        snr_back: [12, 8],
      }),
    },
  })
}

onBothEngines('a traceroute is drawn with every copy, hostile names as text', async (db, t) => {
  const { stage, app } = await setSite(db, t)
  await trace(stage)
  const answer = await app.inject({ url: '/graph/traceroute/100' })
  assert.equal(answer.statusCode, 200)
  assert.equal(answer.headers['content-type'], 'image/svg+xml; charset=utf-8')
  const svg = answer.body
  assert.doesNotMatch(svg, /<script|<b>|\ufffe|style=/)
  assert.match(svg, /\[&lt;b>?(&gt;)?\]/)
  for (const id of ['!a0000001', '!b0000002', '!c0000003', '!d0000004']) {
    assert.ok(svg.includes(`href="/node/${id}"`), id)
  }
  assert.match(svg, />ROUTER</)
  assert.match(svg, />unknown hop</)
  assert.match(svg, />\+0 ms</)
  assert.match(svg, /fill="url\(#reply\)"/, 'who uplinked the reply is hatched')
  const { body: ofReply } = await app.inject({ url: '/graph/traceroute/101' })
  assert.equal(ofReply, svg, 'the reply shows the same traceroute')
  assert.equal((await app.inject({ url: '/graph/traceroute/9' })).statusCode, 404)
  assert.equal((await app.inject({ url: '/graph/traceroute/x' })).statusCode, 400)
})

test('a picture of many long ways is bounded', async (t) => {
  const { stage, app } = await setSite(await sqliteDatabase(t), t)
  for (let copy = 1; copy <= 40; copy++) {
    const route = Array.from({ length: 30 }, (_, hop) => copy * 1000 + hop)
    await stage.hear({
      gateway_id: copy,
      packet: { from: A, to: D, id: 100 },
      data: {
        portnum: PORT.TRACEROUTE,
        want_response: true,
        payload: encodePayload('RouteDiscovery', { route }),
      },
    })
  }
  const { statusCode, body } = await app.inject({ url: '/graph/traceroute/100' })
  assert.equal(statusCode, 200)
  assert.ok(body.length < 400_000, `${body.length} characters`)
})

test('a way down puts each stop below the one before, and none upon another', () => {
  const paths = [
    { stops: ['a', 'b', 'd'], isReply: false },
    { stops: ['a', 'c', 'b', 'e'], isReply: false },
    { stops: ['d', 'f', 'a'], isReply: true },
  ]
  const { places, width, height } = layOut(['a', 'b', 'd', 'c', 'e', 'f'], paths)
  const y = (key: string) => places.get(key)?.y ?? Number.NaN
  assert.ok(y('a') < y('c') && y('c') < y('b') && y('b') < y('e'))
  const spots = [...places.values()].map((place) => `${place.x} ${place.y}`)
  assert.equal(new Set(spots).size, 6)
  for (const place of places.values()) {
    assert.ok(place.x > 0 && place.x < width && place.y > 0 && place.y < height)
  }
})
