import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sameAnswers } from '../../../src/reader/same-answer.js'
import { sqliteDatabase } from '../../migrate/databases.js'
import { visitSite } from '../pages/browse.js'

/** An answer of so many bytes, and how often it was made. */
function counted(bytes: number) {
  const counts = { made: 0 }
  const make = async () => {
    counts.made++
    return { status: 200, body: Buffer.alloc(bytes) }
  }
  return { counts, make }
}

test('answers of one moment take no more than two megabytes', async (t) => {
  const { context } = await visitSite(await sqliteDatabase(t), t)
  const same = sameAnswers(context, 60_000_000)
  const { counts, make } = counted(100_000)
  await same('first', make)
  await same('first', make)
  assert.equal(counts.made, 1)
  for (let index = 0; index < 30; index++) await same(`other ${index}`, make)
  await same('first', make)
  assert.equal(counts.made, 32)
})

test('a failure is told to those who wait for it, and tried again by the next', async (t) => {
  const { context } = await visitSite(await sqliteDatabase(t), t)
  const same = sameAnswers(context, 60_000_000)
  const { counts, make } = counted(10)
  const fail = async () => {
    throw new Error('the database was away')
  }
  await Promise.all([1, 2].map(() => assert.rejects(same('key', fail), /was away/)))
  await same('key', make)
  assert.equal(counts.made, 1)
})
