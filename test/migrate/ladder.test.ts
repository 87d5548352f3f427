import assert from 'node:assert/strict'
import { migrations } from '../../migrations/index.js'
import type { Database, Param } from '../../src/db/open.js'
import { type Ask, readCatalogue, tableNames } from '../../src/migrate/catalogue.js'
import { chainOf } from '../../src/migrate/chain.js'
import { downgrade, migrate, upgrade } from '../../src/migrate/index.js'
import { onEmptyDatabases } from './databases.js'

const ROWS = 3

/** Rows of MeshView's tables become ours on the way up and do not turn back: see adopt.test.ts. */
const MESHVIEW = '23dad03d2e42'

async function tablesOf(db: Database): Promise<string[]> {
  const ask: Ask = (text, params) => db.all(text, params)
  const names = await tableNames(db.engine, ask)
  return names.filter((name) => name !== 'migrations' && name !== 'migration_status')
}

/** Rows in every table; row n has n in every number, so that references meet. */
async function fillEveryTable(db: Database): Promise<void> {
  const ask: Ask = (text, params) => db.all(text, params)
  for (const name of await tablesOf(db)) {
    const table = await readCatalogue(db.engine, ask, name)
    const columns = [...(table?.columns ?? [])]
    for (let n = 1; n <= ROWS; n++) {
      const values = columns.map(([, { type }]): Param => {
        // PostgreSQL's arrays, as it reads them.
        if (type.endsWith('[]')) return `{${n}}`
        if (/text|char/.test(type)) return `${n}`
        if (/bool/.test(type)) return n % 2 === 0
        if (/blob|bytea/.test(type)) return Buffer.from([n])
        if (/real|double|float/.test(type)) return n + 0.5
        return n
      })
      await db.run(
        `insert into "${name}" (${columns.map(([column]) => `"${column}"`).join(', ')}) values (${values.map(() => '?').join(', ')})`,
        values,
      )
    }
  }
}

async function everyRow(db: Database): Promise<Record<string, unknown[]>> {
  const rows: Record<string, unknown[]> = {}
  for (const name of await tablesOf(db)) {
    const all = await db.all<object>(`select * from "${name}"`)
    rows[name] = all.map((row) => JSON.stringify(row)).sort()
  }
  return rows
}

const ours = chainOf(migrations).order.filter(({ revision }) => revision !== MESHVIEW)

for (const { revision, message } of ours) {
  onEmptyDatabases(
    `from ${revision} (${message}) to the head and back: the same rows`,
    async (database) => {
      const db = await database.open()
      await upgrade(db, revision)
      await fillEveryTable(db)
      const before = await everyRow(db)
      await migrate(db)
      await downgrade(db, revision)
      assert.deepEqual(await everyRow(db), before)
      await migrate(db)
    },
  )
}
