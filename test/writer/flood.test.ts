import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MeshPacket } from '../../src/mesh/envelope.js'
import { FloodGuard } from '../../src/writer/flood.js'
import { AnonymousPackets } from '../../src/writer/identity.js'
import type { Known } from '../../src/writer/known.js'
import { NOW_US } from './stage.js'

const MINUTE_US = 60_000_000

/** How many of a hundred the guard lets through at once. */
function letThrough(guard: FloodGuard<number>, sender: number, time_us: number): number {
  let count = 0
  for (let index = 0; index < 100; index++) if (guard.allows(sender, time_us)) count++
  return count
}

test('who was silent for long may send no more at once than others', () => {
  const perHour = new FloodGuard<number>({ floodPerMinute: 0, floodPerHour: 10 })
  assert.equal(letThrough(perHour, 1, NOW_US), 10)
  assert.equal(letThrough(perHour, 1, NOW_US + 30 * MINUTE_US), 5)
  assert.equal(letThrough(perHour, 1, NOW_US + 3000 * MINUTE_US), 10)
  const perMinute = new FloodGuard<number>({ floodPerMinute: 10, floodPerHour: 0 })
  assert.equal(letThrough(perMinute, 1, NOW_US), 10)
  assert.equal(letThrough(perMinute, 1, NOW_US + 5 * MINUTE_US), 10)
})

test('strangers without number fill no memory', () => {
  const guard = new FloodGuard<number>({ floodPerMinute: 1, floodPerHour: 1 })
  assert.ok(guard.allows(0, NOW_US))
  assert.ok(!guard.allows(0, NOW_US))
  for (let sender = 1; sender <= 50_000; sender++) guard.allows(sender, NOW_US)
  assert.ok(guard.allows(0, NOW_US), 'the first one is forgotten')

  const anonymous = new AnonymousPackets()
  const packetOf = (number: number) =>
    Object.assign(new MeshPacket(), { from: number, to: 1, decoded: Buffer.from('x') })
  const known = { import_time_us: NOW_US } as Known
  for (let number = 0; number <= 4096; number++) anonymous.add(packetOf(number), known)
  assert.equal(anonymous.find(packetOf(4096), NOW_US), known)
  assert.equal(anonymous.find(packetOf(0), NOW_US), undefined)
})
