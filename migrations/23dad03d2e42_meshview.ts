import type { QueryRunner } from 'typeorm'
import { dropTable, engineOf, hasTable, type Revision, sql } from '../src/migrate/columns.js'
import { convergeTable, meshview3Tables } from './meshview3.js'

/** Every revision that a release or a development branch of MeshView 3.x left in a database. */
const knownToAlembic = [
  'c88468b7ab0b',
  '1717fa5c6545',
  'fb5781f0c470',
  'ac311b3782a1',
  '2b5a61bb2b75',
  'add_time_us_cols',
  '9f3b1a8d2c4f',
  'b7c3c2e3a1f0',
  'd4d7b0c2e1a4',
  'a0c9c13e118f',
  '23dad03d2e42',
  '4f1d2a9c8b71',
  'c6b1d8f2a9e3',
]

/**
 * Where this program and the Python one meet: the schema of MeshView 3.0.5 under the very
 * revision that its Alembic chain ends with. A fresh database gets it made; one of any earlier
 * version is brought to it with all its rows, those without `alembic_version` (2.x) included.
 */
export const meshview: Revision = {
  name: 'Meshview1772000000000',
  revision: '23dad03d2e42',
  downRevision: null,
  message: 'the schema of MeshView 3.0.5',
  // A table of an old version is brought up a slice at a time.
  transaction: false,

  async precheck(queryRunner) {
    const found = await alembicRevisions(queryRunner)
    const unknown = found.filter((revision) => !knownToAlembic.includes(revision))
    if (unknown.length > 0) {
      throw new Error(
        `This database was made by a version of MeshView that is not known here (Alembic revision ${unknown.join(', ')}). Its tables were not touched.`,
      )
    }
  },

  async up(queryRunner, context) {
    for (const table of meshview3Tables) {
      await convergeTable(queryRunner, table, context.progress)
    }
    if (engineOf(queryRunner) === 'postgres') {
      // SQLAlchemy made it a serial, though the radio gives the number.
      await sql(queryRunner, 'alter table packet alter column id drop default')
    }
    if (await hasTable(queryRunner, 'alembic_version')) {
      await sql(queryRunner, 'delete from alembic_version')
      await sql(queryRunner, `insert into alembic_version (version_num) values ('23dad03d2e42')`)
    }
  },

  async down(queryRunner) {
    const names = meshview3Tables.map((table) => table.name).reverse()
    for (const table of [...names, 'example', 'daily_snapshot', 'alembic_version']) {
      if (await hasTable(queryRunner, table)) await dropTable(queryRunner, table)
    }
  },
}

async function alembicRevisions(queryRunner: QueryRunner): Promise<string[]> {
  if (!(await hasTable(queryRunner, 'alembic_version'))) return []
  const rows = await sql<{ version_num: string }>(
    queryRunner,
    'select version_num from alembic_version',
  )
  return rows.map((row) => row.version_num)
}
