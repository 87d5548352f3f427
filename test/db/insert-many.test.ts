import assert from 'node:assert/strict'
import { position } from '../../src/db/entities/projections.js'
import { insertAll, ROWS_AT_ONCE } from '../../src/db/insert.js'
import type { Database, Param } from '../../src/db/open.js'
import { onBothEngines } from '../migrate/databases.js'

const newPosition = insertAll(position)
const firstPosition = insertAll(position, 'on conflict do nothing')

/** One that fills no statement, those that fill one and two, and what is left over beside them. */
const COUNTS = [1, ROWS_AT_ONCE - 1, ROWS_AT_ONCE, ROWS_AT_ONCE + 1, 3 * ROWS_AT_ONCE - 1]

function rowOf(key: number, node_id = 1000 + key): Param[] {
  return [key, node_id, 1_795_000_000_000_000 + key, key * 2, -key, null, 32, null, 5, 270]
}

function stored(db: Database): Promise<unknown[]> {
  return db.all(`select packet_key, node_id, import_time_us, latitude_i, longitude_i, altitude,
    precision_bits, sats_in_view, ground_speed, ground_track from position order by packet_key`)
}

/** The same rows as the database gives them. */
function told(rows: readonly Param[][]): unknown[] {
  const names = Object.keys(position.columns)
  return rows.map((row) => Object.fromEntries(row.map((value, index) => [names[index], value])))
}

onBothEngines('every row arrives, however many there are', async (database) => {
  const db = await database.openCurrent()
  for (const count of COUNTS) {
    await db.run('delete from position')
    const rows = Array.from({ length: count }, (_, index) => rowOf(index + 1))
    await db.insertMany(newPosition, rows)
    assert.deepEqual(await stored(db), told(rows), `${count} rows`)
  }
})

onBothEngines('of rows with the same key the first stays', async (database) => {
  const db = await database.openCurrent()
  const rows = Array.from({ length: 3 * ROWS_AT_ONCE }, (_, index) =>
    rowOf(1 + (index >> 1), index),
  )
  const first = rows.filter((_, index) => index % 2 === 0)
  await db.insertMany(firstPosition, rows)
  assert.deepEqual(await stored(db), told(first))
})

onBothEngines('a row that is refused takes its whole transaction back', async (database) => {
  const db = await database.openCurrent()
  for (const fault of ['the same key twice', 'no node']) {
    const rows = Array.from({ length: 3 * ROWS_AT_ONCE }, (_, index) => rowOf(index + 1))
    const bad = rowOf(fault === 'no node' ? 20 : 19)
    if (fault === 'no node') bad[1] = null
    rows[19] = bad
    await assert.rejects(
      db.transaction((tx) => tx.insertMany(newPosition, rows)),
      /constraint/i,
      fault,
    )
    assert.deepEqual(await stored(db), [], fault)
  }
})
