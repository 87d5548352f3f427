import assert from 'node:assert/strict'
import { test } from 'node:test'
import { repeatedText } from '../../src/mesh/repeated-text.js'
import { seeded } from '../helpers/traffic.js'

test('a text is what its bytes say, however often and in whatever company it comes', () => {
  const random = seeded(3)
  const pieces = [
    ...[
      'msh/US/2/e/LongFast/!0a1b2c3d',
      'é',
      'ÿ',
      'Ω',
      '🛰️',
      '',
      ' ',
      'a',
      '\u0000',
      'x'.repeat(90),
    ],
    // No UTF-8: as long as some text above, and as the numbers of its characters.
    ...[[0xe9], [0xff], [0xc3], [0xe9, 0xe9], [0xf0, 0x9f, 0x9b], [0x80, 0x61]],
  ].map((piece) => Buffer.from(piece as string))
  for (let round = 0; round < 20_000; round++) {
    const count = 1 + Math.floor(random() * 3)
    const chosen = Array.from(
      { length: count },
      () => pieces[Math.floor(random() * pieces.length)] as Buffer,
    )
    const before = Math.floor(random() * 4)
    const bytes = Buffer.concat([Buffer.alloc(before, 0x7a), ...chosen, Buffer.from('behind')])
    const end = bytes.length - 6
    assert.equal(repeatedText(bytes, before, end), bytes.toString('utf8', before, end))
  }
})

test('more texts than have places are told apart', () => {
  for (let round = 0; round < 2; round++) {
    for (let node = 0; node < 20_000; node++) {
      const topic = `msh/EU_868/2/e/LongFast/!${(node * 0x9e3779b1).toString(16).slice(-8)}`
      const bytes = Buffer.from(topic)
      assert.equal(repeatedText(bytes, 0, bytes.length), topic)
    }
  }
})
