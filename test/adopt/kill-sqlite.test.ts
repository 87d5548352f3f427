import { test } from 'node:test'
import { sqliteDatabase } from '../migrate/databases.js'
import { killAdoption } from './kill-adoption.js'

test('an adoption that is killed twenty times ends like one that is not (SQLite)', async (t) => {
  await killAdoption(await sqliteDatabase(t))
})
