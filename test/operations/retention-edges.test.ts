import assert from 'node:assert/strict'
import { ClockAhead, cleanUp } from '../../src/writer/retention.js'
import { onBothEngines } from '../migrate/databases.js'
import { count, DAY_US, fill, openMesh } from './mesh.js'

const NOW_US = Date.UTC(2026, 10, 20, 12) * 1000
const RETENTION = { packetsDays: 30, positionsDays: 90, telemetryDays: 90, nodesDays: 365 }
const ago = (days: number) => NOW_US - days * DAY_US

onBothEngines('a packet goes that has more receptions than a slice has rows', async (d) => {
  const db = await openMesh(d)
  await fill(db, { packets: 5, receptions: 40, from_us: ago(40), to_us: ago(39) })
  await fill(db, { packets: 20, from_us: ago(1), to_us: ago(0), seed: 2 })
  const cleaned = await cleanUp(db, RETENTION, NOW_US)
  assert.deepEqual([cleaned.packets, cleaned.receptions], [5, 200])
  assert.equal(await count(db, 'packet'), 20)
})

onBothEngines('what a few gateways say with a clock of the future proves nothing', async (d) => {
  const db = await openMesh(d)
  await fill(db, { packets: 100, from_us: ago(2), to_us: ago(0) })
  // One of twenty is as far ahead as the clock of this machine.
  await db.run(`update reception set rx_delay_s = ${400 * 86_400} where packet_key % 20 = 0`)
  await assert.rejects(cleanUp(db, RETENTION, NOW_US + 400 * DAY_US), ClockAhead)
  assert.equal(await count(db, 'packet'), 100)
})

onBothEngines('where no gateway has a clock, that of this machine is taken', async (d) => {
  const db = await openMesh(d)
  await fill(db, { packets: 50, from_us: ago(40), to_us: ago(39) })
  await fill(db, { packets: 50, from_us: ago(2), to_us: ago(0), seed: 2 })
  // What stands for "none": seconds from the arrival to 1970, in 32 bits.
  await db.run(
    `update reception set rx_delay_s = -(select import_time_us / 1000000 from packet p
       where p.packet_key = reception.packet_key)`,
  )
  assert.equal((await cleanUp(db, RETENTION, NOW_US)).packets, 50)
})
