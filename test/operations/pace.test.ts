import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Pace } from '../../src/writer/pace.js'
import { cleanUp } from '../../src/writer/retention.js'
import { onBothEngines, sqliteDatabase } from '../migrate/databases.js'
import { count, DAY_US, fill, openMesh } from './mesh.js'

const NOW_US = Date.UTC(2026, 10, 20, 12) * 1000
const ago = (days: number) => NOW_US - days * DAY_US

/** Keeps the processor busy, as SQLite does. */
function work(ms: number): void {
  const until = performance.now() + ms
  while (performance.now() < until);
}

test('after each slice others have the database for four times as long', async (t) => {
  const pace = new Pace(await openMesh(await sqliteDatabase(t)))
  const ends: number[] = []
  const begins: number[] = []
  for (let slice = 0; slice < 4; slice++) {
    await pace.slice(async () => {
      begins.push(performance.now())
      work(10)
      ends.push(performance.now())
    })
  }
  const rests = ends.slice(0, -1).map((end, index) => (begins[index + 1] ?? 0) - end)
  // A busy machine makes them longer, never shorter.
  for (const rest of rests) assert.ok(rest >= 39, `${rest} ms`)
})

onBothEngines('a process that may not write cleans nothing up', async (d) => {
  const db = await openMesh(d)
  await fill(db, { packets: 500, from_us: ago(40), to_us: ago(38) })
  await fill(db, { packets: 200, from_us: ago(1), to_us: ago(0), seed: 2 })
  const days = { packetsDays: 30, positionsDays: 30, telemetryDays: 30, nodesDays: 30 }
  let asked = 0
  const cleaning = cleanUp(db, days, NOW_US, {
    async mayWrite() {
      asked++
      if (asked > 2) throw new Error('another process has the right to write')
    },
  })
  await assert.rejects(cleaning, /another process/)
  assert.equal(asked, 3)
  const left = await count(db, 'packet')
  assert.ok(left < 700 && left > 600, `${left} packets: two slices are gone`)
})
