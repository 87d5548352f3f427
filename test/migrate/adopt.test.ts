import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { migrations } from '../../migrations/index.js'
import { columnType } from '../../src/db/types.js'
import { readCatalogue } from '../../src/migrate/catalogue.js'
import { runCommand } from '../../src/migrate/command.js'
import { frozenTables } from '../../src/migrate/convert/tables.js'
import { downgrade, migrate, migrationState, upgrade } from '../../src/migrate/index.js'
import { onEmptyDatabases, type TestDatabase } from './databases.js'
import { makeMeshview3, oldVersions, rowsOf, TIME_US } from './meshview3.js'

const CONVERGED = '23dad03d2e42'
const ASIDE = '5d0a7c1e93b4'

for (const version of oldVersions) {
  onEmptyDatabases(
    `a database of MeshView (${version}) keeps every row, up and down`,
    async (database) => {
      const db = await database.open()
      await makeMeshview3(db, version)
      const before = await rowsOf(db)
      assert.equal(
        (await migrationState(db)).kind,
        version === 'before Alembic' ? 'empty' : 'behind',
      )
      const result = await upgrade(db, CONVERGED)
      assert.equal(result.backup !== null, db.engine === 'sqlite')
      const converged = await rowsOf(db)
      for (const [table, rows] of Object.entries(before)) {
        assert.equal(converged[table]?.length, rows.length, table)
      }
      const times = await db.all('select id, import_time_us from packet order by id')
      assert.deepEqual(times, [
        { id: 1, import_time_us: TIME_US },
        { id: 2, import_time_us: null },
      ])
      assert.deepEqual(await db.all('select node_id, last_seen_us from node order by node_id'), [
        { node_id: 7, last_seen_us: TIME_US },
        { node_id: 8, last_seen_us: null },
      ])
      await db.run('insert into packet (id) values (3)')
      await db.run('delete from packet where id = 3')
      if (version !== 'before Alembic') {
        assert.deepEqual(await db.all('select version_num from alembic_version'), [
          { version_num: CONVERGED },
        ])
      }
      if (version === 'c6b1d8f2a9e3') await db.all('select relay_node from packet_seen')

      await upgrade(db, ASIDE)
      assert.deepEqual(await rowsOf(db, 'v3_'), converged)
      for (const { name, columns, indices } of frozenTables) {
        const is = await readCatalogue(db.engine, (text, params) => db.all(text, params), name)
        assert.deepEqual([...(is?.columns.keys() ?? [])], Object.keys(columns), name)
        for (const [column, { type }] of Object.entries(columns)) {
          assert.equal(is?.columns.get(column)?.type, columnType(db.engine, type), column)
        }
        if (indices !== undefined) {
          assert.deepEqual([...(is?.indexes.keys() ?? [])].sort(), Object.keys(indices).sort())
        }
      }
      await db.run(`insert into channel (channel_id, name) values (1, 'LongFast')`)

      await downgrade(db, CONVERGED)
      assert.deepEqual(await rowsOf(db), converged)
      if (version !== 'before Alembic') {
        assert.deepEqual(await db.all('select version_num from alembic_version'), [
          { version_num: CONVERGED },
        ])
      }
      await upgrade(db, ASIDE)
      assert.deepEqual(await rowsOf(db, 'v3_'), converged)
    },
  )
}

onEmptyDatabases(
  'a version of MeshView that is not known is refused before anything',
  async (database) => {
    const db = await database.open()
    await makeMeshview3(db, '23dad03d2e42')
    await db.run(`update alembic_version set version_num = 'feedfacefeed'`)
    const before = await rowsOf(db)
    await assert.rejects(migrate(db), /not known here \(Alembic revision feedfacefeed\)/)
    assert.deepEqual(await rowsOf(db), before)
    assert.ok(readdirSync(database.folder).every((name) => !name.endsWith('.bak')))
  },
)

/** What `migrate …` prints for a database, with the program's own chain. */
async function printed(d: TestDatabase, ...args: string[]): Promise<string[]> {
  const lines: string[] = []
  const environment = {
    ...{ url: d.url, revisions: migrations, models: [], folder: d.folder, ask: null },
    print: (line: string) => void lines.push(...line.split('\n')),
  }
  assert.equal(await runCommand(args, () => environment), 0)
  return lines
}

onEmptyDatabases('a database of MeshView 3.x is called so', async (d) => {
  assert.deepEqual(await printed(d, 'current'), ['base'])
  await makeMeshview3(await d.open(), '23dad03d2e42')
  assert.deepEqual(await printed(d, 'current'), [
    'base',
    'a database of MeshView 3.x (its revision 23dad03d2e42); the next start takes it over',
  ])
})

onEmptyDatabases('--sql on a database with rows of MeshView 3.x is to be read only', async (d) => {
  const empty = await printed(d, 'upgrade', 'head', '--sql')
  assert.ok(empty.some((line) => line.startsWith('create table')))
  const db = await d.open()
  await makeMeshview3(db, '23dad03d2e42')
  const lines = await printed(d, 'upgrade', 'head', '--sql')
  assert.match(lines[0] ?? '', /^-- To be read, not to be run: this database holds rows/)
  assert.ok(lines.some((line) => line.startsWith('-- create table')))
  assert.deepEqual(
    lines.filter((line) => line !== '' && !line.startsWith('--')),
    [],
  )
})
