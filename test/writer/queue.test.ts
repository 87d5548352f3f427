import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Queue } from '../../src/writer/queue.js'

test('so many messages may wait, and so many bytes of long ones', async () => {
  const push = (queue: Queue, count: number, payload: Buffer) => {
    for (let index = 0; index < count; index++) queue.push('msh/2/e/a/!1', payload)
  }
  const small = new Queue({ batchSize: 500, batchMs: 1, max: 1000 })
  push(small, 1500, Buffer.alloc(200))
  assert.equal(small.length, 1000)
  assert.equal(small.takeDropped(), 500)

  const queue = new Queue({ batchSize: 500, batchMs: 1, max: 100_000 })
  push(queue, 10_000, Buffer.alloc(16_000))
  assert.equal(queue.length, 60_000_000 / 16_000)
  assert.equal(queue.length + queue.takeDropped(), 10_000)

  // What is given back counts, and there is room again when it is gone.
  const batch = (await queue.next()) ?? []
  queue.unshift(batch)
  push(queue, 1, Buffer.alloc(1))
  assert.equal(queue.takeDropped(), 1)
  await queue.next()
  push(queue, 1, Buffer.alloc(1))
  assert.equal(queue.takeDropped(), 0)
})

test('who sent what is dropped need not wait for it', () => {
  const queue = new Queue({ batchSize: 2, batchMs: 1, max: 2 })
  const answered: number[] = []
  const push = (index: number) =>
    queue.push('msh/2/e/a/!1', Buffer.from([index]), () => answered.push(index))
  for (const index of [1, 2, 3]) push(index)
  assert.deepEqual(answered, [3])
  const waiting = (index: number) => ({
    ...{ topic: 'msh/2/e/a/!1', payload: Buffer.from([index]), time_us: 1 },
    settled: () => answered.push(index),
  })
  // These came first; the newest go.
  queue.unshift([waiting(-1), waiting(0)])
  assert.deepEqual(answered, [3, 1, 2])
  assert.equal(queue.takeDropped(), 3)
})

test('no two messages have one time, and a clock that was set back is followed', async (t) => {
  const start_ms = 1_795_000_000_000
  t.mock.timers.enable({ apis: ['Date'], now: start_ms })
  const queue = new Queue({ batchSize: 5, batchMs: 1, max: 100 })
  const push = () => queue.push('msh/2/e/a/!1', Buffer.from('x'))
  push()
  push()
  t.mock.timers.setTime(start_ms - 900)
  push()
  t.mock.timers.setTime(start_ms - 3_600_000)
  push()
  push()
  const times = (await queue.next())?.map(({ time_us }) => time_us - start_ms * 1000)
  assert.deepEqual(times, [0, 1, 2, -3_600_000_000, -3_599_999_999])
})
