import assert from 'node:assert/strict'
import { PLANNED_EACH_TIME } from '../../../src/db/postgres-statements.js'
import { onBothEngines } from '../../migrate/databases.js'

const LIST = 'select number, text from measured where number > ? order by number limit ?'

onBothEngines('a connection that reads goes on through changes of the schema', async (database) => {
  const writer = await database.openCurrent()
  await writer.run('create table measured (number int, text text)')
  for (let number = 1; number <= 20; number++) {
    await writer.run('insert into measured values (?, ?)', [number, `row ${number}`])
  }
  const db = await database.open('read')
  const numbers = async (after: number, limit: number) =>
    (await db.all<{ number: number }>(LIST, [after, limit])).map((row) => row.number)
  // Often enough for a plan that serves any number, and with more limits than have one of their own.
  for (let turn = 0; turn < 3; turn++) {
    for (let limit = 0; limit <= 20; limit++) {
      const expected = Array.from({ length: Math.min(limit, 18) }, (_, index) => index + 3)
      assert.deepEqual(await numbers(2, limit), expected)
    }
  }
  // At once, on as many connections as there are.
  const many = await Promise.all(Array.from({ length: 20 }, () => numbers(10, 4)))
  for (const each of many) assert.deepEqual(each, [11, 12, 13, 14])

  if (database.engine === 'postgres') {
    await writer.run('alter table measured alter column number type bigint')
  } else {
    await writer.run('alter table measured add column unit text')
  }
  assert.deepEqual(await numbers(10, 4), [11, 12, 13, 14])
  const after = await Promise.all(Array.from({ length: 20 }, () => numbers(15, 9)))
  for (const each of after) assert.deepEqual(each, [16, 17, 18, 19, 20])

  const nul = await db.get<{ text: string }>('select cast(? as text) as text', ['a\0b'])
  assert.equal(nul?.text.replace('\0', ''), 'ab')
  await assert.rejects(db.all('select nothing from measured where number = ?', [1]))
  // Refused by the session, not by chance.
  await assert.rejects(db.all('insert into measured (number) values (?) returning number', [99]))
})

onBothEngines(
  'a statement that is planned for its values each time is not prepared',
  async (database) => {
    if (database.engine === 'sqlite') return
    const writer = await database.openCurrent()
    await writer.run('create table measured (number int, text text)')
    await writer.run('insert into measured values (1, ?)', ['a'])
    const db = await database.open('read')
    const listed = `select number from measured where text = ? limit ?`
    // As many at once as there are connections.
    const onAll = <T>(sql: string, params: (string | number)[]) =>
      Promise.all(Array.from({ length: 8 }, () => db.all<T>(sql, params)))
    for (const sql of [listed, listed.replace('number', `${PLANNED_EACH_TIME} number`)]) {
      for (const rows of await onAll(sql, ['a', 5])) assert.deepEqual(rows, [{ number: 1 }])
    }
    const prepared = await onAll<{ statement: string }>(
      'select statement from pg_prepared_statements where statement like ?',
      ['%from measured%'],
    )
    const texts = prepared.flat().map(({ statement }) => statement)
    assert.deepEqual([...new Set(texts)], ['select number from measured where text = $1 limit 5'])
  },
)
