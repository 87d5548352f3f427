import { test } from 'node:test'
import { openDatabase } from '../../src/db/open.js'
import { watchChanges } from '../../src/db/read/changes.js'
import { within } from '../helpers/processes.js'
import { postgresDatabase } from '../migrate/databases.js'

test('a database can be closed while the connection that listens is being made (PostgreSQL)', {
  skip: process.env.MESHVIEW_TEST_POSTGRES ? false : 'MESHVIEW_TEST_POSTGRES is not set',
}, async (t) => {
  const { url } = await postgresDatabase(t)
  for (let round = 0; round < 5; round++) {
    const db = await openDatabase(url, 'read')
    // The one that rests in the pool is taken: another has to be made.
    const asked = db.get('select pg_sleep(0.02)').catch(() => {})
    t.after(watchChanges(db, () => {}))
    await within(db.close(), 'the end of the database')
    await asked
  }
})
