import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { decodeData } from '../../src/mesh/data.js'
import { encodeData, encodeEnvelope, encodePayload } from '../../src/mesh/encode.js'
import { decodeEnvelope } from '../../src/mesh/envelope.js'
import { MeshFault } from '../../src/mesh/fault.js'
import { hopsAway, isDirectReception } from '../../src/mesh/hops.js'

const u32 = fc.nat(0xffffffff)
const byte = fc.nat(255)

function faultOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof MeshFault) return error.reason
    throw error
  }
  return 'none'
}

const header = fc.record({
  from: u32,
  to: u32,
  id: u32,
  channel: byte,
  rx_time: u32,
  rx_snr: fc.float({ noNaN: true, noDefaultInfinity: true }),
  rx_rssi: fc.integer({ min: -200, max: 0 }),
  hop_limit: byte,
  hop_start: byte,
  want_ack: fc.boolean(),
  priority: byte,
  via_mqtt: fc.boolean(),
  pki_encrypted: fc.boolean(),
  next_hop: byte,
  relay_node: byte,
  transport_mechanism: fc.nat(7),
})

describe('an envelope', () => {
  it('comes back as it was encoded', () => {
    const content = fc.uint8Array({ maxLength: 250 })
    fc.assert(
      fc.property(header, content, (packet, encrypted) => {
        const bytes = encodeEnvelope({
          channel_id: 'Zoë',
          gateway_id: '!0000BEEF',
          packet,
          encrypted,
        })
        const envelope = decodeEnvelope(bytes)
        assert.equal(envelope.channel_id, 'Zoë')
        assert.equal(envelope.gateway_id, '!0000BEEF')
        assert.equal(envelope.gateway_node_id, 0xbeef)
        assert.deepEqual(
          { ...envelope.packet },
          {
            ...packet,
            rx_snr: packet.rx_snr,
            decoded: null,
            encrypted: Buffer.from(encrypted),
          },
        )
      }),
    )
  })

  it('with Data in the clear hands over its bytes', () => {
    const data = { portnum: 1, payload: Buffer.from('hello'), reply_id: 7, bitfield: 1 }
    const bytes = encodeEnvelope({ channel_id: 'c', gateway_id: 1, packet: { from: 5 }, data })
    const { packet } = decodeEnvelope(bytes)
    assert.equal(packet.encrypted, null)
    assert.ok(packet.decoded)
    assert.deepEqual(packet.decoded, encodeData(data))
    assert.equal(decodeData(packet.decoded)?.payload.toString(), 'hello')
    assert.equal(decodeData(packet.decoded)?.reply_id, 7)
  })

  it('without a packet, and noise, are told apart', () => {
    assert.equal(
      faultOf(() => decodeEnvelope(Buffer.alloc(0))),
      'no-packet',
    )
    assert.equal(
      faultOf(() => decodeEnvelope(Buffer.from('{"from":1}'))),
      'not-an-envelope',
    )
  })

  it('from a gateway that is no node has no gateway number', () => {
    const bytes = encodeEnvelope({ channel_id: '', gateway_id: 'bridge-1', packet: { from: 1 } })
    assert.equal(decodeEnvelope(bytes).gateway_node_id, null)
    assert.equal(decodeEnvelope(bytes).gateway_id, 'bridge-1')
  })

  it('with hostile names and impossible numbers is made harmless', () => {
    const bytes = encodeEnvelope({
      channel_id: `a\u0000\u202e${'x'.repeat(10_000)}`,
      gateway_id: '!1',
      packet: {
        from: 1,
        hop_limit: 0xffffffff,
        channel: 70_000,
        rx_snr: Number.NaN,
        relay_node: 300,
      },
    })
    const { channel_id, packet } = decodeEnvelope(bytes)
    assert.equal(channel_id.length, 100)
    assert.ok(channel_id.startsWith('ax'))
    assert.equal(packet.hop_limit, 255)
    assert.equal(packet.channel, 0)
    assert.equal(packet.rx_snr, 0)
    assert.equal(packet.relay_node, 255)
  })

  it('cut short or altered is a fault or an envelope, nothing else', () => {
    const whole = encodeEnvelope({
      channel_id: 'LongFast',
      gateway_id: '!0a1b2c3d',
      packet: { from: 1, to: 2, id: 3, rx_snr: 5, hop_limit: 3, hop_start: 3 },
      data: { portnum: 3, payload: encodePayload('Position', { latitude_i: 1, longitude_i: 2 }) },
    })
    for (let length = 0; length < whole.length; length += 1) {
      faultOf(() => decodeEnvelope(whole.subarray(0, length)))
    }
    fc.assert(
      fc.property(fc.nat(whole.length - 1), byte, (at, value) => {
        const altered = Buffer.from(whole)
        altered[at] = value
        faultOf(() => decodeEnvelope(altered))
      }),
    )
  })

  it('of random bytes never throws anything but a fault', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        assert.match(
          faultOf(() => decodeEnvelope(bytes)),
          /^(none|no-packet|not-an-envelope)$/,
        )
      }),
      { numRuns: 1000 },
    )
  })
})

describe('Data', () => {
  it('comes back as it was encoded, absent fields as nothing', () => {
    const data = decodeData(encodeData({ portnum: 256, payload: Buffer.from([1, 2]), emoji: 1 }))
    assert.deepEqual(data, {
      portnum: 256,
      payload: Buffer.from([1, 2]),
      want_response: false,
      dest: 0,
      source: 0,
      request_id: 0,
      reply_id: 0,
      emoji: 1,
      bitfield: null,
    })
  })

  it('without a payload has an empty Buffer', () => {
    assert.deepEqual(
      decodeData(encodeData({ portnum: 5, payload: Buffer.alloc(0) }))?.payload,
      Buffer.alloc(0),
    )
    assert.equal(decodeData(Buffer.alloc(0))?.portnum, 0)
  })

  it('with a port that cannot be, or of noise, is none', () => {
    assert.equal(decodeData(Buffer.from('0880041200', 'hex')), null)
    assert.equal(decodeData(Buffer.from('08ffffffffffffffffff01', 'hex')), null)
    assert.equal(decodeData(Buffer.from('0801120d5361', 'hex')), null)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 250 }), (bytes) => {
        const data = decodeData(bytes)
        assert.ok(data === null || Buffer.isBuffer(data.payload))
      }),
    )
  })
})

describe('hops', () => {
  it('are counted from start to limit', () => {
    assert.equal(hopsAway(3, 3), 0)
    assert.equal(hopsAway(7, 2), 5)
  })

  it('are unknown without a start, or with one that is too small', () => {
    assert.equal(hopsAway(0, 0), null)
    assert.equal(hopsAway(0, 3), null)
    assert.equal(hopsAway(2, 3), null)
  })

  it('prove a direct link only by radio, with a known start, to somebody else', () => {
    const packet = { from: 1, hop_start: 3, hop_limit: 3, via_mqtt: false }
    assert.equal(isDirectReception(packet, 2), true)
    assert.equal(isDirectReception(packet, 1), false)
    assert.equal(isDirectReception(packet, null), false)
    assert.equal(isDirectReception({ ...packet, via_mqtt: true }, 2), false)
    assert.equal(isDirectReception({ ...packet, hop_start: 0, hop_limit: 0 }, 2), false)
    assert.equal(isDirectReception({ ...packet, hop_limit: 2 }, 2), false)
  })
})
