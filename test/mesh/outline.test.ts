import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { clipLine, clipRing, type Line, relation } from '../../src/mesh/clip.js'
import { decodePiece, encodePiece } from '../../src/mesh/outline-format.js'

const box = { x0: 0, y0: 0, x1: 10, y1: 10 }

test('a ring is cut along the sides of the box', () => {
  assert.deepEqual(clipRing([-5, -5, 5, -5, 5, 5, -5, 5], box), [0, 0, 5, 0, 5, 5, 0, 5])
  assert.deepEqual(clipRing([20, 20, 30, 20, 30, 30], box), [])
  // All around: the box itself is left.
  assert.equal(clipRing([-50, -50, 50, -50, 50, 50, -50, 50], box).length, 8)
})

test('a line that leaves and comes back is two lines', () => {
  assert.deepEqual(clipLine([2, 2, 2, 20, 8, 20, 8, 2], box), [
    [2, 2, 2, 10],
    [8, 10, 8, 2],
  ])
})

const coordinate = fc.integer({ min: -40, max: 40 })
const ring: fc.Arbitrary<Line> = fc
  .array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 30 })
  .map((points) => points.flat())

test('nothing of what is cut lies outside', () => {
  const isWithin = (line: Line) => line.every((each) => each >= -1e-9 && each <= 10 + 1e-9)
  fc.assert(
    fc.property(ring, (points) => {
      assert.ok(isWithin(clipRing(points, box)))
      for (const part of clipLine(points, box)) assert.ok(isWithin(part))
      if (relation(points, box) === 'inside')
        assert.equal(clipRing(points, box).length, points.length)
      if (relation(points, box) === 'outside') assert.deepEqual(clipRing(points, box), [])
    }),
  )
})

test('a piece of the outline is read as it was written', () => {
  const whole = fc
    .array(fc.integer({ min: -4096, max: 69_632 }), { maxLength: 40 })
    .map((each) => (each.length % 2 === 0 ? each : each.slice(1)))
  fc.assert(
    fc.property(fc.array(whole), fc.array(whole), (land, borders) => {
      assert.deepEqual(decodePiece(encodePiece({ land, borders })), { land, borders })
    }),
  )
})
