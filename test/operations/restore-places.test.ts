import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { makeBackup } from '../../src/backup/backup.js'
import { BackupError } from '../../src/backup/fault.js'
import { restoreBackup } from '../../src/backup/restore.js'
import { nowUs } from '../../src/db/values.js'
import { downgrade } from '../../src/migrate/index.js'
import { onBothEngines, sqliteDatabase, type TestDatabase } from '../migrate/databases.js'
import { contents, count, fill, openMesh } from './mesh.js'

const isDumpThere = spawnSync('pg_dump', ['--version']).error === undefined

async function fillMesh(database: TestDatabase): Promise<void> {
  const db = await openMesh(database)
  await fill(db, { packets: 20, from_us: nowUs() - 1_000_000, to_us: nowUs() })
  await db.close()
}

function restore({ url, folder }: TestDatabase, backup: string) {
  return restoreBackup(url, backup, { folder, say: () => {} })
}

function modeOf(file: string): number {
  return statSync(file).mode & 0o777
}

for (const isThere of [true, false]) {
  test(`a database behind a link ${isThere ? 'stays' : 'that is away comes back'} where the link leads`, async (t) => {
    const d = await sqliteDatabase(t)
    await fillMesh(d)
    const link = join(d.folder, 'mesh.db')
    const disk = join(d.folder, 'disk')
    mkdirSync(disk)
    const backup = join(d.folder, 'copy.db.gz')
    await makeBackup(d.url, backup)
    renameSync(link, join(disk, 'real.db'))
    symlinkSync(join('disk', 'real.db'), link)
    if (!isThere) rmSync(join(disk, 'real.db'))

    const { aside } = await restore(d, backup)
    assert.ok(lstatSync(link).isSymbolicLink())
    assert.ok(lstatSync(join(disk, 'real.db')).isFile())
    assert.equal(aside === null, !isThere)
    if (aside !== null) {
      assert.equal(dirname(aside), disk)
      assert.ok(lstatSync(aside).isFile())
    }
    assert.equal(await count(await d.open(), 'packet'), 20)
  })
}

test('copies and what is restored may be read by no more than the database', async (t) => {
  const d = await sqliteDatabase(t)
  await fillMesh(d)
  const file = join(d.folder, 'mesh.db')
  chmodSync(file, 0o600)
  for (const name of ['copy.db', 'copy.db.gz']) {
    const backup = join(d.folder, name)
    await makeBackup(d.url, backup)
    assert.equal(modeOf(backup), 0o600, name)
    // As a copy that was carried to and fro.
    chmodSync(backup, 0o644)
    await restore(d, backup)
    assert.equal(modeOf(file), 0o600)
  }

  await downgrade(await d.open(), '-1')
  const [copy] = readdirSync(d.folder).filter((name) => /^mesh\.db\..*\.bak$/.test(name))
  assert.ok(copy !== undefined)
  assert.equal(modeOf(join(d.folder, copy)), 0o600)
})

test('what killed processes had unpacked or copied is removed by the next one', async (t) => {
  const d = await sqliteDatabase(t)
  await fillMesh(d)
  const backup = join(d.folder, 'other name.db.gz')
  await makeBackup(d.url, backup)
  const left = ['mesh.db.restore.4711.part', 'mesh.db.restore.4711.part-journal']
  const mine = ['mesh.db.restore.notes', 'mesh.db.restore.part']
  for (const name of [...left, ...mine]) writeFileSync(join(d.folder, name), 'x')
  await restore(d, backup)
  const names = readdirSync(d.folder)
  assert.deepEqual(names.filter((name) => name.startsWith('mesh.db.restore')).sort(), mine)

  const old = spawnSync('touch', ['-d', '2 hours ago', join(d.folder, 'other name.db.17.part')])
  assert.equal(old.status, 0)
  writeFileSync(join(d.folder, 'other name.db.gz.18.part'), 'somebody is at it')
  await makeBackup(d.url, backup)
  assert.deepEqual(
    readdirSync(d.folder).filter((name) => /^other.*part/.test(name)),
    ['other name.db.gz.18.part'],
  )
})

onBothEngines('a backup of a newer version is not restored', async (d, t) => {
  if (d.engine === 'postgres' && !isDumpThere) return t.skip('pg_dump is not installed')
  await fillMesh(d)
  const db = await d.open()
  const then = await contents(db)
  // One that TypeORM's own command applied has a name only.
  await db.run(
    `insert into migrations ("timestamp", name, revision) values
       (1999999999998, 'Later1999999999998', 'fffffffffffe'), (1999999999999, 'Latest1999999999999', null)`,
  )
  const backup = join(d.folder, 'newer.copy')
  await makeBackup(d.url, backup)
  await db.run('delete from migrations where "timestamp" > 1999999999997')
  await db.close()
  await assert.rejects(restore(d, backup), (error) => {
    assert.ok(error instanceof BackupError, String(error))
    assert.match(error.message, /newer MeshView \(revision fffffffffffe, Latest1999999999999\)/)
    return true
  })
  assert.deepEqual(await contents(await d.open()), then)
})

onBothEngines('a restore leaves the schemas of others alone', async (d, t) => {
  if (d.engine === 'sqlite') return
  if (!isDumpThere) return t.skip('pg_dump is not installed')
  await fillMesh(d)
  const db = await d.open()
  const then = await contents(db)
  await db.run('create schema shop')
  await db.run('create table shop.migrations (name text)')
  await db.run(`insert into shop.migrations values ('Shelves1999999999999')`)
  const backup = join(d.folder, 'mesh.dump')
  await makeBackup(d.url, backup)
  await db.run(`insert into shop.migrations values ('Till1999999999999')`)
  await db.run('delete from reception')
  await db.close()
  const { aside, undo } = await restore(d, backup)
  const again = await d.open()
  assert.deepEqual(await contents(again), then)
  assert.equal((await again.all('select * from shop.migrations')).length, 2)
  assert.ok(aside !== null && undo?.includes("--schema='public'"))
})
