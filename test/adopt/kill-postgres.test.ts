import { test } from 'node:test'
import { postgresDatabase } from '../migrate/databases.js'
import { killAdoption } from './kill-adoption.js'

test('an adoption that is killed twenty times ends like one that is not (PostgreSQL)', {
  skip: process.env.MESHVIEW_TEST_POSTGRES ? false : 'MESHVIEW_TEST_POSTGRES is not set',
}, async (t) => {
  await killAdoption(await postgresDatabase(t))
})
