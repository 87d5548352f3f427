import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from '../../../src/db/open.js'
import { postgresDatabase, sqliteDatabase } from '../../migrate/databases.js'
import { NOW_US } from '../../writer/stage.js'
import { addresses, pulses, streams } from './addresses.js'
import { faultsOf, wholeTables } from './plan.js'
import { everyCall } from './recorder.js'
import { pretendLarge } from './statistics.js'
import { walkSite } from './walker.js'

test('no page, endpoint, download or stream reads a table that grows as a whole', async (t) => {
  const database = await sqliteDatabase(t)
  const { recorder, routes, site } = await walkSite(database, t)
  const walked = [...Object.keys(addresses(NOW_US)), ...streams, ...pulses]
  assert.deepEqual(
    routes.filter((route) => !walked.includes(route)),
    [],
    'routes without a line in addresses.ts',
  )
  assert.deepEqual(
    everyCall().filter((call) => !recorder.calls.has(call)),
    [],
    'calls in dist/src/db/read that nothing in addresses.ts leads to',
  )
  for (const size of ['as it is without statistics', 'as a large one']) {
    if (size === 'as a large one') await pretendLarge(site.stage.db)
    // A connection of its own: statistics are read when a database is opened.
    const db = await database.open('read')
    const faults = []
    for (const statement of recorder.statements.values()) {
      faults.push(...(await faultsOf(db, statement)))
    }
    assert.deepEqual(faults, [], `the database ${size}`)
  }
})

test('every statement runs on PostgreSQL as well, and has an index there', {
  skip: process.env.MESHVIEW_TEST_POSTGRES ? false : 'MESHVIEW_TEST_POSTGRES is not set',
}, async (t) => {
  const database = await postgresDatabase(t)
  const { recorder } = await walkSite(database, t)
  // Tables of a few rows are read as a whole, whatever the indices: unless that is made dear.
  const db = await openDatabase(`${database.url}?options=-c%20enable_seqscan%3Doff`, 'write')
  t.after(() => db.close())
  const faults = []
  for (const statement of recorder.statements.values()) {
    if (/^(select|with)\b/.test(statement.sql.trim())) {
      faults.push(...(await wholeTables(db, statement)))
    }
  }
  assert.deepEqual(faults, [])
})
