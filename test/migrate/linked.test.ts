import assert from 'node:assert/strict'
import { chmodSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openDatabase } from '../../src/db/open.js'
import { writerLock } from '../../src/db/writer-lock.js'
import { batchAlterTable, createTable, type Revision } from '../../src/migrate/columns.js'
import { migrate } from '../../src/migrate/index.js'
import { smallDisk } from '../helpers/full-disk.js'
import { sqliteDatabase } from './databases.js'

const MIB = 1024 * 1024

const rebuilt: readonly Revision[] = [
  {
    name: 'Notes1700000000000',
    revision: 'aaaa00000001',
    downRevision: null,
    message: 'notes',
    up: (queryRunner) =>
      createTable(queryRunner, {
        name: 'note',
        columns: { id: { type: 'int', primary: true }, content: { type: 'bytes', nullable: true } },
      }),
    down: async () => {},
  },
  {
    name: 'Filled1700000001000',
    revision: 'aaaa00000002',
    downRevision: 'aaaa00000001',
    message: 'notes are filled in',
    up: (queryRunner) =>
      batchAlterTable(queryRunner, 'note', (table) => {
        table.alterColumn('content', { nullable: false })
      }),
    down: async () => {},
  },
]

test('the room for a rebuild is looked for where a link leads', async (t) => {
  const disk = smallDisk(t)
  // Who may mount nothing has no second disk to lead to; the folder itself is looked at then.
  if (disk === null) return
  const d = await sqliteDatabase(t)
  const link = join(d.folder, 'mesh.db')
  const file = join(disk.folder, 'real.db')
  await (await openDatabase(`sqlite:///${file}`, 'write')).close()
  symlinkSync(file, link)
  const db = await d.open()
  await migrate(db, { revisions: rebuilt.slice(0, 1) })
  for (let id = 1; id <= 12; id++) {
    await db.run('insert into note (id, content) values (?, ?)', [id, Buffer.alloc(MIB, id)])
    db.sqlite?.pragma('wal_checkpoint(truncate)')
  }
  await assert.rejects(
    migrate(db, { revisions: rebuilt, backup: false }),
    /Rebuilding table note needs 2\d MB of disk, but only \d+ MB are free/,
  )
  assert.equal((await db.get<{ n: number }>('select count(*) as n from note'))?.n, 12)
})

test('who may write to the database may take its locks', async (t) => {
  const d = await sqliteDatabase(t)
  const file = join(d.folder, 'mesh.db')
  await (await d.open()).close()
  chmodSync(file, 0o660)
  await migrate(await d.open(), { revisions: rebuilt })
  const lock = writerLock(d.url)
  assert.ok(await lock.attempt())
  assert.equal(await writerLock(d.url).attempt(), false)
  await lock.release()
  for (const name of ['-writer', '-migrate']) {
    assert.equal(statSync(file + name).mode & 0o777, 0o660, name)
  }
})
