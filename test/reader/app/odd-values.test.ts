import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { copyCurrentSchema, createWithCurrentSchema } from '../../helpers/current-schema.js'
import { onBothEngines, postgresDatabase, sqliteDatabase } from '../../migrate/databases.js'
import { NOW_US } from '../../writer/stage.js'
import { setSite } from '../api/site.js'
import { populate } from '../pages/village.js'
import { addresses } from '../plans/addresses.js'

/** Numbers that JavaScript takes and a column of 64 bits does not, and some that it does. */
const ODD = [
  ...['1e300', '-1e300', '99999999999999999999', '9007199254740991', '-9007199254740991'],
  ...['2147483648', '1.5'],
]
/** What the addresses of the site have for numbers. */
const NUMBERS = ['active', 'before', 'days_active', 'from', 'key', 'length', 'portnum']

const env = { MESHVIEW_INGEST_FLOOD_PER_MINUTE: '0', MESHVIEW_INGEST_FLOOD_PER_HOUR: '0' }

onBothEngines('an odd number in an address is no fault of ours', async (database, t) => {
  const { app, stage } = await setSite(database, t, { env })
  await populate(stage, NOW_US)
  for (const [route, [url = '']] of Object.entries(addresses(NOW_US))) {
    // A writer that never started is not healthy.
    if (route === '/health') continue
    for (const name of NUMBERS) {
      for (const value of ODD) {
        const { statusCode } = await app.inject(`${url}?${name}=${value}`)
        assert.ok(statusCode < 500, `${url}?${name}=${value} ${statusCode}`)
      }
    }
  }
})

test('the JSON of SQLite and PostgreSQL is the same, and in the same order', {
  skip: process.env.MESHVIEW_TEST_POSTGRES ? false : 'MESHVIEW_TEST_POSTGRES is not set',
}, async (t) => {
  const sqlite = await sqliteDatabase(t)
  await copyCurrentSchema(join(sqlite.folder, 'mesh.db'))
  const one = await setSite(sqlite, t, { env })
  const other = await setSite(await postgresDatabase(t, createWithCurrentSchema), t, { env })
  for (const { stage } of [one, other]) await populate(stage, NOW_US)
  const urls = Object.entries(addresses(NOW_US)).flatMap(([route, each]) =>
    route.startsWith('/api/') || route.endsWith('.csv') ? each : [],
  )
  for (const url of urls) {
    const [answer, same] = [await one.app.inject(url), await other.app.inject(url)]
    assert.equal(answer.statusCode, same.statusCode, url)
    const isJson = String(answer.headers['content-type']).includes('json')
    const read = (body: string): unknown => (isJson ? JSON.parse(body) : body)
    assert.deepEqual(read(answer.body), read(same.body), url)
  }
})
