import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { chooseDriver, connectSqlite, sqliteDriver } from '../../src/db/sqlite-driver.js'

const installed = createRequire(import.meta.url)

/** Packages as they are here, save that some are not installed. */
function without(missing: readonly string[]) {
  const asked: string[] = []
  const load = (name: string): unknown => {
    asked.push(name)
    if (missing.includes(name)) throw new Error(`Cannot find module '${name}'\nRequire stack: …`)
    // Whichever runs here stands for both.
    return sqliteDriver()
  }
  return { asked, load }
}

test('better-sqlite3 13 is taken where Node has Node-API 10, and never before', () => {
  const newer = without([])
  chooseDriver(10, newer.load)
  assert.deepEqual(newer.asked, ['better-sqlite3-13'])
  const older = without([])
  chooseDriver(9, older.load)
  assert.deepEqual(older.asked, ['better-sqlite3'])
})

test('the driver that is there is the one for this Node', () => {
  const name = Number(process.versions.napi) >= 10 ? 'better-sqlite3-13' : 'better-sqlite3'
  assert.equal(sqliteDriver(), installed(name))
  const connection = connectSqlite(':memory:')
  assert.deepEqual(connection.prepare('select 1 as one').get(), { one: 1 })
  connection.close()
})

test('a machine without a binary of 13 takes 12', () => {
  const { asked, load } = without(['better-sqlite3-13'])
  assert.equal(chooseDriver(10, load), sqliteDriver())
  assert.deepEqual(asked, ['better-sqlite3-13', 'better-sqlite3'])
})

test('without any driver the error says what to do, and what each said', () => {
  const { load } = without(['better-sqlite3-13', 'better-sqlite3'])
  assert.throws(
    () => chooseDriver(10, load),
    (error: Error) => {
      assert.match(error.message, /Run `npm ci` again with this Node.*compiler/)
      assert.match(error.message, /better-sqlite3-13: Cannot find module 'better-sqlite3-13'; /)
      assert.doesNotMatch(error.message, /Require stack/)
      return true
    },
  )
})
