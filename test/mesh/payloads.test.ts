import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { encodePayload } from '../../src/mesh/encode.js'
import { MeshFault } from '../../src/mesh/fault.js'
import type { Field } from '../../src/mesh/fields.js'
import {
  decodeMapReport,
  decodeNeighborInfo,
  decodePayload,
  decodePosition,
  decodeRouteDiscovery,
  decodeRouting,
  decodeTelemetry,
  decodeText,
  decodeUser,
  decodeWaypoint,
  type PayloadType,
  payloadType,
  payloadTypes,
  precisionRadius,
  TELEMETRY_KINDS,
  telemetryKindOf,
  telemetryMetrics,
  validPosition,
} from '../../src/mesh/payloads/index.js'
import {
  isKnownPortnum,
  PORTS,
  portnumColor,
  portnumLabel,
  portnumName,
} from '../../src/mesh/portnums.js'
import { enumType, incomingType } from '../../src/mesh/proto.js'
import { emojiOf } from '../../src/mesh/text.js'
import { sayIn } from '../../src/reader/terms.js'
import { makeLanguages } from '../../src/words/languages.js'

const say = sayIn(makeLanguages().of('en'))

function typeOf(portnum: number): PayloadType<unknown> {
  const type = payloadType(portnum)
  assert.ok(type, `no payload type for port ${portnum}`)
  return type
}

function summaryOf(portnum: number, payload: Buffer): string {
  const type = typeOf(portnum)
  return type.summary(type.decode(payload), say)
}

function fieldsOf(portnum: number, payload: Buffer): Field[] {
  const type = typeOf(portnum)
  return type.fields(type.decode(payload))
}

describe('ports', () => {
  it('are exactly those of the descriptors', () => {
    const { MAX, ...assigned } = enumType('PortNum').values
    assert.equal(MAX, 511)
    assert.deepEqual(Object.fromEntries(PORTS.map((each) => [each.name, each.portnum])), assigned)
  })

  it('without a name are told by number', () => {
    assert.equal(portnumName(200), 'PORT_200')
    assert.equal(portnumLabel(200), 'Port 200')
    assert.equal(portnumColor(200), 'other')
    assert.equal(portnumName(1), 'TEXT_MESSAGE_APP')
    assert.equal(portnumLabel(65), 'Store & Forward')
  })

  it('are known when assigned or private', () => {
    assert.equal(isKnownPortnum(1), true)
    assert.equal(isKnownPortnum(300), true)
    assert.equal(isKnownPortnum(200), false)
    assert.equal(isKnownPortnum(512), false)
  })
})

describe('positions', () => {
  it('keep what was sent, and null for what was not', () => {
    const position = decodePosition(
      encodePayload('Position', {
        latitude_i: 377749000,
        longitude_i: -1224194000,
        ground_speed: 0,
      }),
    )
    assert.equal(position.latitude_i, 377749000)
    assert.equal(position.longitude_i, -1224194000)
    assert.equal(position.ground_speed, 0)
    assert.equal(position.altitude, null)
    assert.equal(position.precision_bits, null)
    assert.equal(position.sats_in_view, null)
  })

  it('are told in degrees', () => {
    const bytes = encodePayload('Position', {
      latitude_i: 377749000,
      longitude_i: -1224194000,
      altitude: 16,
    })
    assert.equal(summaryOf(3, bytes), '37.77490, -122.41940, 16 m')
    assert.deepEqual(fieldsOf(3, bytes)[1], {
      name: 'longitude_i',
      value: -122.4194,
      unit: '°',
      isCoordinate: true,
    })
    assert.equal(summaryOf(3, encodePayload('Position', { time: 1 })), 'no fix')
  })

  it('that are no place on Earth are none', () => {
    assert.equal(validPosition(0, 0), null)
    assert.equal(validPosition(900000001, 1), null)
    assert.equal(validPosition(1, -1800000001), null)
    assert.equal(validPosition(-0x80000000, 5), null)
    assert.equal(validPosition(5, -0x80000000), null)
    assert.equal(validPosition(null, 5), null)
    assert.equal(validPosition(Number.NaN, 5), null)
    assert.deepEqual(validPosition(0, 5), { latitude: 0, longitude: 5e-7 })
    assert.deepEqual(validPosition(-900000000, 1800000000), { latitude: -90, longitude: 180 })
  })

  it('have a radius by their precision', () => {
    assert.equal(precisionRadius(0), null)
    assert.equal(precisionRadius(32), null)
    assert.equal(precisionRadius(null), null)
    assert.ok(Math.abs((precisionRadius(13) ?? 0) - 2900) < 60)
    assert.ok(Math.abs((precisionRadius(16) ?? 0) - 364) < 8)
  })
})

describe('users', () => {
  it('with new hardware and a new role keep the numbers', () => {
    const user = decodeUser(encodePayload('User', { long_name: 'New', hw_model: 4000, role: 99 }))
    assert.equal(user.hw_model, '4000')
    assert.equal(user.role, '99')
  })

  it('are told by name, hardware and role', () => {
    const bytes = encodePayload('User', {
      long_name: 'Zoë',
      short_name: 'Z',
      hw_model: 43,
      role: 2,
    })
    assert.equal(summaryOf(4, bytes), 'Zoë (Z) HELTEC_V3 ROUTER')
    assert.equal(decodeUser(bytes).is_unmessagable, null)
    assert.equal(decodeUser(bytes).public_key.length, 0)
    assert.ok(Buffer.isBuffer(decodeUser(bytes).public_key))
  })

  it('with hostile names are made harmless', () => {
    const bytes = encodePayload('User', {
      long_name: `\u202ea\u0000\n${'x'.repeat(1000)}`,
      short_name: '<b>',
    })
    assert.equal(decodeUser(bytes).long_name, `a ${'x'.repeat(38)}`)
    assert.equal(decodeUser(bytes).short_name, '<b>')
  })

  it('with a name that is no UTF-8 still have one', () => {
    assert.equal(decodeUser(Buffer.from([0x12, 3, 0x61, 0xff, 0x62])).long_name, 'a\ufffdb')
  })
})

describe('telemetry', () => {
  it('of every kind in the descriptors is known', () => {
    const oneof = incomingType('Telemetry').oneofs?.variant?.oneof
    assert.deepEqual([...TELEMETRY_KINDS], oneof)
    for (const kind of TELEMETRY_KINDS) {
      const value = decodeTelemetry(encodePayload('Telemetry', { time: 5, [kind]: {} }))
      const found = telemetryMetrics(value)
      assert.equal(found?.kind, kind)
      assert.equal(telemetryKindOf(found?.variant ?? 0), kind)
    }
    assert.equal(telemetryKindOf(1), null)
    assert.equal(telemetryMetrics(decodeTelemetry(Buffer.alloc(0))), null)
  })

  it('keeps negative numbers, short decimals and zeros, and makes NaN and infinity nothing', () => {
    const bytes = encodePayload('Telemetry', {
      environment_metrics: {
        temperature: -7.3,
        relative_humidity: Number.NaN,
        lux: Number.POSITIVE_INFINITY,
        iaq: 0,
      },
    })
    const metrics = decodeTelemetry(bytes).environment_metrics
    assert.equal(metrics?.temperature, -7.3)
    assert.equal(metrics?.relative_humidity, null)
    assert.equal(metrics?.lux, null)
    assert.equal(metrics?.iaq, 0)
    assert.equal(metrics?.wind_speed, null)
    assert.equal(summaryOf(67, bytes), 'Temperature −7.3 °C, Air quality index 0')
  })

  it('says when a device has external power', () => {
    const metrics = { battery_level: 101, voltage: 4.2 }
    const bytes = encodePayload('Telemetry', { device_metrics: metrics })
    assert.equal(summaryOf(67, bytes), 'external power, Voltage 4.2 V')
  })

  it('reads 64-bit numbers', () => {
    const bytes = encodePayload('Telemetry', { host_metrics: { freemem_bytes: 8_000_000_000 } })
    assert.equal(decodeTelemetry(bytes).host_metrics?.freemem_bytes, 8_000_000_000)
  })
})

describe('other payloads', () => {
  it('of routing say whether a packet was acknowledged', () => {
    assert.equal(summaryOf(5, encodePayload('Routing', { error_reason: 0 })), 'acknowledged')
    assert.equal(summaryOf(5, Buffer.alloc(0)), 'acknowledged')
    assert.equal(
      summaryOf(5, encodePayload('Routing', { error_reason: 5 })),
      'failed: MAX_RETRANSMIT',
    )
    assert.equal(decodeRouting(encodePayload('Routing', { error_reason: 77 })).error_reason, '77')
    const nested = decodeRouting(encodePayload('Routing', { route_reply: { route: [1] } }))
    assert.deepEqual(nested.route_reply?.route, [1])
  })

  it('of traceroutes keep their lists, packed or not', () => {
    const discovery = {
      route: [1, 0xffffffff],
      snr_towards: [-128, 25],
      route_back: [],
      snr_back: [4],
    }
    assert.deepEqual(decodeRouteDiscovery(encodePayload('RouteDiscovery', discovery)), discovery)
    const unpacked = Buffer.from('0d010000000d02000000', 'hex')
    assert.deepEqual(decodeRouteDiscovery(unpacked).route, [1, 2])
  })

  it('of neighbours tell node and SNR', () => {
    const bytes = encodePayload('NeighborInfo', {
      node_id: 1,
      neighbors: [
        { node_id: 2, snr: -4.25 },
        { node_id: 3, snr: Number.NaN },
      ],
    })
    const { neighbors } = decodeNeighborInfo(bytes)
    assert.deepEqual(
      neighbors.map(({ node_id, snr }) => [node_id, snr]),
      [
        [2, -4.25],
        [3, null],
      ],
    )
    assert.equal(summaryOf(71, bytes), '2 neighbours')
    assert.deepEqual(fieldsOf(71, bytes)[0], { name: 'node_id', value: '!00000001' })
  })

  it('of map reports without a fix keep zeros, which are no position', () => {
    const report = decodeMapReport(encodePayload('MapReport', { long_name: 'G', region: 1 }))
    assert.equal(validPosition(report.latitude_i, report.longitude_i), null)
    assert.equal(report.region, 'US')
    assert.equal(report.modem_preset, 'LONG_FAST')
  })

  it('of waypoints have an icon when the number is a character', () => {
    const bytes = encodePayload('Waypoint', {
      name: 'Hut',
      icon: 0x1f525,
      latitude_i: 10_000_000,
      longitude_i: 20_000_000,
    })
    assert.equal(decodeWaypoint(bytes).name, 'Hut')
    assert.equal(summaryOf(8, bytes), '🔥 Hut, 1.00000, 2.00000')
    for (const icon of [0, 10, 0xd800, 0xffffffff, 0x202e]) assert.equal(emojiOf(icon), '')
  })

  it('of text are text', () => {
    assert.equal(decodeText(Buffer.from('Grüße\u0000!')), 'Grüße!')
    assert.equal(summaryOf(1, Buffer.from('two lines')), 'two lines')
    assert.deepEqual(fieldsOf(66, Buffer.from('seq 1')), [{ name: 'text', value: 'seq 1' }])
  })

  it('of administration are named, never opened', () => {
    const secret = encodePayload('AdminMessage', { set_ham_mode: { call_sign: 'SECRET' } })
    assert.equal(payloadType(6)?.name, 'ADMIN_APP')
    assert.equal(summaryOf(6, secret), `${secret.length} bytes`)
  })

  it('of store & forward, counters and ATAK are told', () => {
    const text = encodePayload('StoreAndForward', { rr: 9, text: Buffer.from('hi') })
    assert.equal(summaryOf(65, text), 'ROUTER_TEXT_BROADCAST: hi')
    assert.equal(
      summaryOf(34, encodePayload('Paxcount', { wifi: 3, ble: 4 })),
      '3 by Wi-Fi, 4 by Bluetooth',
    )
    const chat = encodePayload('TAKPacket', { contact: { callsign: 'A' }, chat: { message: 'go' } })
    assert.equal(summaryOf(72, chat), 'A: go')
  })

  it('of every shape have something to say', () => {
    const told = (portnum: number, message: string, fields: object): string =>
      summaryOf(portnum, encodePayload(message, fields))
    assert.equal(told(5, 'Routing', { route_request: {} }), 'route request')
    assert.equal(told(5, 'Routing', { route_reply: {} }), 'route reply')
    assert.equal(
      told(65, 'StoreAndForward', { rr: 6, history: { history_messages: 3 } }),
      'ROUTER_HISTORY: 3 messages',
    )
    assert.equal(
      told(65, 'StoreAndForward', { rr: 2, heartbeat: { period: 900 } }),
      'ROUTER_HEARTBEAT, every 15 min',
    )
    assert.equal(told(72, 'TAKPacket', { is_compressed: true }), 'compressed')
    assert.equal(told(72, 'TAKPacket', { contact: { callsign: 'B' }, pli: {} }), 'B: position')
    assert.equal(told(70, 'RouteDiscovery', {}), 'direct')
    assert.match(told(70, 'RouteDiscovery', { route: Array(9).fill(1) }), /^via !00000001 .* → …$/)
    assert.equal(told(36, 'StatusMessage', { status: 'on air' }), 'on air')
    assert.equal(told(67, 'Telemetry', { time: 1 }), '')
  })

  it('show bytes in hexadecimal, quarters of a decibel, and what nobody told', () => {
    const user = encodePayload('User', { public_key: Buffer.from([1, 255]) })
    assert.deepEqual(fieldsOf(4, user), [{ name: 'public_key', value: '01ff' }])
    const route = encodePayload('RouteDiscovery', { route: [5], snr_towards: [-5, -128] })
    assert.deepEqual(fieldsOf(70, route), [
      { name: 'route', value: '!00000005' },
      { name: 'snr_towards', value: -1.25, unit: 'dB' },
      { name: 'snr_towards', value: null },
    ])
  })

  it('without a type are handed back', () => {
    assert.equal(payloadType(77), undefined)
    assert.deepEqual(decodePayload(77, Buffer.from('x')), Buffer.from('x'))
  })

  it('that the encoder does not know are refused by name', () => {
    assert.throws(
      () => encodePayload('Position', { latitude: 1 }),
      /Position has no field latitude/,
    )
  })
})

describe('every payload type', () => {
  const any = fc.constantFrom(...payloadTypes())

  it('is named as its port', () => {
    for (const type of payloadTypes()) assert.equal(type.name, portnumName(type.portnum))
  })

  it('makes a value, a line and fields of any bytes, or a fault', () => {
    fc.assert(
      fc.property(any, fc.uint8Array({ maxLength: 250 }), (type, bytes) => {
        try {
          const value = type.decode(bytes)
          assert.equal(typeof type.summary(value, say), 'string')
          JSON.stringify(type.fields(value))
        } catch (error) {
          assert.ok(error instanceof MeshFault, String(error))
          assert.equal(error.reason, 'bad-payload')
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('survives its own messages cut short or altered', () => {
    const metrics = { temperature: 1.5, lux: 2, iaq: 3 }
    const whole = [
      [3, encodePayload('Position', { latitude_i: 1, longitude_i: 2, altitude: 3 })],
      [4, encodePayload('User', { id: '!1', long_name: 'a', public_key: Buffer.alloc(32, 1) })],
      [67, encodePayload('Telemetry', { time: 1, environment_metrics: metrics })],
      [70, encodePayload('RouteDiscovery', { route: [1, 2, 3], snr_towards: [1, 2, 3] })],
      [71, encodePayload('NeighborInfo', { neighbors: [{ node_id: 1, snr: 2 }] })],
      [73, encodePayload('MapReport', { long_name: 'x', latitude_i: 5 })],
    ] as const
    const cases = fc.constantFrom(...whole)
    fc.assert(
      fc.property(
        cases,
        fc.nat(60),
        fc.nat(60),
        fc.nat(255),
        ([portnum, bytes], cut, at, value) => {
          const altered = Buffer.from(bytes.subarray(0, cut))
          if (at < altered.length) altered[at] = value
          try {
            assert.equal(typeof summaryOf(portnum, altered), 'string')
          } catch (error) {
            assert.ok(error instanceof MeshFault, String(error))
          }
        },
      ),
      { numRuns: 1500 },
    )
  })

  it('refuses payloads beyond all measure', () => {
    for (const type of payloadTypes()) {
      assert.throws(
        () => type.decode(Buffer.alloc(5000)),
        (error) => error instanceof MeshFault && error.reason === 'payload-too-long',
        type.name,
      )
    }
  })
})
