import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { encodePayload } from '../../src/mesh/encode.js'
import { payloadTypes } from '../../src/mesh/payloads/index.js'
import { payloadText } from '../../src/mesh/text-format.js'
import { TEXT_FORMAT_VECTORS } from './text-format-vectors.js'

function shows(text: unknown, field: string): boolean {
  return new RegExp(`^${field}(:| \\{)`, 'm').test(String(text))
}

describe('protobuf text format', () => {
  for (const { portnum, what, hex, lines } of TEXT_FORMAT_VECTORS) {
    it(`prints ${what} as Python does (port ${portnum})`, () => {
      assert.equal(payloadText(portnum, Buffer.from(hex, 'hex')), lines.join('\n'))
    })
  }

  it('has a vector for every payload type that is a message', () => {
    const tested = new Set(TEXT_FORMAT_VECTORS.map((vector) => vector.portnum))
    const missing = payloadTypes().filter((type) => type.type !== null && !tested.has(type.portnum))
    assert.deepEqual(
      missing.map((type) => type.name),
      [],
    )
  })

  it('has a vector for every alternative that a message chooses from', () => {
    const printed = TEXT_FORMAT_VECTORS.map(({ portnum, lines }) => [portnum, lines.join('\n')])
    const missing = payloadTypes().flatMap(({ portnum, type }) =>
      (type?.oneofsArray ?? [])
        .flatMap(({ oneof }) => (oneof.length > 1 ? oneof : []))
        .filter((name) => !printed.some(([port, text]) => port === portnum && shows(text, name)))
        .map((name) => `${portnum} ${name}`),
    )
    assert.deepEqual(missing, [])
  })

  it('prints floats with the fewest digits that mean the same', () => {
    const printed = (voltage: number): string =>
      payloadText(67, encodePayload('Telemetry', { device_metrics: { voltage } })).split('\n')[1] ??
      ''
    assert.equal(printed(0.1), '  voltage: 0.1')
    assert.equal(printed(21), '  voltage: 21.0')
    assert.equal(printed(1e-5), '  voltage: 1e-05')
    assert.equal(printed(0.0001), '  voltage: 0.0001')
    assert.equal(printed(0.00012345), '  voltage: 0.00012345')
    assert.equal(printed(1e15), '  voltage: 1e+15'.replace('1e+15', '1000000000000000.0'))
    assert.equal(printed(1e16), '  voltage: 1e+16')
    assert.equal(printed(-3.5e20), '  voltage: -3.5e+20')
    assert.equal(printed(16777217), '  voltage: 16777216.0')
  })

  it('leaves out fields that are not known', () => {
    const extended = Buffer.concat([
      encodePayload('Paxcount', { wifi: 1 }),
      Buffer.from('f80701', 'hex'),
    ])
    assert.equal(payloadText(34, extended), 'wifi: 1')
  })

  it('is the text itself for text', () => {
    assert.equal(payloadText(1, Buffer.from('Hi "there"\n')), 'Hi "there"\n')
    assert.equal(payloadText(66, Buffer.from('seq 7')), 'seq 7')
  })

  it('says so when nothing can be decoded', () => {
    assert.equal(payloadText(3, Buffer.from([0x0d])), 'Did not decode')
    assert.equal(payloadText(6, Buffer.from([0x08, 0x01])), 'Did not decode')
    assert.equal(payloadText(200, Buffer.from('x')), 'Did not decode')
    assert.equal(payloadText(256, Buffer.from('x')), 'Did not decode')
    assert.equal(payloadText(0, Buffer.alloc(0)), 'Did not decode')
  })

  it('is refused for strings that are no UTF-8, as Python does', () => {
    assert.equal(payloadText(4, Buffer.from([0x12, 1, 0xff])), 'Did not decode')
  })

  it('is made of any bytes without a fault', () => {
    const portnum = fc.constantFrom(...payloadTypes().map((type) => type.portnum), 500)
    fc.assert(
      fc.property(portnum, fc.uint8Array({ maxLength: 250 }), (port, bytes) => {
        assert.equal(typeof payloadText(port, bytes), 'string')
      }),
      { numRuns: 2000 },
    )
  })
})
