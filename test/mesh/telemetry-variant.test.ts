import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { encodePayload } from '../../src/mesh/encode.js'
import { MeshFault } from '../../src/mesh/fault.js'
import {
  decodeTelemetry,
  telemetryMetrics,
  telemetryVariantOf,
} from '../../src/mesh/payloads/telemetry.js'

test('the variant of a telemetry payload is found without decoding its metrics', () => {
  for (const [name, variant] of [
    ['device_metrics', 2],
    ['environment_metrics', 3],
    ['local_stats', 6],
  ] as const) {
    assert.equal(telemetryVariantOf(encodePayload('Telemetry', { time: 5, [name]: {} })), variant)
  }
  assert.equal(telemetryVariantOf(encodePayload('Telemetry', { time: 5 })), null)
})

test('any bytes give the variant that decoding gives, or a fault', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      let decoded: number | null
      try {
        decoded = telemetryMetrics(decodeTelemetry(bytes))?.variant ?? null
      } catch {
        return
      }
      try {
        const found = telemetryVariantOf(bytes)
        if (decoded !== null) assert.equal(found, decoded)
      } catch (error) {
        assert.ok(error instanceof MeshFault)
      }
    }),
  )
})
