import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { QueryRunner } from 'typeorm'
import type { Database } from '../../src/db/open.js'
import { batchAlterTable, columnNames, createTable, sql } from '../../src/migrate/columns.js'
import { onEmptyDatabases, sqliteDatabase } from './databases.js'

/** A table with everything that a careless rebuild loses, a child that cascades, and a view. */
const hard = [
  `CREATE TABLE parent (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- the key, "quoted", (odd
    name VARCHAR(100) COLLATE NOCASE NOT NULL DEFAULT 'a,b(c',
    [size] INTEGER CHECK ([size] >= 0),
    "odd ""name" TEXT,
    doubled INTEGER GENERATED ALWAYS AS (size * 2) STORED,
    other INTEGER REFERENCES parent (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
    unused TEXT DEFAULT (upper('x')),
    CONSTRAINT size_small CHECK (size < 1000000),
    CHECK (length(name) > 0),
    UNIQUE (name, size) /* no name */
  )`,
  'CREATE INDEX parent_size ON parent (size DESC)',
  'CREATE INDEX parent_name ON parent (name COLLATE NOCASE) WHERE size > 5',
  'CREATE INDEX parent_lower ON parent (lower(name), size)',
  `CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER NOT NULL REFERENCES parent (id) ON DELETE CASCADE)`,
  'CREATE TABLE log (entry TEXT)',
  `CREATE TRIGGER parent_log AFTER UPDATE ON parent BEGIN INSERT INTO log VALUES (new.name); END`,
  'CREATE VIEW big AS SELECT id, name FROM parent WHERE size > 500',
]

async function hardTable(t: TestContext): Promise<{ db: Database; q: QueryRunner }> {
  const db = await (await sqliteDatabase(t)).open()
  for (const statement of hard) await db.run(statement)
  for (let n = 1; n <= 1000; n++) {
    await db.run('insert into parent (name, size, unused) values (?, ?, ?)', [`n${n}`, n, `u${n}`])
    await db.run('insert into child (parent_id) values (?)', [n])
  }
  await db.run('insert into parent (name) values (?)', ['gone'])
  await db.run('delete from parent where name = ?', ['gone'])
  await db.run('analyze')
  const q = await db.queryRunner()
  await q.beforeMigration()
  return { db, q }
}

async function catalogue(db: Database, type: string): Promise<unknown[]> {
  return db.all(`select name, sql from sqlite_master where type = ? order by name`, [type])
}

test('a rebuild on SQLite keeps rows, children, indexes, triggers, views, checks and counters', async (t) => {
  const { db, q } = await hardTable(t)
  const was = {
    rows: await db.all('select * from parent order by id'),
    indexes: await catalogue(db, 'index'),
    triggers: await catalogue(db, 'trigger'),
    views: await catalogue(db, 'view'),
    columns: await db.all(`select * from pragma_table_xinfo('parent')`),
    keys: await db.all(`select * from pragma_foreign_key_list('parent')`),
    child: await db.all(`select * from pragma_foreign_key_list('child')`),
    sequence: await db.all('select * from sqlite_sequence'),
    statistics: await db.all('select * from sqlite_stat1 order by 1, 2'),
  }
  await q.startTransaction()
  await batchAlterTable(q, 'parent', () => {}, { recreate: 'always' })
  await q.commitTransaction()
  await q.afterMigration()
  assert.deepEqual(await db.all('select * from parent order by id'), was.rows)
  assert.deepEqual(await catalogue(db, 'index'), was.indexes)
  assert.deepEqual(await catalogue(db, 'trigger'), was.triggers)
  assert.deepEqual(await catalogue(db, 'view'), was.views)
  assert.deepEqual(await db.all(`select * from pragma_table_xinfo('parent')`), was.columns)
  assert.deepEqual(await db.all(`select * from pragma_foreign_key_list('parent')`), was.keys)
  assert.deepEqual(await db.all(`select * from pragma_foreign_key_list('child')`), was.child)
  assert.deepEqual(await db.all('select * from sqlite_sequence'), was.sequence)
  assert.deepEqual(await db.all('select * from sqlite_stat1 order by 1, 2'), was.statistics)
  assert.equal((await db.get<{ n: number }>('select count(*) as n from child'))?.n, 1000)
  assert.deepEqual(await db.all('pragma foreign_key_check'), [])
  await assert.rejects(
    db.run(`insert into parent (name, size) values ('x', 1000001)`),
    /size_small/,
  )
  await assert.rejects(db.run(`insert into parent (name) values ('')`), /CHECK/)
  await db.run(`update parent set name = 'renamed' where id = 1`)
  assert.deepEqual(await db.get('select entry from log'), { entry: 'renamed' })
  await db.run('delete from parent where id = 2')
  assert.equal((await db.get<{ n: number }>('select count(*) as n from child'))?.n, 999)
})

test('several changes on SQLite are one rebuild; the text of other columns stays to the letter', async (t) => {
  const { db, q } = await hardTable(t)
  await q.startTransaction()
  await batchAlterTable(q, 'parent', (table) => {
    table.alterColumn('size', { nullable: false, using: 'coalesce(size, 0)' })
    table.addColumn('made', { type: 'timestamp', default: { sql: 'current_timestamp' } })
    table.dropConstraint('size_small')
    table.dropConstraint('parent_name_size_key')
    table.addConstraint('size_tiny', { check: 'size < 5000' })
    table.dropColumn('unused')
    table.dropIndex('parent_lower')
    table.createIndex('parent_made', { columns: ['made desc'] })
  })
  await q.commitTransaction()
  const stored = await db.get<{ sql: string }>(
    `select sql from sqlite_master where name = 'parent'`,
  )
  assert.match(stored?.sql ?? '', /-- the key, "quoted", \(odd/)
  assert.match(stored?.sql ?? '', /name VARCHAR\(100\) COLLATE NOCASE NOT NULL DEFAULT 'a,b\(c'/)
  assert.match(stored?.sql ?? '', /\[size\] INTEGER not null CHECK \(\[size\] >= 0\)/)
  assert.doesNotMatch(stored?.sql ?? '', /unused|size_small|UNIQUE/)
  assert.equal((await db.get<{ n: number }>('select count(*) as n from parent'))?.n, 1000)
  await assert.rejects(
    db.run('insert into parent (name, size) values (?, ?)', ['x', 6000]),
    /size_tiny/,
  )
  const indexes = (await catalogue(db, 'index')).map((row) => (row as { name: string }).name)
  assert.deepEqual(indexes, ['parent_made', 'parent_name', 'parent_size'])
})

test('a column that something still uses is not dropped', async (t) => {
  const { q } = await hardTable(t)
  await q.startTransaction()
  await assert.rejects(
    batchAlterTable(q, 'parent', (table) => table.dropColumn('size')),
    /column size of parent is still used by .*doubled.*size_small.*parent_size/,
  )
  await q.rollbackTransaction()
})

test('a rebuild with foreign keys on is refused, since it would delete the children', async (t) => {
  const { db, q } = await hardTable(t)
  await q.afterMigration()
  await assert.rejects(
    batchAlterTable(q, 'parent', () => {}, { recreate: 'always' }),
    /foreign keys are on/,
  )
  assert.equal((await db.get<{ n: number }>('select count(*) as n from child'))?.n, 1000)
})

test('STRICT and WITHOUT ROWID tables stay what they are', async (t) => {
  const db = await (await sqliteDatabase(t)).open()
  await db.run('create table s (a integer primary key, b text) strict')
  await db.run('create table w (a text, b integer, primary key (b, a)) without rowid')
  await db.run(`insert into w values ('x', 1), ('y', 2)`)
  const q = await db.queryRunner()
  await q.beforeMigration()
  for (const table of ['s', 'w']) {
    await batchAlterTable(
      q,
      table,
      (change) => change.addColumn('c', { type: 'int', nullable: true }),
      {
        recreate: 'always',
      },
    )
  }
  const list = await db.all<{ name: string; wr: number; strict: number }>(
    `select name, wr, strict from pragma_table_list where name in ('s', 'w') order by name`,
  )
  assert.deepEqual(list, [
    { name: 's', wr: 0, strict: 1 },
    { name: 'w', wr: 1, strict: 0 },
  ])
  assert.equal((await db.all('select * from w')).length, 2)
})

onEmptyDatabases(
  'columns and constraints are changed by the same words on both',
  async (database) => {
    const db = await database.open()
    const q = await db.queryRunner()
    await q.connect()
    await q.beforeMigration()
    await createTable(q, {
      name: 'thing',
      columns: {
        id: { type: 'bigint', primary: true, autoincrement: true },
        label: { type: 'text', length: 20 },
        amount: { type: 'text', nullable: true },
        dead: { type: 'int', nullable: true },
      },
      indices: { thing_dead: { columns: ['dead'] } },
    })
    await createTable(q, {
      name: 'part',
      columns: { id: { type: 'bigint', primary: true }, thing_id: { type: 'bigint' } },
      foreignKeys: {
        part_thing: {
          columns: ['thing_id'],
          table: 'thing',
          references: ['id'],
          onDelete: 'cascade',
        },
      },
    })
    await sql(q, `insert into thing (label, amount) values ('one', '1'), ('two', '22')`)
    await sql(q, 'insert into part (id, thing_id) values (1, 1), (2, 2)')
    await batchAlterTable(q, 'thing', (table) => {
      table.dropIndex('thing_dead')
      table.dropColumn('dead')
      table.renameColumn('label', 'title')
      table.alterColumn('amount', {
        type: 'bigint',
        nullable: false,
        default: 7,
        using: 'cast(amount as bigint)',
      })
      table.addColumn('live', { type: 'bool', default: true })
      table.addConstraint('thing_title', { unique: ['title'] })
      table.createIndex('thing_amount', { columns: ['amount'] })
    })
    await q.afterMigration()
    assert.deepEqual(await columnNames(q, 'thing'), ['id', 'title', 'amount', 'live'])
    const rows = await sql(q, 'select id, title, amount from thing where live order by id')
    assert.deepEqual(rows, [
      { id: 1, title: 'one', amount: 1 },
      { id: 2, title: 'two', amount: 22 },
    ])
    await sql(q, `insert into thing (title) values ('three')`)
    const [third] = await sql(q, `select id, amount from thing where title = 'three'`)
    assert.deepEqual(third, { id: 3, amount: 7 })
    await assert.rejects(sql(q, `insert into thing (title) values ('three')`), /unique/i)
    assert.equal((await sql(q, 'select * from part')).length, 2)
    await sql(q, 'delete from thing where id = 1')
    assert.equal((await sql(q, 'select * from part')).length, 1, 'the foreign key still cascades')
    await batchAlterTable(q, 'thing', (table) => {
      table.alterColumn('amount', { nullable: true, default: null })
    }).catch((error) => assert.match(String(error), /foreign keys are on/))
    await q.beforeMigration()
    await batchAlterTable(q, 'thing', (table) => {
      table.dropConstraint('thing_title')
      table.alterColumn('amount', { nullable: true, default: null })
    })
    await sql(q, `insert into thing (title) values ('three')`)
    const [fourth] = await sql(q, 'select amount from thing where id = 5 or amount is null')
    assert.deepEqual(fourth, { amount: null })
    await q.release()
  },
)

onEmptyDatabases(
  'a column with an index is not dropped behind the back of the index',
  async (database) => {
    const db = await database.open()
    const q = await db.queryRunner()
    await q.beforeMigration()
    await createTable(q, {
      name: 'thing',
      columns: { id: { type: 'bigint', primary: true }, a: { type: 'int' } },
      indices: { thing_a: { columns: ['a'] } },
    })
    await assert.rejects(
      batchAlterTable(q, 'thing', (table) => table.dropColumn('a')),
      /still used by .*thing_a/,
    )
    await q.release()
  },
)
