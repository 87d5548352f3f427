import { test } from 'node:test'
import { killAtRandom } from './crash.js'
import { sqliteDatabase } from './databases.js'

test('twelve kill -9 at random moments of upgrades and downgrades lose and repeat nothing (SQLite)', async (t) => {
  await killAtRandom(await sqliteDatabase(t), { up: 8, down: 4 })
})
