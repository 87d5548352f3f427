import { test } from 'node:test'
import { killAtRandom } from './crash.js'
import { postgresDatabase } from './databases.js'

test('twelve kill -9 at random moments of upgrades and downgrades lose and repeat nothing (PostgreSQL)', {
  skip: process.env.MESHVIEW_TEST_POSTGRES ? false : 'MESHVIEW_TEST_POSTGRES is not set',
}, async (t) => {
  await killAtRandom(await postgresDatabase(t), { up: 8, down: 4 })
})
