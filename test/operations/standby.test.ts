import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Again } from '../../src/writer/again.js'
import { Queue } from '../../src/writer/queue.js'
import { SoleWriter } from '../../src/writer/sole-writer.js'
import { standBy } from '../../src/writer/standby.js'
import { until } from '../helpers/processes.js'
import { sqliteDatabase } from '../migrate/databases.js'
import { openMesh, silent } from './mesh.js'

test('a second writer keeps the last ten seconds, and answers for what is older', async (t) => {
  const d = await sqliteDatabase(t)
  await openMesh(d)
  const start_ms = Date.now()
  t.mock.timers.enable({ apis: ['Date'], now: start_ms })
  const stopping = new AbortController()
  const [first, second] = [
    new SoleWriter(d.url, silent, stopping.signal),
    new SoleWriter(d.url, silent, stopping.signal),
  ]
  t.after(async () => {
    stopping.abort()
    await Promise.all([first.release(), second.release()])
  })
  await first.take()
  const taking = second.take()
  const queue = new Queue({ batchSize: 10, batchMs: 1, max: 100 })
  const answered: number[] = []
  const hear = (index: number) =>
    queue.push('msh/2/e/a/!1', Buffer.from([index]), () => answered.push(index))
  const waiting = standBy(queue, second, stopping.signal)
  hear(1)
  const isTaken = async () => queue.length === 0
  await until(isTaken, Boolean)
  assert.deepEqual(answered, [], 'the first may not have stored it yet')
  t.mock.timers.setTime(start_ms + 8000)
  hear(2)
  t.mock.timers.setTime(start_ms + 12_000)
  hear(3)
  await until(async () => answered.length, Boolean)
  await until(isTaken, Boolean)
  await first.release()
  await taking
  const kept = await waiting
  assert.deepEqual(answered, [1])
  assert.deepEqual(
    kept.map(({ payload }) => payload[0]),
    [2, 3],
  )
})

test('what fails is tried again after twice as long each time, six hours at most', () => {
  const again = new Again(60_000)
  assert.equal(again.isDue, false)
  const minutes = Array.from({ length: 11 }, () => again.failed() / 60_000)
  assert.deepEqual(minutes, [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360])
  again.succeeded()
  assert.equal(again.failed(), 60_000)
  const soon = new Again(0)
  soon.failed()
  assert.equal(soon.isDue, true)
  soon.succeeded()
  assert.equal(soon.isDue, false)
})
