import assert from 'node:assert/strict'
import { encodePayload } from '../../../src/mesh/encode.js'
import { PORT } from '../../../src/mesh/portnums.js'
import { onBothEngines } from '../../migrate/databases.js'
import type { Stage } from '../../writer/stage.js'
import { setSite } from './site.js'

const [A, B, C, D] = [0xa0000001, 0xb0000002, 0xc0000003, 0xd0000004]

/** A asks D over B and C; gateway D hears the request, gateway A the reply. */
async function trace(stage: Stage): Promise<void> {
  await stage.hear({
    gateway_id: D,
    packet: { from: A, to: D, id: 100 },
    data: {
      portnum: PORT.TRACEROUTE,
      want_response: true,
      payload: encodePayload('RouteDiscovery', { route: [B, C], snr_towards: [20, -8, 4] }),
    },
  })
  await stage.hear({
    gateway_id: A,
    packet: { from: D, to: A, id: 101 },
    data: {
      portnum: PORT.TRACEROUTE,
      request_id: 100,
      payload: encodePayload('RouteDiscovery', {
        route: [B, C],
        snr_towards: [20, -8, 4],
        route_back: [C, B],
        snr_back: [12, -128, 8],
      }),
    },
  })
}

onBothEngines(
  'a traceroute joins request and reply, with the ends in their places',
  async (db, t) => {
    const { stage, get } = await setSite(db, t)
    await trace(stage)
    const { status, body } = await get('/api/traceroute/100')
    assert.equal(status, 200)
    assert.deepEqual(body, {
      packet: { id: 100, from: A, to: D, channel: 'LongFast' },
      traceroute_packets: [
        { index: 0, gateway_node_id: D, done: false, forward_hops: [B, C], reverse_hops: [] },
      ],
      unique_forward_paths: [{ path: [B, C], count: 1 }],
      unique_reverse_paths: [],
      winning_paths: { forward: [[A, B, C, D]], reverse: [[D, C, B, A]] },
      complete: true,
      towards: [
        { node_id: A, snr: null },
        { node_id: B, snr: 5 },
        { node_id: C, snr: -2 },
        { node_id: D, snr: 1 },
      ],
      back: [
        { node_id: D, snr: null },
        { node_id: C, snr: 3 },
        { node_id: B, snr: null },
        { node_id: A, snr: 2 },
      ],
    })
    const reply = (await get('/api/traceroute/101')).body as Record<string, unknown>
    assert.deepEqual(reply.packet, { id: 101, from: D, to: A, channel: 'LongFast' })
    assert.deepEqual(reply.winning_paths, { forward: [[A, B, C, D]], reverse: [[D, C, B, A]] })
  },
)

onBothEngines('a request that got nowhere tells how far it came', async (db, t) => {
  const { stage, get } = await setSite(db, t)
  await stage.hear({
    packet: { from: A, to: D, id: 5 },
    data: {
      portnum: PORT.TRACEROUTE,
      want_response: true,
      payload: encodePayload('RouteDiscovery', { route: [B], snr_towards: [20] }),
    },
  })
  const body = (await get('/api/traceroute/5')).body as Record<string, unknown>
  assert.deepEqual(body.winning_paths, { forward: [], reverse: [] })
  assert.deepEqual(body.towards, [
    { node_id: A, snr: null },
    { node_id: B, snr: 5 },
  ])
  assert.equal(body.complete, false)
})

onBothEngines('a traceroute that is none, and an id that is none', async (db, t) => {
  const { get } = await setSite(db, t)
  assert.deepEqual(await get('/api/traceroute/1'), {
    status: 404,
    body: { error: 'Packet not found' },
  })
  assert.equal((await get('/api/traceroute/abc')).status, 400)
})

onBothEngines('edges run in the direction of the radio wave', async (db, t) => {
  const { stage, get, setNow, context } = await setSite(db, t)
  await trace(stage)
  await stage.hear({
    packet: { from: C, id: 200 },
    data: {
      portnum: PORT.NEIGHBORINFO,
      payload: encodePayload('NeighborInfo', {
        node_id: C,
        neighbors: [
          { node_id: B, snr: -3 },
          { node_id: 0xe0000005, snr: 7.5 },
        ],
      }),
    },
  })
  type Edge = { from: number; to: number; type: string; snr: number }
  const edges = async (query: string) => {
    const { edges: found } = (await get(`/api/edges?${query}`)).body as { edges: Edge[] }
    return found
      .map(
        ({ from, to, type }) => `${(from >>> 28).toString(16)}${(to >>> 28).toString(16)} ${type}`,
      )
      .sort()
  }
  assert.deepEqual(await edges(''), [
    'ab traceroute',
    'ba traceroute',
    'bc traceroute',
    'cb traceroute',
    'cd traceroute',
    'dc traceroute',
    'ec neighbor',
  ])
  assert.deepEqual(await edges('type=neighbor'), ['bc neighbor', 'ec neighbor'])
  assert.deepEqual(await edges('node_id=!e0000005'), ['ec neighbor'])
  assert.deepEqual(await edges('type=nonsense'), [])
  assert.deepEqual(await get('/api/edges?node_id=all'), {
    status: 400,
    body: { error: 'node_id must be integer' },
  })
  setNow(context.nowUs() + 13 * 3_600_000_000)
  assert.deepEqual(await edges(''), ['bc neighbor', 'ec neighbor'], 'traceroutes count for 12 h')
})
