import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SliceSize } from '../../src/writer/slice-size.js'
import { seeded } from '../helpers/traffic.js'

/** A disk: what a commit takes by itself, and what each row adds (ms). */
interface Disk {
  alone: number
  row: number
}

/** The rows of the slices that are done on a disk, one after the other. */
function work(size: SliceSize, disk: (slice: number) => Disk, slices = 200): number[] {
  return Array.from({ length: slices }, (_, slice) => {
    const { rows } = size
    const { alone, row } = disk(slice)
    size.took(alone + rows * row)
    return rows
  })
}

const settled = (rows: number[]) => rows.slice(rows.length / 2)

test('on a quick disk slices grow until their rows take their time, or there are enough', () => {
  const rows = settled(work(new SliceSize(), () => ({ alone: 0.5, row: 0.02 })))
  assert.ok(Math.min(...rows) * 0.02 > 10 && Math.max(...rows) * 0.02 < 20, String(rows))
  const most = settled(work(new SliceSize(), () => ({ alone: 0.1, row: 0.001 })))
  assert.deepEqual(new Set(most), new Set([4000]))
})

for (const alone of [20, 40, 80, 200]) {
  test(`a disk that takes ${alone} ms for any commit makes slices no smaller`, () => {
    const disk = { alone, row: 0.05 }
    const rows = settled(work(new SliceSize(), () => disk))
    // 15 ms of rows are 300 of them; what they add to the commit stays about that.
    assert.ok(Math.min(...rows) >= 100, String(rows))
    assert.ok(Math.max(...rows) <= 600, String(rows))
  })

  test(`nor does one that takes about ${alone} ms, now more, now less`, () => {
    const random = seeded(alone)
    const rows = settled(
      work(new SliceSize(), () => ({ alone: alone * (0.7 + 0.6 * random()), row: 0.05 }), 1000),
    )
    const mean = rows.reduce((sum, each) => sum + each) / rows.length
    assert.ok(mean >= 40, `${mean} rows on average`)
    assert.ok(Math.max(...rows) <= 2000, `${Math.max(...rows)} rows`)
  })
}

test('where it is the rows that are slow, slices stay small', () => {
  const rows = settled(work(new SliceSize(), () => ({ alone: 1, row: 5 })))
  assert.ok(Math.max(...rows) <= 10, String(rows))
})

test('a disk that was slow for a while is used to the full afterwards, and not beyond', () => {
  const size = new SliceSize()
  const disk = (slice: number) => ({ alone: slice < 50 ? 40 : 0.5, row: 0.05 })
  const rows = settled(work(size, disk))
  assert.ok(Math.min(...rows) >= 100, String(rows))
  // Never more than the slow commit and its rows took before.
  assert.ok(Math.max(...rows) * 0.05 <= 80, String(rows))
})

test('one slice that had to wait says nothing about the others', () => {
  const size = new SliceSize()
  const disk = (slice: number) => ({ alone: slice === 0 ? 500 : 0.5, row: 0.05 })
  const rows = settled(work(size, disk))
  assert.ok(Math.max(...rows) * 0.05 <= 20, String(rows))
})
