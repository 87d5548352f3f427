import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exactTime, isoTime, utcTime } from '../../src/reader/format.js'
import { makeLanguages } from '../../src/words/languages.js'

const languages = makeLanguages()
const locales = ['en', 'es', 'ru', 'de'].map((language) => languages.of(language))

test('whole numbers are written as Intl writes them, in every language', () => {
  for (const { locale, local, words } of [
    ...locales,
    languages.inRegion(languages.of('de'), 'de-CH'),
    // Its own digits: nothing is written past Intl.
    languages.inRegion(languages.of('en'), 'ar-EG-u-nu-arab'),
  ]) {
    const rounded = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
    const grouped = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 })
    for (const value of [0, 1, 2, 5, 21, 112, 999, 1000, 1234, 98_765, 1e15, 1e21, 0.5, 2.25]) {
      assert.ok(local.rssi(-value).includes(rounded.format(value)), `${locale} ${value}`)
      const count = words.packet.heardBy({ count: value })
      assert.ok(count.includes(grouped.format(value)), `${locale} ${count}`)
      // The same once its plural is known.
      assert.equal(words.packet.heardBy({ count: value }), count)
    }
  }
})

test('times are written as Date writes them', () => {
  const day = 86_400_000_000
  const times = [0, 1, 999_999, day - 1, day, 951_782_400_000_000, 1_795_789_700_999_999]
  for (let step = 0; step < 1000; step++) times.push(1_700_000_000_123_456 + step * 37_123_456_789)
  for (const time_us of times) {
    const iso = new Date(time_us / 1000).toISOString()
    assert.equal(exactTime(time_us), iso)
    assert.equal(isoTime(time_us), `${iso.slice(0, 19)}Z`)
    assert.equal(utcTime(time_us), `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`)
  }
  assert.throws(() => isoTime(Number.NaN), RangeError)
})
