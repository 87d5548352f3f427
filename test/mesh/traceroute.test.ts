import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { MeshFault } from '../../src/mesh/fault.js'
import type { RouteDiscovery } from '../../src/mesh/payloads/index.js'
import {
  MAX_HOPS,
  mergeRoutes,
  radioLinks,
  readRoute,
  UNKNOWN_HOP,
} from '../../src/mesh/traceroute.js'

// A asks for the way to D: A → B → C → D.
const [A, B, C, D] = [0xa, 0xb, 0xc, 0xd]
const request = { from: A, to: D, request_id: 0 }
const reply = { from: D, to: A, request_id: 77 }

function discovery(parts: Partial<RouteDiscovery>): RouteDiscovery {
  return { route: [], snr_towards: [], route_back: [], snr_back: [], ...parts }
}

function ids(hops: readonly { node_id: number }[]): number[] {
  return hops.map((hop) => hop.node_id)
}

describe('a traceroute request', () => {
  it('is as long as the way it has come', () => {
    const route = readRoute(request, discovery({ route: [B, C], snr_towards: [20, -8] }))
    assert.deepEqual(route.towards, [
      { node_id: A, snr4: null },
      { node_id: B, snr4: 20 },
      { node_id: C, snr4: -8 },
    ])
    assert.deepEqual(route.back, [])
    assert.equal(route.complete, false)
  })

  it('fresh from its sender is the sender alone', () => {
    assert.deepEqual(ids(readRoute(request, discovery({})).towards), [A])
  })

  it('that the target uplinks itself is complete', () => {
    const route = readRoute(request, discovery({ route: [B], snr_towards: [20, 12] }))
    assert.deepEqual(ids(route.towards), [A, B, D])
    assert.equal(route.towards[2]?.snr4, 12)
    assert.equal(route.complete, true)
  })

  it('has no SNR where its number is none that firmware sends', () => {
    const told = discovery({ route: [B, C], snr_towards: [2147483647, 127, -2147483648] })
    assert.deepEqual(
      readRoute(request, told).towards.map((hop) => hop.snr4),
      [null, null, 127, null],
    )
  })

  it('proves no link to a hop without a number', () => {
    const told = discovery({ route: [0, B], snr_towards: [4, 4, 4] })
    assert.deepEqual(radioLinks(readRoute(request, told)), [
      { from_node_id: B, to_node_id: D, snr4: 4 },
    ])
  })
})

describe('a traceroute reply', () => {
  it('tells the way from the requester to the target, though it travels the other way', () => {
    const told = discovery({ route: [B, C], snr_towards: [20, -8, -128] })
    const route = readRoute(reply, told)
    assert.deepEqual(ids(route.towards), [A, B, C, D])
    assert.equal(route.towards[3]?.snr4, null)
    assert.deepEqual(ids(route.back), [D])
    assert.equal(route.reached, true)
    assert.equal(route.complete, false)
  })

  it('that has arrived tells both ways', () => {
    const route = readRoute(
      reply,
      discovery({ route: [B], snr_towards: [4, 8], route_back: [C], snr_back: [-4, -8] }),
    )
    assert.deepEqual(ids(route.towards), [A, B, D])
    assert.deepEqual(ids(route.back), [D, C, A])
    assert.deepEqual(
      route.back.map((hop) => hop.snr4),
      [null, -4, -8],
    )
    assert.equal(route.complete, true)
  })

  it('between neighbours has no hops in between', () => {
    const route = readRoute(reply, discovery({ snr_towards: [24], snr_back: [20] }))
    assert.deepEqual(ids(route.towards), [A, D])
    assert.deepEqual(ids(route.back), [D, A])
    assert.equal(route.complete, true)
  })
})

describe('traceroute lists that do not fit each other', () => {
  it('are taken as far as they go', () => {
    const short = readRoute(request, discovery({ route: [B, C], snr_towards: [20] }))
    assert.deepEqual(
      short.towards.map((hop) => hop.snr4),
      [null, 20, null],
    )
    const long = readRoute(reply, discovery({ route: [B], snr_towards: [1, 2, 3, 4, 5] }))
    assert.deepEqual(ids(long.towards), [A, B, D])
  })

  it('that are too long are a fault', () => {
    const endless = discovery({ route: Array.from({ length: MAX_HOPS + 1 }, () => B) })
    assert.throws(
      () => readRoute(request, endless),
      (error) => error instanceof MeshFault && error.reason === 'too-many-hops',
    )
    assert.throws(
      () => readRoute(reply, { ...discovery({}), route_back: endless.route }),
      MeshFault,
    )
  })
})

describe('copies of a traceroute', () => {
  it('make one: the longest way wins, in each direction', () => {
    const copies = [
      readRoute(request, discovery({ route: [B], snr_towards: [20] })),
      readRoute(request, discovery({ route: [B, C], snr_towards: [20, 8] })),
      readRoute(request, discovery({})),
    ]
    assert.deepEqual(ids(mergeRoutes(copies).towards), [A, B, C])
    assert.equal(mergeRoutes(copies).complete, false)
  })

  it('that went astray lose against one that reached the target', () => {
    const astray = readRoute(
      request,
      discovery({ route: [B, C, 0xe, 0xf], snr_towards: [1, 1, 1, 1] }),
    )
    const there = readRoute(reply, discovery({ route: [B], snr_towards: [4, 8] }))
    const merged = mergeRoutes([astray, there])
    assert.deepEqual(ids(merged.towards), [A, B, D])
    assert.equal(merged.reached, true)
  })

  it('that went astray on the way back lose against one that came back', () => {
    const there = { route: [B], snr_towards: [4, 8] }
    const astray = readRoute(
      reply,
      discovery({ ...there, route_back: [C, 0xe, 0xf], snr_back: [1, 1, 1] }),
    )
    const returned = readRoute(reply, discovery({ ...there, route_back: [B], snr_back: [8, 4] }))
    for (const copies of [
      [astray, returned],
      [returned, astray],
    ]) {
      assert.deepEqual(ids(mergeRoutes(copies).back), [D, B, A])
      assert.equal(mergeRoutes(copies).complete, true)
    }
  })

  it('of the same length: the one with more known SNR wins', () => {
    const poor = readRoute(reply, discovery({ route: [B], snr_towards: [-128, -128] }))
    const rich = readRoute(reply, discovery({ route: [C], snr_towards: [4, 8] }))
    assert.deepEqual(ids(mergeRoutes([poor, rich]).towards), [A, C, D])
  })

  it('that are none make an empty route', () => {
    assert.deepEqual(mergeRoutes([]), { towards: [], back: [], reached: false, complete: false })
  })
})

describe('radio links of a traceroute', () => {
  it('go from each node to the one that heard it', () => {
    const route = readRoute(reply, discovery({ route: [B], snr_towards: [4, 8], snr_back: [-4] }))
    assert.deepEqual(radioLinks(route), [
      { from_node_id: A, to_node_id: B, snr4: 4 },
      { from_node_id: B, to_node_id: D, snr4: 8 },
      { from_node_id: D, to_node_id: A, snr4: -4 },
    ])
  })

  it('leave out unknown hops and nodes next to themselves', () => {
    const route = readRoute(
      reply,
      discovery({ route: [UNKNOWN_HOP, A, A], snr_towards: [1, 2, 3, 4] }),
    )
    assert.deepEqual(radioLinks(route), [{ from_node_id: A, to_node_id: D, snr4: 4 }])
  })

  it('exist for any lists that are short enough', () => {
    const nodes = fc.array(fc.nat(0xffffffff), { maxLength: MAX_HOPS })
    const snr = fc.array(fc.integer({ min: -128, max: 127 }), { maxLength: 80 })
    fc.assert(
      fc.property(
        nodes,
        snr,
        nodes,
        snr,
        fc.boolean(),
        (route, snr_towards, route_back, snr_back, is) => {
          const told = readRoute(is ? reply : request, { route, snr_towards, route_back, snr_back })
          for (const link of radioLinks(mergeRoutes([told]))) {
            assert.notEqual(link.from_node_id, link.to_node_id)
            assert.notEqual(link.snr4, -128)
          }
          assert.ok(told.towards.length <= MAX_HOPS + 2)
        },
      ),
    )
  })
})
