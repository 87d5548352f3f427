import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { editDistance, nearest } from '../../src/config/nearest.js'

test('distances count insertions, deletions, replacements and swaps', () => {
  assert.equal(editDistance('port', 'port'), 0)
  assert.equal(editDistance('prot', 'port'), 1)
  assert.equal(editDistance('interal', 'interval'), 1)
  assert.equal(editDistance('', 'abc'), 3)
  assert.equal(editDistance('kitten', 'sitting'), 3)
})

test('the distance is symmetric and zero only for equal words', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
      assert.equal(editDistance(a, b), editDistance(b, a))
      assert.equal(editDistance(a, b) === 0, a === b)
    }),
  )
})

test('nothing is suggested when nothing is near', () => {
  assert.equal(nearest('pasword', ['username', 'password']), 'password')
  assert.equal(nearest('colour', ['username', 'password']), undefined)
})
