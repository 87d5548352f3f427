import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { cleanName, cleanText, exactText, lossyText } from '../../src/mesh/text.js'

describe('text from the mesh', () => {
  it('loses NUL and control characters but keeps lines', () => {
    assert.equal(cleanText('a\u0000b\u0007\nc\td\u009be'), 'ab\nc\tde')
  })

  it('is cut at whole characters', () => {
    assert.equal(cleanText('😀'.repeat(10), 3), '😀😀😀')
    assert.equal(cleanText('a'.repeat(5000)).length, 1000)
  })

  it('of invalid UTF-8 is still text', () => {
    assert.equal(lossyText(Buffer.from([0x61, 0xff, 0x62])), 'a\ufffdb')
    assert.equal(exactText(Buffer.from([0x61, 0xff, 0x62])), null)
    assert.equal(exactText(Buffer.from('Zoë')), 'Zoë')
  })

  it('keeps markup, which is for the page to escape', () => {
    assert.equal(cleanName('<b>&"'), '<b>&"')
  })
})

describe('names from the mesh', () => {
  it('are one line and turn nothing around', () => {
    assert.equal(cleanName('a\nb\u202ec\u2066d\u200fe\ufeff'), 'a bcde')
    assert.equal(cleanName('  x\u0000 '), 'x')
  })

  it('keep emoji with joiners, and letters of any script', () => {
    assert.equal(cleanName('👩‍🚀 שלום'), '👩‍🚀 שלום')
  })

  it('of which nothing can be seen are none', () => {
    for (const sent of ['\u200b\u200b', '\u3164', '\u2800 \u2800', '\u200d\ufe0f', '\u{e0041}']) {
      assert.equal(cleanName(sent), '')
    }
    assert.equal(cleanName('\u200ba'), '\u200ba')
    assert.equal(cleanName('❤️'), '❤️')
  })

  it('are at most 40 characters and harmless, whatever was sent', () => {
    const sent = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => lossyText(bytes)),
    )
    fc.assert(
      fc.property(sent, (text) => {
        const name = cleanName(text)
        assert.ok([...name].length <= 40)
        assert.doesNotMatch(name, /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u)
        assert.equal(cleanName(name), name)
      }),
    )
  })
})
