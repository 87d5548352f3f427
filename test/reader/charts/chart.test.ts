import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BarStack } from '../../../src/reader/charts/bars.js'
import { type Sample, tableRows, thin } from '../../../src/reader/charts/chart.js'
import { makeZone, utc } from '../../../src/reader/zone.js'

const HOUR = 3600

function samples(count: number, step_s: number): Sample[] {
  return Array.from({ length: count }, (_, index) => ({
    time_us: index * step_s * 1e6,
    values: [index, index % 2 === 0 ? null : 10],
  }))
}

test('few samples stay as they are, many become means', () => {
  const few = thin(samples(3, 60), 0, 180)
  assert.deepEqual(few.x, [0, 60, 120])
  assert.deepEqual(few.columns, [
    [0, 1, 2],
    [null, 10, null],
  ])
  const many = thin(samples(1000, 60), 0, 60_000, 100)
  assert.equal(many.x.length, 100)
  assert.equal(many.columns[0]?.[0], 4.5)
  // What was not measured does not pull the mean down.
  assert.equal(many.columns[1]?.[0], 10)
})

test('a silence is longer than the usual pauses', () => {
  const regular = thin(samples(50, 1800), 0, 50 * 1800)
  assert.ok(regular.gap >= 2 * 1800)
  assert.ok(regular.gap <= 6 * 1800)
})

test('bars are hours for up to four days and local days beyond', () => {
  const hourly = new BarStack<number>({
    zone: utc,
    from: 0,
    to: 3 * HOUR,
    others: 'Others',
    label: String,
  })
  hourly.add(1, 7, 5)
  hourly.add(1, 7, 2)
  assert.deepEqual(hourly.chart().series[0]?.values, [0, 7, 0])

  const zone = makeZone('Asia/Tokyo') ?? utc
  const daily = new BarStack<number>({
    zone,
    from: 0,
    to: 10 * 24 * HOUR,
    others: 'Others',
    label: String,
  })
  // 14:00 UTC is the evening of the same day in Tokyo, 15:00 UTC the next day.
  daily.add(14, 7, 1)
  daily.add(15, 7, 1)
  const { dates, series, step } = daily.chart()
  assert.equal(step, 'day')
  assert.deepEqual(dates?.slice(0, 2), ['1970-01-01', '1970-01-02'])
  assert.deepEqual(series[0]?.values.slice(0, 2), [1, 1])
})

test('rare things share a series, and no two series share a hue', () => {
  const stack = new BarStack<number>({
    zone: utc,
    from: 0,
    to: HOUR,
    others: 'Others',
    label: String,
    hue: () => 'h9',
    most: 4,
  })
  for (let key = 1; key <= 9; key++) stack.add(0, key, 10 - key)
  const { series } = stack.chart()
  assert.deepEqual(
    series.map(({ label, values }) => [label, values[0]]),
    [
      ['1', 9],
      ['2', 8],
      ['3', 7],
      ['4', 6],
      ['Others', 15],
    ],
  )
  assert.equal(new Set(series.map((each) => each.hue)).size, 5)
})

test('the table behind a line has a screenful of rows, that behind bars the newest ones', () => {
  const { x, columns, gap } = thin(samples(300, 60), 0, 18_000)
  const series = columns.map((values, index) => ({
    label: String(index),
    unit: '',
    hue: 'h0',
    values,
  }))
  const line = tableRows({ kind: 'line', from: 0, to: 18_000, x, series, gap })
  assert.ok(line.length > 10 && line.length <= 25)
  assert.ok(line[0]!.x > line[1]!.x)
  const bars = tableRows({ kind: 'bars', from: 0, to: 18_000, x, series, gap: 0 })
  assert.equal(bars.length, 62)
  assert.equal(bars[0]?.x, x.at(-1))
})
