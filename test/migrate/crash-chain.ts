import type { QueryRunner } from 'typeorm'
import {
  batchAlterTable,
  createIndex,
  createTable,
  dropIndex,
  dropTable,
  hasTable,
  type Revision,
  sql,
} from '../../src/migrate/columns.js'

/** Rows of `parent`, each with one in `child`: enough that a kill meets every step half way. */
export const ROWS = 20_000
const SLICE = 2000

async function count(queryRunner: QueryRunner, table: string): Promise<number> {
  const [row] = await sql<{ n: number }>(queryRunner, `select count(*) as n from ${table}`)
  return Number(row?.n)
}

/** Counts how often each step ran: more than once is what a lost lock or record would do. */
async function tally(queryRunner: QueryRunner, step: string, change: 1 | -1): Promise<void> {
  await sql(queryRunner, 'update tally set n = n + ? where step = ?', [change, step])
}

const tables: Revision = {
  name: 'Tables1700000001000',
  revision: 'c10000000001',
  downRevision: null,
  message: 'tables',
  async up(queryRunner) {
    await createTable(queryRunner, {
      name: 'parent',
      columns: {
        id: { type: 'bigint', primary: true },
        name: { type: 'text', nullable: true },
        v: { type: 'int', default: 0 },
      },
      indices: { parent_name: { columns: ['name desc'] } },
    })
    await createTable(queryRunner, {
      name: 'child',
      columns: { id: { type: 'bigint', primary: true }, parent_id: { type: 'bigint' } },
      foreignKeys: {
        child_parent: {
          columns: ['parent_id'],
          table: 'parent',
          references: ['id'],
          onDelete: 'cascade',
        },
      },
    })
    await createTable(queryRunner, {
      name: 'tally',
      columns: { step: { type: 'text', primary: true }, n: { type: 'int' } },
    })
  },
  async down(queryRunner) {
    for (const table of ['tally', 'child', 'parent']) await dropTable(queryRunner, table)
  },
}

const data: Revision = {
  name: 'Data1700000002000',
  revision: 'c20000000002',
  downRevision: 'c10000000001',
  message: 'add a column and fill it',
  async up(queryRunner) {
    await batchAlterTable(queryRunner, 'parent', (table) => {
      table.addColumn('label', { type: 'text', nullable: true })
    })
    await sql(queryRunner, `update parent set label = name || '!', v = v + 1`)
    await tally(queryRunner, 'data', 1)
  },
  async down(queryRunner) {
    await sql(queryRunner, 'update parent set v = v - 1')
    await batchAlterTable(queryRunner, 'parent', (table) => table.dropColumn('label'))
    await tally(queryRunner, 'data', -1)
  },
}

const rebuild: Revision = {
  name: 'Rebuild1700000003000',
  revision: 'c30000000003',
  downRevision: 'c20000000002',
  message: 'a column becomes not null',
  async up(queryRunner) {
    await batchAlterTable(queryRunner, 'parent', (table) => {
      table.alterColumn('name', { nullable: false })
    })
    await tally(queryRunner, 'rebuild', 1)
  },
  async down(queryRunner) {
    await batchAlterTable(queryRunner, 'parent', (table) => {
      table.alterColumn('name', { nullable: true })
    })
    await tally(queryRunner, 'rebuild', -1)
  },
}

const slices: Revision = {
  name: 'Slices1700000004000',
  revision: 'c40000000004',
  downRevision: 'c30000000003',
  message: 'a copy in slices',
  transaction: false,
  async up(queryRunner, context) {
    if (!(await hasTable(queryRunner, 'copied'))) {
      await createTable(queryRunner, {
        name: 'copied',
        columns: { id: { type: 'bigint', primary: true }, name: { type: 'text' } },
      })
    }
    for (let done = await count(queryRunner, 'copied'); done < ROWS; done += SLICE) {
      await sql(
        queryRunner,
        `insert into copied (id, name) select id, name from parent where id > (select coalesce(max(id), 0) from copied) order by id limit ${SLICE}`,
      )
      await context.progress(done + SLICE, ROWS)
    }
  },
  async down(queryRunner) {
    if (await hasTable(queryRunner, 'copied')) await dropTable(queryRunner, 'copied')
  },
}

const index: Revision = {
  name: 'Index1700000005000',
  revision: 'c50000000005',
  downRevision: 'c40000000004',
  message: 'an index that locks nobody out',
  transaction: false,
  async up(queryRunner) {
    await createIndex(queryRunner, 'child_parent_id', 'child', {
      columns: ['parent_id'],
      concurrently: true,
    })
  },
  async down(queryRunner) {
    await dropIndex(queryRunner, 'child_parent_id', { concurrently: true })
  },
}

const again: Revision = {
  name: 'Again1700000006000',
  revision: 'c60000000006',
  downRevision: 'c50000000005',
  message: 'rebuild again',
  async up(queryRunner) {
    await batchAlterTable(queryRunner, 'parent', (table) => {
      table.alterColumn('v', { type: 'bigint', using: 'v + 10' })
    })
    await tally(queryRunner, 'again', 1)
  },
  async down(queryRunner) {
    await batchAlterTable(queryRunner, 'parent', (table) => {
      table.alterColumn('v', { type: 'int', using: 'v - 10' })
    })
    await tally(queryRunner, 'again', -1)
  },
}

export const migrations: readonly Revision[] = [tables, data, rebuild, slices, index, again]
