import { test } from 'node:test'
import { killAtRandom } from './crash.js'
import { postgresDatabase } from './databases.js'

test('twenty kill -9 at random moments of upgrades and downgrades lose and repeat nothing (PostgreSQL)', {
  skip: process.env.MESHVIEW_TEST_POSTGRES ? false : 'MESHVIEW_TEST_POSTGRES is not set',
}, async (t) => {
  await killAtRandom(await postgresDatabase(t), { up: 15, down: 5 })
})
