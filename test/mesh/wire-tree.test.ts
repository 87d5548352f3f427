import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodePayload } from '../../src/mesh/encode.js'
import { PORT } from '../../src/mesh/portnums.js'
import { dataTree, type WireField } from '../../src/mesh/wire-tree.js'

/** Every line of a tree as `depth: bytes = name value`. */
function lines(fields: readonly WireField[], depth = 0): string[] {
  return fields.flatMap(({ bytes, name, value, fields: inner }) => [
    `${depth}: ${Buffer.from(bytes).toString('hex')} = ${name} ${value}`.trim(),
    ...lines(inner, depth + 1),
  ])
}

/** A Data message with a payload, as it stands on the wire. */
function data(portnum: number, payload: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([0x08, portnum, 0x12, payload.length]), payload])
}

test('a payload is taken apart by its port, down to messages within', () => {
  const fields = { time: 5, device_metrics: { battery_level: 87, voltage: 4.05 } }
  const bytes = data(PORT.TELEMETRY, encodePayload('Telemetry', fields))
  assert.deepEqual(lines(dataTree(bytes, PORT.TELEMETRY)), [
    '0: 0843 = 1 portnum TELEMETRY_APP (67)',
    '0: 120e = 2 payload',
    '1: 0d05000000 = 1 time 5',
    '1: 1207 = 2 device_metrics',
    '2: 0857 = 1 battery_level 87',
    '2: 159a998140 = 2 voltage 4.05',
  ])
})

test('every byte is in the tree once, also of what is broken or unknown', () => {
  const payloads = [
    Buffer.from([0x18, 0x05, 0x0d, 0x01]),
    Buffer.from([0xff, 0xff, 0xff]),
    Buffer.from([0x1f, 0x00, 0x0b]),
    Buffer.from([0xf8, 0x3f, 0x07]),
    Buffer.from([0x12, 0x7f]),
    Buffer.alloc(0),
  ]
  for (const payload of payloads) {
    const bytes = data(PORT.POSITION, payload)
    const all = (fields: readonly WireField[]): Buffer[] =>
      fields.flatMap((each) => [Buffer.from(each.bytes), ...all(each.fields)])
    assert.deepEqual(Buffer.concat(all(dataTree(bytes, PORT.POSITION))), bytes)
  }
  assert.deepEqual(
    lines(dataTree(data(PORT.POSITION, Buffer.from([0x18, 5, 0x0d, 1])), 3)).slice(1),
    ['0: 1204 = 2 payload', '1: 1805 = 3 altitude 5', '1: 0d01 ='],
  )
})

test('a text is cut, and many fields end somewhere', () => {
  const name = 'x'.repeat(2000)
  const user = encodePayload('User', { long_name: name })
  const [, , inner = ''] = lines(
    dataTree(
      Buffer.concat([
        Buffer.from([0x08, 4, 0x12, (user.length & 127) | 128, user.length >> 7]),
        user,
      ]),
      PORT.NODEINFO,
    ),
  )
  assert.ok(inner.endsWith('"') || inner.endsWith('…"'))
  assert.ok(inner.length - 2 * 2003 < 340, `${inner.length} characters`)
  const many = Buffer.alloc(3000, Buffer.from([0x18, 0x01]))
  const long = Buffer.concat([Buffer.from([0x08, 3, 0x12, (3000 & 127) | 128, 3000 >> 7]), many])
  assert.ok(lines(dataTree(long, PORT.POSITION)).length < 410)
})
