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
