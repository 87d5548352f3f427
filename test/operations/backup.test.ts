import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import { makeBackup } from '../../src/backup/backup.js'
import { BackupError } from '../../src/backup/fault.js'
import { backupFile, listBackups, pruneBackups } from '../../src/backup/files.js'
import { restoreBackup } from '../../src/backup/restore.js'
import { nowUs } from '../../src/db/values.js'
import { run } from '../helpers/processes.js'
import {
  onBothEngines,
  postgresDatabase,
  sqliteDatabase,
  type TestDatabase,
} from '../migrate/databases.js'
import { batches, contents, count, DAY_US, fill, openIngest, openMesh } from './mesh.js'

const isDumpThere = spawnSync('pg_dump', ['--version']).error === undefined

/** A mesh of the last days. */
async function openFilled(database: TestDatabase, packets = 500) {
  const db = await openMesh(database)
  await fill(db, { packets, from_us: nowUs() - 3 * DAY_US, to_us: nowUs() })
  return db
}

function restore(database: TestDatabase, backup: string) {
  return restoreBackup(database.url, backup, { folder: database.folder, say: () => {} })
}

onBothEngines('a backup comes back row for row; the database of before is kept', async (d, t) => {
  if (d.engine === 'postgres' && !isDumpThere) return t.skip('pg_dump is not installed')
  const db = await openFilled(d)
  const then = await contents(db)
  const backup = await makeBackup(d.url, backupFile(join(d.folder, 'backups'), d.url))
  assert.match(backup.file, d.engine === 'sqlite' ? /mesh-\d{8}-\d{6}\.db\.gz$/ : /\.dump$/)
  if (d.engine === 'sqlite') assert.equal(backup.facts?.rows.reception, 1000)

  await fill(db, { packets: 100, from_us: nowUs(), to_us: nowUs() + 1000, seed: 7 })
  const after = await contents(db)
  await db.close()
  const restored = await restore(d, backup.file)
  const again = await d.open()
  assert.deepEqual(await contents(again), then)
  await again.close()

  assert.ok(restored.aside)
  await restore(d, restored.aside)
  assert.deepEqual(await contents(await d.open()), after)
})

test('a backup without .gz is an SQLite file of its own', async (t) => {
  const d = await sqliteDatabase(t)
  const db = await openFilled(d)
  const file = join(d.folder, 'copy.db')
  await makeBackup(d.url, file)
  // Over an older one: its name then stands for the new one.
  await makeBackup(d.url, file)
  await db.close()
  await restore(d, file)
  assert.equal(await count(await d.open(), 'packet'), 500)
  assert.deepEqual(
    readdirSync(d.folder).filter((name) => /part|copy\.db-/.test(name)),
    [],
  )
})

test('a backup while packets are stored at full speed is of one moment', async (t) => {
  const d = await sqliteDatabase(t)
  const db = await openFilled(d, 3000)
  const ingest = openIngest(db)
  let isStoring = true
  const storing = (async () => {
    while (isStoring) {
      const now = nowUs()
      const period = { packets: 500, from_us: now, to_us: now + 1000, seed: now % 1e6 }
      for (const batch of batches(period)) {
        await ingest.store(batch)
        await sleep(1)
      }
    }
  })()
  // As mvrun makes it: by a process of its own.
  const config = join(d.folder, 'config.ini')
  writeFileSync(config, `[database]\nconnection_string = ${d.url}\n`)
  const file = join(d.folder, 'copy.db.gz')
  const mvrun = run('mvrun.js', ['backup', file, '--config', config])
  const code = await mvrun.ended
  isStoring = false
  await storing
  assert.equal(code, 0, mvrun.lines.join('\n'))
  assert.match(mvrun.lines[0] ?? '', /copy\.db\.gz: .* MB, checked: \d+ packets, .*, revision \w+/)
  const stored = await count(db, 'packet')
  await db.close()
  await restore(d, file)
  const restored = await d.open()
  const packets = await count(restored, 'packet')
  assert.ok(packets >= 3000 && packets <= stored, `${packets} of ${stored}`)
  const total = await restored.get<{ value: number }>(
    "select value from counter where name = 'total.packets'",
  )
  assert.equal(total?.value, packets)
})

test('a backup that is killed leaves nothing under its name', async (t) => {
  const d = await sqliteDatabase(t)
  const db = await openFilled(d, 100)
  // Random bytes take long to be compressed: it is killed in the midst, however late one looks.
  await db.run('create table ballast (bytes blob)')
  for (let megabytes = 0; megabytes < 48; megabytes += 4) {
    await db.run('insert into ballast values (randomblob(4000000))')
  }
  const config = join(d.folder, 'config.ini')
  writeFileSync(config, `[database]\nconnection_string = ${d.url}\n`)
  const folder = join(d.folder, 'backups')
  for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
    const mvrun = run('mvrun.js', ['backup', '--config', config])
    const until = Date.now() + 60_000
    const isPart = (name: string) => name.endsWith('.part')
    while (!(existsSync(folder) && readdirSync(folder).some(isPart)) && Date.now() < until) {
      await sleep(1)
    }
    mvrun.child.kill(signal)
    assert.notEqual(await mvrun.ended, 0)
    assert.deepEqual(listBackups(folder, d.url), [])
    // Told to end it tidies up; killed it cannot, and the next one does so when an hour is over.
    const parts = readdirSync(folder).filter((name) => name.includes(`.${mvrun.child.pid}.part`))
    assert.equal(parts.length > 0, signal === 'SIGKILL', `${signal}: ${parts}`)
  }
})

test('nothing is restored over a running system', async (t) => {
  const d = await sqliteDatabase(t)
  const db = await openFilled(d)
  const { file } = await makeBackup(d.url, join(d.folder, 'copy.db.gz'))
  // A reader alone has the file open, no lock.
  await assert.rejects(restore(d, file), /Another process has .*mesh\.db open/)
  await db.close()

  const config = join(d.folder, 'config.ini')
  writeFileSync(
    config,
    `[database]\nconnection_string = ${d.url}\n[broker]\nbind = 127.0.0.1\nport = 0\n`,
  )
  const writer = run('src/writer/main.js', ['--config', config])
  t.after(() => writer.stop())
  await writer.said(/storing packets/)
  const refused = run('mvrun.js', ['restore', file, '--config', config])
  assert.equal(await refused.ended, 1)
  assert.match(
    refused.lines.join('\n'),
    new RegExp(`MeshView is running on this database \\(writer .*:${writer.child.pid}\\)`),
  )
  assert.equal(await writer.stop(), 0)
  const done = run('mvrun.js', ['restore', file, '--config', config])
  assert.equal(await done.ended, 0, done.lines.join('\n'))
  assert.match(done.lines.join('\n'), /Restored: 500 packets/)
})

/** Where the header of an SQLite file counts its free pages (https://sqlite.org/fileformat.html § 1.3). */
const FREE_PAGES = 36

test('a damaged or strange file is not restored, and changes nothing', async (t) => {
  const d = await sqliteDatabase(t)
  const db = await openFilled(d)
  const { file } = await makeBackup(d.url, join(d.folder, 'copy.db.gz'))
  await db.close()
  const before = readFileSync(join(d.folder, 'mesh.db'))
  const plain = gunzipSync(readFileSync(file))
  const bent = Buffer.from(plain)
  bent.fill(0xa5, 8192, bent.length - 8192)
  // All of its rows can be read: only a look at every page finds that one is lost.
  const lost = Buffer.from(plain)
  lost.writeUInt32BE(lost.readUInt32BE(FREE_PAGES) + 1, FREE_PAGES)
  const strange = await sqliteDatabase(t)
  await (await strange.open()).run('create table bookmarks (url text)')
  const files: Record<string, [Buffer, RegExp]> = {
    'cut.db.gz': [readFileSync(file).subarray(0, 5000), /is damaged/],
    'bent.db.gz': [gzipSync(bent), /damaged|malformed/],
    'lost.db.gz': [gzipSync(lost), /is damaged/],
    'text.db': [Buffer.from('hello'), /is no backup of MeshView/],
    'text.db.gz': [gzipSync('hello'), /holds no SQLite database/],
    'empty.db': [Buffer.alloc(0), /is no backup of MeshView/],
  }
  for (const [name, [bytes, why]] of Object.entries(files)) {
    writeFileSync(join(d.folder, name), bytes)
    await assert.rejects(restore(d, join(d.folder, name)), (error) => {
      assert.ok(error instanceof BackupError, String(error))
      assert.match(error.message, why)
      return true
    })
  }
  await assert.rejects(restore(d, join(strange.folder, 'mesh.db')), /not one of MeshView/)
  await assert.rejects(restore(d, join(d.folder, 'missing.db')), /There is no file/)
  assert.ok(readFileSync(join(d.folder, 'mesh.db')).equals(before))
  assert.deepEqual(
    readdirSync(d.folder).sort(),
    [...Object.keys(files), 'copy.db.gz', 'mesh.db', 'mesh.db-migrate', 'mesh.db-writer'].sort(),
  )
})

test('a dump is not restored among tables that it does not have (PostgreSQL)', {
  skip: process.env.MESHVIEW_TEST_POSTGRES && isDumpThere ? false : 'no PostgreSQL, or no pg_dump',
}, async (t) => {
  const d = await postgresDatabase(t)
  const db = await openFilled(d, 10)
  const { file } = await makeBackup(d.url, join(d.folder, 'copy.dump'))
  await db.run('create table of_a_later_version (number int)')
  const before = await contents(db)
  await assert.rejects(restore(d, file), /tables that are not in the backup: of_a_later_version/)
  assert.deepEqual(await contents(db), before)
})

test('a damaged database is put aside and replaced', async (t) => {
  const d = await sqliteDatabase(t)
  const db = await openFilled(d)
  const { file } = await makeBackup(d.url, join(d.folder, 'copy.db.gz'))
  await db.close()
  writeFileSync(join(d.folder, 'mesh.db'), 'no database at all, whatever happened here')
  const { aside } = await restore(d, file)
  assert.match(readFileSync(aside ?? '', 'utf8'), /no database at all/)
  assert.equal(await count(await d.open(), 'packet'), 500)
})

test('a backup overwrites neither the database nor what is no backup', async (t) => {
  const d = await sqliteDatabase(t)
  await openFilled(d, 10)
  writeFileSync(join(d.folder, 'config.ini'), '[server]\n')
  for (const name of ['mesh.db', 'mesh.db-wal', 'config.ini']) {
    await assert.rejects(makeBackup(d.url, join(d.folder, name)), BackupError, name)
  }
  await assert.rejects(
    makeBackup(`sqlite:///${join(d.folder, 'missing.db')}`, join(d.folder, 'a.gz')),
    /There is no database/,
  )
})

test('of the folder of backups the last part is made, and none above it', async (t) => {
  const d = await sqliteDatabase(t)
  await (await openMesh(d)).close()
  const away = join(d.folder, 'not-mounted')
  await assert.rejects(makeBackup(d.url, backupFile(join(away, 'copies'), d.url)), {
    name: 'BackupError',
    message: `The folder ${away}/copies cannot be made: ${away} is not there, or takes no folders.`,
    hint: `Mount its disk, make it (mkdir -p '${away}'), or name another folder ([backup] dir).`,
  })
  assert.ok(!existsSync(away))
  // Where Node makes folders above as well it tries for ever: nothing can be made there.
  await assert.rejects(
    makeBackup(d.url, '/proc/backups/a.db.gz'),
    /\/proc is not there, or takes no/,
  )
  mkdirSync(away)
  assert.ok((await makeBackup(d.url, backupFile(join(away, 'copies'), d.url))).bytes > 0)
})

test('old daily backups go, the newest stays whatever its age', (t: TestContext) => {
  return sqliteDatabase(t).then((d) => {
    const write = (day: string) => writeFileSync(join(d.folder, `mesh-${day}-013000.db.gz`), '')
    for (const day of ['20261101', '20261110', '20261118']) write(day)
    writeFileSync(join(d.folder, 'mesh-notes.txt'), '')
    writeFileSync(join(d.folder, 'other-20261101-013000.db.gz'), '')
    const now = new Date(2026, 10, 20).getTime()
    assert.equal(pruneBackups(d.folder, d.url, 0, now).length, 0)
    assert.deepEqual(pruneBackups(d.folder, d.url, 14, now), [
      join(d.folder, 'mesh-20261101-013000.db.gz'),
    ])
    // Named by a clock that was ahead: the newest is another one.
    write('20991120')
    pruneBackups(d.folder, d.url, 1, now + 1e10)
    assert.deepEqual(readdirSync(d.folder).sort(), [
      'mesh-20261118-013000.db.gz',
      'mesh-20991120-013000.db.gz',
      'mesh-notes.txt',
      'other-20261101-013000.db.gz',
    ])
  })
})

test('the exit code tells a wrong command from a wrong configuration', async (t) => {
  const { folder } = await sqliteDatabase(t)
  const mvrun = async (...args: string[]) => {
    const running = run('mvrun.js', args, {}, folder)
    return [await running.ended, running.lines.join('\n')] as const
  }
  assert.deepEqual(await mvrun('restore'), [
    1,
    'mvrun: restore needs the file of a backup; mvrun --help says what there is',
  ])
  const [code, text] = await mvrun('backup')
  assert.equal(code, 78)
  assert.match(text, /config\.ini has an error/)
  writeFileSync(join(folder, 'config.ini'), '[database]\nconnection_string = sqlite:///none.db\n')
  const [noDatabase, why] = await mvrun('backup')
  assert.equal(noDatabase, 1)
  assert.match(why, /There is no database at .*none\.db yet/)
  writeFileSync(
    join(folder, 'config.ini'),
    '[database]\nconnection_string = postgresql://mesh:secret@127.0.0.1:1/mesh\n',
  )
  const [noServer, command] = await mvrun('backup', 'mesh.dump')
  assert.equal(noServer, 1)
  assert.match(command, /pg_dump .*--file='[^']*\/mesh\.dump' .*mesh@127/, 'to be typed elsewhere')
  assert.doesNotMatch(command, /secret/)
})
