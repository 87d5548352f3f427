import assert from 'node:assert/strict'
import { mock } from 'node:test'
import { WriterClock } from '../../src/writer/clock.js'
import type { Message } from '../../src/writer/message.js'
import { onBothEngines } from '../migrate/databases.js'
import { openMesh } from '../operations/mesh.js'

const OCTOBER_US = Date.UTC(2026, 9, 19) * 1000
const DECEMBER_US = Date.UTC(2026, 11, 1) * 1000
const MINUTE_US = 60_000_000

const message = (time_us: number): Message => ({ topic: '', payload: Buffer.alloc(0), time_us })
const dated = (clock: WriterClock, ...times: number[]) => {
  const messages = times.map(message)
  clock.date(messages)
  return messages.map(({ time_us }) => time_us)
}

onBothEngines('what waited on the disk comes before what an unset clock dates', async (d, t) => {
  const db = await openMesh(d)
  mock.timers.enable({ apis: ['Date'], now: 20_000 })
  t.after(() => mock.timers.reset())
  const clock = new WriterClock()
  await clock.open(db)
  const [waited = 0, first = 0, second = 0] = dated(clock, OCTOBER_US, 20_000_000, 20_000_001)
  assert.equal(waited, OCTOBER_US, 'it was dated by a clock that was right')
  assert.ok(first > waited && second >= first, `${waited} ${first} ${second}`)
  assert.ok(second < OCTOBER_US + MINUTE_US)
  const [later = 0] = dated(clock, 20_000_002)
  assert.ok(later >= second)

  // Set now: what came a minute before is of a minute before.
  mock.timers.setTime(DECEMBER_US / 1000)
  const [before = 0, now = 0] = dated(clock, 20_000_000 - MINUTE_US, DECEMBER_US)
  assert.ok(Math.abs(DECEMBER_US - MINUTE_US - before) < MINUTE_US / 2, String(before))
  assert.equal(now, DECEMBER_US)
  await clock.tell(db)
  const slow = await db.all<{ name: string; value: number }>(
    `select name, value from counter where name like 'state.slow_clock.%' order by value`,
  )
  assert.equal(slow.at(-1)?.value, DECEMBER_US)
  // An earlier start of the machine left these: later than now they cannot be.
  assert.deepEqual(dated(new WriterClock(), 1_000_000), [DECEMBER_US])
})
