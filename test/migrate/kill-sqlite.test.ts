import { test } from 'node:test'
import { killAtRandom } from './crash.js'
import { sqliteDatabase } from './databases.js'

test('twenty kill -9 at random moments of upgrades and downgrades lose and repeat nothing (SQLite)', async (t) => {
  await killAtRandom(await sqliteDatabase(t), { up: 15, down: 5 })
})
