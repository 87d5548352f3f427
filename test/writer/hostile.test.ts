import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type EnvelopeParts, encodeEnvelope, encodePayload } from '../../src/mesh/encode.js'
import { DEFAULT_KEY } from '../../src/mesh/keys.js'
import { PORT, PORTS } from '../../src/mesh/portnums.js'
import { onBothEngines, sqliteDatabase } from '../migrate/databases.js'
import { type Stage, setStage } from './stage.js'

const text = (words: string | Buffer) => ({
  portnum: PORT.TEXT_MESSAGE,
  payload: Buffer.from(words as string),
})
const unlimited = { MESHVIEW_INGEST_FLOOD_PER_MINUTE: '0', MESHVIEW_INGEST_FLOOD_PER_HOUR: '0' }

/** What strangers may send, by name. */
const hostile: Record<string, Partial<EnvelopeParts>> = {
  'from nobody': { data: text('x'), packet: { from: 0 } },
  'from everybody': { data: text('x'), packet: { from: 0xffffffff } },
  'without id': { data: text('x'), packet: { id: 0 } },
  'to nobody': { data: text('x'), packet: { to: 0 } },
  'without content': { data: undefined, key: undefined },
  'text that is no UTF-8': { data: text(Buffer.from([0xff, 0xfe, 0xc3, 0x28])) },
  'text with NUL and bidi marks': { data: text('a\0b\u202ec') },
  'text of 10 kB': { data: text('x'.repeat(10_000)) },
  'a name of 10 kB': {
    data: {
      portnum: PORT.NODEINFO,
      payload: encodePayload('User', { id: 'x'.repeat(2000), long_name: '<b>'.repeat(600) }),
    },
  },
  'a key of 400 bytes': {
    data: {
      portnum: PORT.NODEINFO,
      payload: encodePayload('User', { public_key: Buffer.alloc(400, 7) }),
    },
  },
  'a position at 200 degrees': {
    data: {
      portnum: PORT.POSITION,
      payload: encodePayload('Position', { latitude_i: 2_000_000_000, longitude_i: 1 }),
    },
  },
  'a position of int minimum': {
    data: {
      portnum: PORT.POSITION,
      payload: encodePayload('Position', { latitude_i: -2147483648, longitude_i: -2147483648 }),
    },
  },
  'a position with absurd numbers': {
    data: {
      portnum: PORT.POSITION,
      payload: encodePayload('Position', {
        latitude_i: 900_000_000,
        longitude_i: -1_800_000_000,
        altitude: 2147483647,
        ground_speed: 0xffffffff,
        ground_track: 0xffffffff,
        sats_in_view: 0xffffffff,
        precision_bits: 0xffffffff,
      }),
    },
  },
  'telemetry of infinities': {
    data: {
      portnum: PORT.TELEMETRY,
      payload: encodePayload('Telemetry', {
        environment_metrics: { temperature: Number.NaN, relative_humidity: Infinity },
      }),
    },
  },
  'impossible hops': { data: text('x'), packet: { hop_start: 4294967295, hop_limit: 4294967295 } },
  'impossible signals': {
    data: text('x'),
    packet: { rx_rssi: -2147483648, rx_snr: Number.NaN, rx_time: 0xffffffff },
  },
  'more signal than an integer holds': { data: text('x'), packet: { rx_snr: 1e38 } },
  'an unknown port': { data: { portnum: 511, payload: Buffer.alloc(200, 1) } },
  'a negative port': { data: { portnum: -1, payload: Buffer.alloc(0) } },
  'a negative priority': { data: text('x'), packet: { priority: -2147483648 } },
  'a route of 2,000 hops': {
    data: {
      portnum: PORT.TRACEROUTE,
      payload: encodePayload('RouteDiscovery', { route: Array(800).fill(5), snr_towards: [1] }),
    },
  },
  'a route in a circle': {
    data: {
      portnum: PORT.TRACEROUTE,
      request_id: 9,
      payload: encodePayload('RouteDiscovery', {
        route: [5, 6, 5, 6, 5],
        snr_towards: [1, 2147483647, -2147483648],
        route_back: [5],
        snr_back: [],
      }),
    },
  },
  'neighbours of nobody': {
    data: {
      portnum: PORT.NEIGHBORINFO,
      payload: encodePayload('NeighborInfo', {
        neighbors: [{ node_id: 0 }, { node_id: 0xffffffff, snr: 1e30 }, { node_id: 7, snr: 1e30 }],
      }),
    },
  },
  'a direct message under public keys': {
    channel_id: 'PKI',
    encrypted: Buffer.alloc(40, 3),
    packet: { pki_encrypted: true },
  },
  'noise instead of a ciphertext': { encrypted: Buffer.alloc(64, 9) },
  'a channel name of 5 kB': { data: text('x'), channel_id: '#'.repeat(5000) },
  'a gateway name of 5 kB': { data: text('x'), gateway_id: '!'.repeat(5000) },
}

/** Everybody's packet after the hostile ones, and the books afterwards. */
async function assertAlive(stage: Stage): Promise<void> {
  await stage.hear({ data: text('the canary'), packet: { from: 0xca11, id: 0xca11 } })
  const canary = await stage.db.get<{ n: number }>(
    "select count(*) as n from text_message where text = 'the canary'",
  )
  assert.equal(canary?.n, 1)
  const counters = await stage.counters()
  const outcomes = Object.entries(counters).filter(([name]) => name.startsWith('outcome.'))
  const sum = outcomes.reduce((total, [, value]) => total + value, 0)
  assert.equal(sum, counters.received, 'every message has exactly one outcome')
  assert.equal(counters['malformed.not-stored'] ?? 0, 0, 'the database took every row')
  assert.equal(counters['malformed.internal'] ?? 0, 0, 'no fault of ours')
  const rows = await stage.db.get<{ n: number }>('select count(*) as n from packet')
  assert.equal(rows?.n, counters['total.packets'])
}

onBothEngines('nothing that strangers send stops the canary', async (d) => {
  const stage = await setStage(d, unlimited)
  let id = 1000
  for (const parts of Object.values(hostile)) {
    id++
    await stage.hear({ ...parts, packet: { id, ...parts.packet } })
    // The same once more from another gateway, in the clear.
    await stage.hear({ ...parts, key: undefined, gateway_id: 77, packet: { id, ...parts.packet } })
  }
  for (const { portnum } of PORTS) {
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(50, 0xff), Buffer.from('0a', 'hex')]) {
      id++
      await stage.hear({ data: { portnum, payload: bytes }, packet: { id } })
    }
  }
  await stage.hearBytes('msh/x', Buffer.alloc(1_000_000, 1))
  await stage.hearBytes('x'.repeat(60_000), Buffer.from([1]))
  await stage.hearBytes('msh/\0/2/e/\0/!1', Buffer.from([0x0a, 0x00]))
  await assertAlive(stage)
})

test('bytes at random, cut and changed envelopes stop nothing either', async (t) => {
  const stage = await setStage(await sqliteDatabase(t), unlimited)
  const whole = Object.values(hostile).map((parts) =>
    encodeEnvelope({
      key: DEFAULT_KEY,
      channel_id: 'LongFast',
      gateway_id: 5,
      ...parts,
      packet: { from: 6, to: 7, id: 8, ...parts.packet },
    }),
  )
  const changed = fc
    .tuple(
      fc.constantFrom(...whole),
      fc.nat(),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
    )
    .map(([envelope, cut, changes]) => {
      const bytes = Buffer.from(envelope.subarray(0, 1 + (cut % envelope.length)))
      for (const [at, value] of changes) bytes[at % bytes.length] = value
      return bytes
    })
  const noise = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes))
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(noise, changed),
      fc.constantFrom('msh/US/2/e/LongFast/!00000005', 'msh/2/map/', 'x', ''),
      (payload, topic) => stage.hearBytes(topic, payload),
    ),
    { numRuns: 1500 },
  )
  await assertAlive(stage)
})
