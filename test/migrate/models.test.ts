import assert from 'node:assert/strict'
import { tables } from '../../src/db/entities/index.js'
import { compare, sentence } from '../../src/migrate/compare.js'
import { downgrade, migrate } from '../../src/migrate/index.js'
import { onEmptyDatabases } from './databases.js'

onEmptyDatabases('the chain makes exactly what the models say', async (database) => {
  const db = await database.open()
  await migrate(db)
  const q = await db.queryRunner()
  assert.deepEqual((await compare(q, tables)).map(sentence), [])
  await q.release()
})

onEmptyDatabases('down to base leaves nothing, and up again the same', async (database) => {
  const db = await database.open()
  await migrate(db)
  const down = await downgrade(db, 'base')
  assert.deepEqual(down.to, [])
  const q = await db.queryRunner()
  assert.deepEqual(
    (await compare(q, [])).map(sentence),
    [],
    'no table is left but those of the migrations',
  )
  await migrate(db)
  assert.deepEqual((await compare(q, tables)).map(sentence), [])
  await q.release()
})
