import assert from 'node:assert/strict'
import { countWhatGoesToOneNode as revision } from '../../migrations/2fd8358bb640_count_what_goes_to_one_node.js'
import type { Database } from '../../src/db/open.js'
import { downgrade, upgrade } from '../../src/migrate/index.js'
import { onEmptyDatabases } from './databases.js'

const BEFORE = '7e15c0d49a2b'
const HOUR_US = 3_600_000_000
const EVERYBODY = 0xffffffff
/** Hours since 1970: of one the packets are gone, of the next a part is left. */
const [GONE, PARTLY, KEPT] = [498_000, 498_001, 498_002]

/** A packet of this hour, port and channel, and `receptions` of it. */
async function packet(
  db: Database,
  [packet_key, hour, portnum, channel_id, to, receptions]: [
    number,
    number,
    number,
    number,
    number,
    number,
  ],
): Promise<void> {
  const no = db.engine === 'sqlite' ? '0' : 'false'
  await db.run(
    `insert into packet values (?, ?, 7, ?, ?, ${no}, ?, 0, ?, 0, ${no}, ${no}, null, null, ?)`,
    [packet_key, packet_key, to, portnum, channel_id, hour * HOUR_US + packet_key, Buffer.alloc(1)],
  )
  for (let uplink = 1; uplink <= receptions; uplink++) {
    await db.run(`insert into reception values (?, ?, 0, 0, -90, 20, 3, 3, 0, 0, ${no})`, [
      packet_key,
      uplink,
    ])
  }
}

async function counted(db: Database, columns: string): Promise<unknown[][]> {
  const rows = await db.all<Record<string, number | null>>(
    `select hour, portnum, channel_id, ${columns} from traffic_hourly order by 1, 2, 3`,
  )
  return rows.map((row) => Object.values(row))
}

async function fill(db: Database, hours: readonly (readonly number[])[]): Promise<void> {
  for (const hour of hours) {
    await db.run('insert into traffic_hourly values (?, ?, ?, ?, ?)', [...hour])
  }
}

onEmptyDatabases('hours are told apart as far as their packets are kept', async (database) => {
  const db = await database.open()
  await upgrade(db, BEFORE)
  const hours = [
    [GONE, 1, 1, 5, 9],
    [PARTLY, 1, 1, 2, 4],
    [KEPT, 1, 1, 3, 6],
    [KEPT, 1, 2, 1, 1],
    [KEPT, 70, 1, 1, 0],
  ]
  await fill(db, hours)
  await packet(db, [1, PARTLY, 1, 1, 9, 2])
  await packet(db, [2, KEPT, 1, 1, EVERYBODY, 1])
  await packet(db, [3, KEPT, 1, 1, 9, 2])
  await packet(db, [4, KEPT, 1, 1, 8, 3])
  await packet(db, [5, KEPT, 1, 2, EVERYBODY, 1])
  await packet(db, [6, KEPT, 70, 1, 9, 0])
  const packets = 'packets, receptions'
  await upgrade(db, revision.revision)
  assert.deepEqual(await counted(db, packets), hours)
  assert.deepEqual(await counted(db, 'direct_packets, direct_receptions'), [
    [GONE, 1, 1, null, null],
    [PARTLY, 1, 1, null, null],
    [KEPT, 1, 1, 2, 5],
    [KEPT, 1, 2, 0, 0],
    [KEPT, 70, 1, 1, 0],
  ])
  await downgrade(db, BEFORE)
  assert.deepEqual(await counted(db, packets), hours)
})

onEmptyDatabases(
  'where nothing was deleted yet, the first hour is told apart',
  async (database) => {
    const db = await database.open()
    await upgrade(db, BEFORE)
    await fill(db, [[KEPT, 1, 1, 1, 1]])
    await packet(db, [1, KEPT, 1, 1, 9, 1])
    await upgrade(db, revision.revision)
    assert.deepEqual(await counted(db, 'direct_packets, direct_receptions'), [[KEPT, 1, 1, 1, 1]])
  },
)
