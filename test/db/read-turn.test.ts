import assert from 'node:assert/strict'
import test from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { ReadTurn } from '../../src/db/read-turn.js'
import { connectSqlite } from '../../src/db/sqlite-driver.js'

test('a turn is one transaction, which ends before anything else can happen', async () => {
  const connection = connectSqlite(':memory:')
  const turn = new ReadTurn(connection)
  turn.begin()
  await Promise.resolve()
  turn.begin()
  assert.equal(connection.inTransaction, true)
  await nextTurn()
  assert.equal(connection.inTransaction, false)
  connection.close()
})

test('a transaction that cannot be ended is ended by a later turn, and stops no process', async () => {
  const connection = connectSqlite(':memory:')
  connection.exec('pragma foreign_keys = on')
  connection.exec('create table node (id integer primary key)')
  connection.exec(`create table packet (node_id integer references node (id)
    deferrable initially deferred)`)
  const turn = new ReadTurn(connection)
  turn.begin()
  // SQLite refuses the end of it then, and leaves it open.
  connection.exec('insert into packet values (1)')
  await nextTurn()
  assert.equal(connection.inTransaction, true)
  turn.begin()
  connection.exec('insert into node values (1)')
  await nextTurn()
  assert.equal(connection.inTransaction, false)
  connection.close()
})
