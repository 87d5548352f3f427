import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Database, Param } from '../../../src/db/database.js'
import { PORT } from '../../../src/mesh/portnums.js'
import { onBothEngines, sqliteDatabase, type TestDatabase } from '../../migrate/databases.js'
import { NOW_US } from '../../writer/stage.js'
import { setSite } from '../api/site.js'

/** A site that counts what is asked of its database. */
async function setCountedSite(database: TestDatabase, t: TestContext) {
  const counts = { statements: 0 }
  const around = (db: Database): Database =>
    Object.create(db, {
      engine: { value: db.engine },
      address: { value: db.address },
      sqlite: { value: db.sqlite },
      all: { value: counted(db.all.bind(db)) },
      get: { value: counted(db.get.bind(db)) },
    })
  const counted =
    <T>(ask: (sql: string, params?: readonly Param[]) => Promise<T>) =>
    (sql: string, params?: readonly Param[]) => {
      counts.statements++
      return ask(sql, params)
    }
  const site = await setSite(database, t, { around })
  const page = async (url: string, headers: Record<string, string> = {}) => {
    counts.statements = 0
    const { body, statusCode } = await site.app.inject({ url, headers })
    return { body, statusCode, statements: counts.statements }
  }
  const text = (id: number) =>
    site.stage.hear({
      packet: { id },
      data: { portnum: PORT.TEXT_MESSAGE, payload: Buffer.from(`word ${id}`) },
    })
  return { ...site, page, text }
}

onBothEngines('a page is made once, until something is committed', async (db, t) => {
  const { page, text } = await setCountedSite(db, t)
  await text(1)
  const first = await page('/firehose')
  const again = await page('/firehose')
  assert.ok(first.statements > 3)
  // PostgreSQL counts the transactions of its other databases too, which other tests change.
  if (db.engine === 'sqlite') assert.equal(again.statements, 1)
  if (db.engine === 'sqlite') assert.equal(again.body, first.body)
  await text(2)
  const later = await page('/firehose')
  assert.ok(later.body.includes('word 2'))
  assert.ok(!first.body.includes('word 2'))
})

test('ages go on, though nothing comes', async (t) => {
  const { page, text, setNow } = await setCountedSite(await sqliteDatabase(t), t)
  await text(1)
  setNow(NOW_US + 30_500_000)
  assert.match((await page('/packet/1')).body, /30 s ago/)
  setNow(NOW_US + 31_500_000)
  assert.match((await page('/packet/1')).body, /31 s ago/)
})

test('nobody gets the page of another: language, zone and address are his own', async (t) => {
  const { page, text } = await setCountedSite(await sqliteDatabase(t), t)
  await text(1)
  const english = await page('/packet/1')
  const german = await page('/packet/1', { 'accept-language': 'de' })
  const chosen = await page('/packet/1', { cookie: 'language=ru' })
  const elsewhere = await page('/packet/1', { host: 'mesh.example.org' })
  assert.match(english.body, /<html lang="en"/)
  assert.match(german.body, /<html lang="de"/)
  assert.match(chosen.body, /<html lang="ru"/)
  assert.ok(elsewhere.body.includes('http://mesh.example.org/icons/preview.png'))
  assert.ok(!english.body.includes('mesh.example.org'))
  const utc = await page('/stats')
  const local = await page('/stats', { cookie: 'timezone=Asia%2FKathmandu' })
  assert.ok(local.statements > 1 && local.body !== utc.body)
})

test('a page that is not there is not remembered as there', async (t) => {
  const { page } = await setCountedSite(await sqliteDatabase(t), t)
  assert.equal((await page('/packet/77')).statusCode, 404)
  assert.equal((await page('/packet/77')).statusCode, 404)
})

onBothEngines('health is looked up once for all who ask in the same moment', async (db, t) => {
  const { page, text } = await setCountedSite(db, t)
  const first = await page('/health')
  const again = await page('/health')
  assert.ok(first.statements > 3)
  // PostgreSQL counts the transactions of its other databases too, which other tests change.
  if (db.engine === 'sqlite') assert.equal(again.statements, 1)
  if (db.engine === 'sqlite') assert.equal(again.body, first.body)
  assert.ok(!('seconds_since_last_message' in JSON.parse(again.body)))
  await text(1)
  const later = await page('/health')
  assert.equal(JSON.parse(later.body).seconds_since_last_message, 60)
})
