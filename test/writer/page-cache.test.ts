import assert from 'node:assert/strict'
import test from 'node:test'
import { openDatabase } from '../../src/db/open.js'
import { PageCache } from '../../src/db/write/page-cache.js'
import { PORT } from '../../src/mesh/portnums.js'
import { onBothEngines } from '../migrate/databases.js'
import { setStage } from './stage.js'

const NO_LIMITS = { MESHVIEW_INGEST_FLOOD_PER_MINUTE: '0', MESHVIEW_INGEST_FLOOD_PER_HOUR: '0' }
const data = { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from('hello') }

onBothEngines('a flood has a larger cache for its time, and loses nothing by it', async (d) => {
  const stage = await setStage(d, NO_LIMITS)
  const cache = () => stage.db.sqlite?.pragma('cache_size', { simple: true }) ?? null
  const hear = async (from: number, count: number) => {
    for (let id = from; id < from + count; id++) await stage.hear({ data, packet: { id } })
  }
  const before = cache()
  await stage.together(() => hear(1, 1000))
  const during = cache()
  await stage.together(() => hear(3001, 200))
  assert.equal(cache(), during)
  await hear(4001, 1)
  assert.equal(cache(), before)
  if (before !== null) assert.equal(Number(during), 8 * Number(before))
  assert.equal((await stage.counters())['outcome.stored'], 1201)
  const stored = await stage.db.get<{ count: number }>('select count(*) as count from reception')
  assert.equal(Number(stored?.count), 1201)
})

test('a flood begins with 1,000 messages in a batch and ends with 100', async () => {
  const db = await openDatabase('sqlite:///:memory:', 'write')
  const cache = new PageCache()
  const size = () => db.sqlite?.pragma('cache_size', { simple: true })
  cache.fit(db, 999)
  assert.equal(size(), -2048)
  cache.fit(db, 1000)
  assert.equal(size(), -16_384)
  cache.fit(db, 101)
  assert.equal(size(), -16_384)
  cache.fit(db, 100)
  assert.equal(size(), -2048)
  await db.close()
})
