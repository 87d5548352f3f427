import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Publication } from '../../src/demo/air.js'
import { maskCoordinate } from '../../src/demo/packets.js'
import { flood } from '../../src/demo/radio.js'
import { Random } from '../../src/demo/random.js'
import { Simulation } from '../../src/demo/simulation.js'
import { distance, makeWorld, spotAt } from '../../src/demo/world.js'
import { type Data, decodeData } from '../../src/mesh/data.js'
import { KeyRing } from '../../src/mesh/decrypt.js'
import { decodeEnvelope, type Envelope } from '../../src/mesh/envelope.js'
import { hopsAway } from '../../src/mesh/hops.js'
import { DEFAULT_KEY } from '../../src/mesh/keys.js'
import {
  decodeRouteDiscovery,
  payloadType,
  TELEMETRY_KINDS,
  type Telemetry,
} from '../../src/mesh/payloads/index.js'
import { PORT } from '../../src/mesh/portnums.js'
import { enumType } from '../../src/mesh/proto.js'
import { parseTopic } from '../../src/mesh/topic.js'
import { radioLinks, readRoute } from '../../src/mesh/traceroute.js'

const START = Date.UTC(2026, 5, 1, 20)
const ring = new KeyRing([DEFAULT_KEY])

interface Received extends Envelope {
  topic: string
  data: Data | null
}

function receive({ topic, payload }: Publication): Received {
  const envelope = decodeEnvelope(payload)
  const { packet, channel_id } = envelope
  const data =
    packet.decoded === null
      ? (ring.decrypt(packet, channel_id)?.data ?? null)
      : decodeData(packet.decoded)
  return { ...envelope, topic, data }
}

/** The opening and the next so many things that happen. */
function story(steps: number): Publication[] {
  const simulation = new Simulation(20, START)
  const told = simulation.opening(START)
  for (let step = 1; step <= steps; step += 1) told.push(...simulation.next(START + step * 300))
  return told
}

const simulation = new Simulation(20, START)
const opening = simulation.opening(START).map(receive)
const all = story(1500).map(receive)

describe('the simulated mesh', () => {
  it('tells the same story for the same seed', () => {
    assert.deepEqual(story(50), story(50))
    assert.notDeepEqual(new Simulation(21, START).opening(START), story(0))
  })

  it('has some dozens of nodes with names, known hardware and roles', () => {
    const { world } = simulation
    assert.ok(world.length >= 40)
    assert.equal(new Set(world.map((node) => node.node_id)).size, world.length)
    assert.equal(new Set(world.map((node) => node.short_name)).size, world.length)
    for (const node of world) {
      assert.ok(enumType('HardwareModel').values[node.hw_model], node.hw_model)
      assert.notEqual(enumType('Config.DeviceConfig.Role').values[node.role], undefined, node.role)
      assert.ok(node.latitude > 36 && node.latitude < 39 && node.longitude > -123, node.long_name)
      assert.ok(Buffer.byteLength(node.short_name) <= 4 && node.long_name.length < 40)
    }
  })

  it('introduces nearly every node within three seconds and a bit', () => {
    const named = new Set(
      opening
        .filter(({ data }) => data?.portnum === PORT.NODEINFO)
        .map(({ packet }) => packet.from),
    )
    assert.ok(named.size >= simulation.world.length - 3, `${named.size} nodes were named`)
    for (const { delay_ms } of new Simulation(20, START).opening(START)) {
      assert.ok(delay_ms >= 0 && delay_ms < 4500)
    }
  })

  it('publishes on the topics of gateways, in envelopes that say the same', () => {
    const gateways = new Set(
      simulation.world.filter((node) => node.gateway).map((node) => node.node_id),
    )
    for (const each of all) {
      const { kind, channel, gateway } = parseTopic(each.topic)
      assert.ok(each.gateway_node_id !== null && gateways.has(each.gateway_node_id))
      if (kind === 'map') continue
      assert.equal(kind, 'e')
      assert.equal(channel, each.channel_id)
      assert.equal(gateway, each.gateway_id)
      assert.equal(each.packet.decoded, null)
    }
  })

  it('is honest about hops and signal', () => {
    const old = new Set(
      simulation.world.filter((node) => node.isOldFirmware).map((node) => node.node_id),
    )
    for (const { packet, gateway_node_id, topic } of all) {
      if (parseTopic(topic).kind === 'map') continue
      const hops = hopsAway(packet.hop_start, packet.hop_limit)
      if (old.has(packet.from)) assert.equal(packet.hop_start, 0)
      else assert.ok(hops !== null && hops >= 0 && packet.hop_start <= 7)
      if (gateway_node_id === packet.from) {
        assert.equal(packet.rx_rssi, 0)
      } else {
        assert.ok(packet.rx_snr >= -17.5 && packet.rx_snr <= 12)
        assert.ok(packet.rx_rssi < -40 && packet.rx_rssi >= -140)
        if (hops === 0) assert.equal(packet.relay_node, packet.from & 0xff)
      }
    }
  })

  it('hands every packet to a gateway once, most of them to several', () => {
    const copies = new Map<string, Set<string>>()
    for (const { packet, gateway_id, topic } of all) {
      if (parseTopic(topic).kind === 'map') continue
      const key = `${packet.from}/${packet.id}`
      const gateways = copies.get(key) ?? new Set()
      assert.ok(!gateways.has(gateway_id), 'the same gateway twice')
      copies.set(key, gateways.add(gateway_id))
    }
    const several = [...copies.values()].filter((gateways) => gateways.size > 1)
    assert.ok(several.length > copies.size / 2)
  })

  it('uses every kind of payload, all of which can be decoded', () => {
    const seen = new Set<number>()
    const kinds = new Set<string>()
    for (const { data } of all) {
      if (data === null) continue
      seen.add(data.portnum)
      const value = payloadType(data.portnum)?.decode(data.payload)
      assert.notEqual(value, undefined)
      if (data.portnum !== PORT.TELEMETRY) continue
      for (const kind of TELEMETRY_KINDS) if ((value as Telemetry)[kind] !== null) kinds.add(kind)
    }
    const expected = [
      PORT.TEXT_MESSAGE,
      PORT.POSITION,
      PORT.NODEINFO,
      PORT.ROUTING,
      PORT.WAYPOINT,
      PORT.DETECTION_SENSOR,
      PORT.PAXCOUNTER,
      PORT.STORE_FORWARD,
      PORT.RANGE_TEST,
      PORT.TELEMETRY,
      PORT.TRACEROUTE,
      PORT.NEIGHBORINFO,
      PORT.MAP_REPORT,
    ]
    for (const portnum of expected) assert.ok(seen.has(portnum), `port ${portnum}`)
    for (const kind of TELEMETRY_KINDS.slice(0, 5)) assert.ok(kinds.has(kind), kind)
  })

  it('keeps the private channel and sealed messages closed', () => {
    const closed = all.filter(({ data }) => data === null)
    const channels = new Set(closed.map(({ channel_id }) => channel_id))
    assert.deepEqual([...channels].sort(), ['BayClub', 'PKI'])
    for (const { packet } of closed) assert.ok(packet.encrypted !== null)
  })

  it('chats with replies and reactions to what was said', () => {
    const texts = all.filter(({ data }) => data?.portnum === PORT.TEXT_MESSAGE)
    const said = new Set(texts.map(({ packet }) => packet.id))
    const replies = texts.filter(({ data }) => data?.reply_id)
    assert.ok(replies.some(({ data }) => data?.emoji === 1))
    assert.ok(replies.some(({ data }) => data?.emoji === 0))
    const known = replies.filter(({ data }) => said.has(data?.reply_id ?? 0))
    assert.ok(known.length > replies.length * 0.9)
  })

  it('holds the net once a week, with whatever words the site knows it by', () => {
    const simulation = new Simulation(20, START, '$& net')
    const checkIns = (publications: Publication[]) => {
      const texts = publications
        .map(receive)
        .filter(({ data }) => data?.payload.includes('$& net') === true)
      return [...new Set(texts.map(({ packet }) => `${packet.from} ${packet.id}`))]
    }
    const week = (from_ms: number) => {
      const told: Publication[] = []
      for (let step = 1; step <= 2000; step += 1)
        told.push(...simulation.next(from_ms + step * 300))
      return checkIns(told)
    }
    const first = checkIns(simulation.opening(START))
    assert.ok(first.length >= 3, `${first.length} check-ins in the opening`)
    const later = week(START)
    const stations = new Set([...first, ...later].map((each) => each.split(' ')[0]))
    assert.ok(stations.size >= 10, `${stations.size} stations`)
    assert.deepEqual(week(START + 4_000_000), [], 'the net is over')
    assert.ok(week(START + 7 * 86_400_000).length >= 10, 'a week later it is held again')
    const silent = new Simulation(20, START, '')
    assert.equal(
      silent
        .opening(START)
        .map(receive)
        .filter(({ data }) => data?.payload.includes('check')).length,
      0,
    )
  })

  it('traces routes whose every link exists, and some come back', () => {
    const ids = new Set(simulation.world.map((node) => node.node_id))
    const requests = new Set<number>()
    let complete = 0
    for (const { packet, data } of all) {
      if (data?.portnum !== PORT.TRACEROUTE) continue
      if (data.want_response) requests.add(packet.id)
      else assert.ok(requests.has(data.request_id))
      const header = { from: packet.from, to: packet.to, request_id: data.request_id }
      const route = readRoute(header, decodeRouteDiscovery(data.payload))
      if (route.complete && data.request_id !== 0) complete += 1
      for (const link of radioLinks(route)) {
        assert.ok(ids.has(link.from_node_id) && ids.has(link.to_node_id))
        assert.ok(link.snr4 !== null && link.snr4 >= -70)
      }
    }
    assert.ok(complete > 5, `${complete} complete traceroutes`)
  })
})

describe('simulated movement', () => {
  it('goes along the way and back, at its speed', () => {
    const movers = makeWorld(20).filter((node) => node.way.length > 0)
    assert.ok(movers.length >= 3)
    for (const node of movers) {
      for (let second = 0; second < 20_000; second += 977) {
        const [here, there] = [spotAt(node, second), spotAt(node, second + 10)]
        assert.ok(distance(here, there) <= node.speed * 10 + 1)
        assert.ok(here.heading !== null && here.heading >= 0 && here.heading < 360)
      }
    }
  })
})

describe('simulated radio', () => {
  it('carries a packet no further than its hops allow', () => {
    const world = makeWorld(20)
    const random = new Random(5)
    for (const sender of world) {
      const { heard } = flood(world, sender, null, 2, 0, random)
      for (const { hop_limit, path } of heard) {
        assert.equal(path.length, 2 - hop_limit)
        assert.ok(!path.some((hop) => hop.node_id === sender.node_id))
      }
    }
  })
})

describe('a masked coordinate', () => {
  it('is off by half of what was cut at most', () => {
    for (const value of [377_749_000, -1_224_194_000, 0, -1]) {
      for (const bits of [10, 13, 16, 24, 31]) {
        assert.ok(Math.abs(maskCoordinate(value, bits) - value) <= 2 ** (31 - bits))
      }
      assert.equal(maskCoordinate(value, 32), value)
    }
  })
})
