import assert from 'node:assert/strict'
import { test } from 'node:test'
import { daysBetween, makeZone, nextDay, startOfWeek, utc } from '../../src/reader/zone.js'

const at = (iso: string) => Date.parse(iso) / 1000

test('days begin at local midnight, also on the days when the clocks change', () => {
  const berlin = makeZone('Europe/Berlin')!
  assert.equal(berlin.startOfDay(at('2026-03-29T12:00:00Z')), at('2026-03-28T23:00:00Z'))
  assert.equal(berlin.startOfDay(at('2026-03-30T00:00:00Z')), at('2026-03-29T22:00:00Z'))
  assert.equal(berlin.dateOf(at('2026-10-25T22:30:00Z')), '2026-10-25')
  const days = daysBetween(berlin, at('2026-03-28T12:00:00Z'), at('2026-03-31T00:00:00Z'))
  assert.deepEqual(
    days.map((day) => berlin.dateOf(day)),
    ['2026-03-28', '2026-03-29', '2026-03-30', '2026-03-31'],
  )
  const autumn = daysBetween(berlin, at('2026-10-24T12:00:00Z'), at('2026-10-27T12:00:00Z'))
  assert.deepEqual(
    autumn.map((day) => berlin.dateOf(day)),
    ['2026-10-24', '2026-10-25', '2026-10-26', '2026-10-27'],
  )
})

test('days have an end wherever the clocks go back, also by two hours', () => {
  const from = at('2026-01-01T12:00:00Z')
  for (const name of [...Intl.supportedValuesOf('timeZone'), 'Antarctica/Troll']) {
    const zone = makeZone(name)!
    // Days that have no end would fill the memory.
    let day = zone.startOfDay(from)
    for (let count = 0; count < 366; count++) {
      const next = nextDay(zone, day)
      assert.ok(next > day, `${name} ${zone.dateOf(day)}`)
      assert.equal(zone.startOfDay(next - 1), day, `${name} ${zone.dateOf(day)}`)
      day = next
    }
  }
  const troll = makeZone('Antarctica/Troll')!
  const days = daysBetween(troll, at('2026-10-24T12:00:00Z'), at('2026-10-27T12:00:00Z'))
  assert.deepEqual(
    days.map((day) => troll.dateOf(day)),
    ['2026-10-24', '2026-10-25', '2026-10-26', '2026-10-27'],
  )
})

test('weeks begin on Monday, wherever that is', () => {
  for (const name of ['UTC', 'Asia/Kolkata', 'Pacific/Kiritimati', 'America/Los_Angeles']) {
    const zone = makeZone(name) ?? utc
    for (const iso of ['2026-11-16T12:00:00Z', '2026-11-18T00:00:00Z', '2026-11-22T09:00:00Z']) {
      const monday = startOfWeek(zone, at(iso))
      assert.equal(zone.dateOf(monday), '2026-11-16', `${name} ${iso}`)
      assert.equal(zone.startOfDay(monday), monday)
    }
  }
})

test('what is no zone is none', () => {
  for (const name of ['', 'Mars/Olympus', '+01:00', '../etc', 'x'.repeat(500)]) {
    assert.equal(makeZone(name), undefined)
  }
})

test('a time that the clocks tell twice is both, one that they leave out is the hour around it', () => {
  const moments = (name: string, local: string) => {
    const { first, last } = makeZone(name)!.fromLocal(at(`${local}Z`))
    return [first, last].map((unix_s) => new Date(unix_s * 1000).toISOString().slice(0, 16))
  }
  const cases = [
    ['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30', '2026-10-25T01:30'],
    ['America/New_York', '2026-11-01T01:30', '2026-11-01T05:30', '2026-11-01T06:30'],
    ['Europe/Berlin', '2026-03-29T02:30', '2026-03-29T00:30', '2026-03-29T01:30'],
    ['Europe/Berlin', '2026-10-25T03:00', '2026-10-25T02:00', '2026-10-25T02:00'],
    ['Asia/Kolkata', '2026-11-18T08:00', '2026-11-18T02:30', '2026-11-18T02:30'],
  ] as const
  for (const [name, local, first, last] of cases) {
    assert.deepEqual(moments(name, local), [first, last], `${name} ${local}`)
  }
})
