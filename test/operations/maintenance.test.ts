import assert from 'node:assert/strict'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { pino } from 'pino'
import { parseConfig } from '../../src/config/config.js'
import { countersOf, findCounters } from '../../src/db/read/status.js'
import { connectSqlite } from '../../src/db/sqlite-driver.js'
import { nowUs } from '../../src/db/values.js'
import { WriterClock } from '../../src/writer/clock.js'
import { Maintenance } from '../../src/writer/maintenance.js'
import { SoleWriter } from '../../src/writer/sole-writer.js'
import { until } from '../helpers/processes.js'
import { startTunnel } from '../helpers/tunnel.js'
import { onBothEngines, sqliteDatabase, type TestDatabase } from '../migrate/databases.js'
import { count, DAY_US, fill, openMesh } from './mesh.js'

test('daily work that meets a locked database is tried again soon, not tomorrow', async (t) => {
  const database = await sqliteDatabase(t)
  const db = await openMesh(database)
  const now = nowUs()
  await fill(db, { packets: 60, from_us: now - 40 * DAY_US, to_us: now - 39 * DAY_US })
  await fill(db, { packets: 20, from_us: now - DAY_US, to_us: now, seed: 2 })
  const lines: string[] = []
  const log = pino({}, { write: (line: string) => lines.push(line) })
  const stopping = new AbortController()
  const sole = new SoleWriter(database.url, log, stopping.signal)
  await sole.take()
  const { config } = parseConfig('', join(database.folder, 'config.ini'))
  const blocker = connectSqlite(join(database.folder, 'mesh.db'))
  blocker.exec('begin immediate')
  const maintenance = new Maintenance(
    { db, clock: new WriterClock(), sole, config, configFile: '', log },
    { first: 0, look: 1000, retry: 50, backup: 50 },
  )
  maintenance.start()
  t.after(async () => {
    blocker.close()
    await maintenance.stop()
    await sole.release()
  })
  await until(
    async () => lines.join(''),
    (said) => /snapshot: not possible now \(database is locked\); trying again in/.test(said),
  )
  assert.equal(await count(db, 'packet'), 80)
  blocker.exec('rollback')
  await until(
    () => count(db, 'packet'),
    (packets) => packets === 20,
  )
})

test('a database of MeshView 3.x is cleaned up a week after it was taken over, not before', async (t) => {
  const database = await sqliteDatabase(t)
  const db = await openMesh(database)
  const now = nowUs()
  await fill(db, { packets: 60, from_us: now - 40 * DAY_US, to_us: now - 39 * DAY_US })
  await fill(db, { packets: 20, from_us: now - DAY_US, to_us: now, seed: 2 })
  await db.run('create table alembic_version (version_num varchar(32) not null)')
  const lines: string[] = []
  const log = pino({}, { write: (line: string) => lines.push(line) })
  const sole = new SoleWriter(database.url, log, new AbortController().signal)
  await sole.take()
  t.after(() => sole.release())
  const { config } = parseConfig('', join(database.folder, 'config.ini'))
  const runs = async (isDone: (said: string) => boolean) => {
    const parts = { db, clock: new WriterClock(), sole, config, configFile: '', log }
    const maintenance = new Maintenance(parts, { first: 0, look: 1000, retry: 50, backup: 50 })
    maintenance.start()
    await until(async () => lines.join(''), isDone)
    await maintenance.stop()
  }
  await runs((said) => /cleanup: begins on \d{4}-\d\d-\d\d, a week after .*30 days/.test(said))
  assert.equal(await count(db, 'packet'), 80)
  await db.run('update migrations set applied_us = applied_us - ?', [8 * DAY_US])
  await runs((said) => /cleanup: 60 packets/.test(said))
  assert.equal(await count(db, 'packet'), 20)
})

test('nothing is cleaned up where [cleanup] enabled is false', async (t) => {
  const database = await sqliteDatabase(t)
  const db = await openMesh(database)
  const now = nowUs()
  await fill(db, { packets: 60, from_us: now - 40 * DAY_US, to_us: now - 39 * DAY_US })
  await fill(db, { packets: 20, from_us: now - DAY_US, to_us: now, seed: 2 })
  const log = pino({ level: 'silent' })
  const sole = new SoleWriter(database.url, log, new AbortController().signal)
  await sole.take()
  const { config } = parseConfig(
    '[cleanup]\nenabled = false\n[backup]\ndir = .\n',
    join(database.folder, 'config.ini'),
  )
  const parts = { db, clock: new WriterClock(), sole, config, configFile: '', log }
  const maintenance = new Maintenance(parts, { first: 0, look: 20, retry: 50, backup: 50 })
  t.after(async () => {
    await maintenance.stop()
    await sole.release()
  })
  const told = async () => countersOf(await findCounters(db), 'state.')
  maintenance.start()
  await until(told, ({ backup_us }) => backup_us === 0)
  // This is seen by the first look after what is done at the start.
  writeFileSync(join(database.folder, 'packets-20261120-013000.db.gz'), 'x')
  await until(told, ({ backup_us }) => (backup_us ?? 0) > 0)
  assert.equal(await count(db, 'packet'), 80)
  assert.equal((await told()).cleanup_us, undefined)
})

test('readers are told of the last cleanup and of the newest backup, also of one made by hand', async (t) => {
  const database = await sqliteDatabase(t)
  const db = await openMesh(database)
  const log = pino({ level: 'silent' })
  const sole = new SoleWriter(database.url, log, new AbortController().signal)
  await sole.take()
  const folder = join(database.folder, 'copies')
  const { config } = parseConfig(
    `[backup]\ndir = ${folder}\n[database]\nconnection_string = ${database.url}\n`,
    join(database.folder, 'config.ini'),
  )
  const maintenance = new Maintenance(
    { db, clock: new WriterClock(), sole, config, configFile: '', log },
    { first: 0, look: 20, retry: 50, backup: 50 },
  )
  t.after(async () => {
    await maintenance.stop()
    await sole.release()
  })
  const told = async () => countersOf(await findCounters(db), 'state.')
  const begun_us = nowUs()
  maintenance.start()
  const first = await until(told, ({ cleanup_us }) => (cleanup_us ?? 0) > 0)
  assert.ok((first.cleanup_us ?? 0) >= begun_us)
  assert.equal(first.backup_us, 0, 'there is none')
  mkdirSync(folder)
  const copy = join(folder, 'mesh-20261120-013000.db.gz')
  writeFileSync(copy, 'x'.repeat(1234))
  await until(
    told,
    ({ backup_us, backup_bytes }) =>
      backup_us === new Date(2026, 10, 20, 1, 30).getTime() * 1000 && backup_bytes === 1234,
  )
  // Made while the clock was years ahead: it says nothing about the years until then.
  const ahead = join(folder, 'mesh-20991120-013000.db.gz')
  writeFileSync(ahead, 'x')
  rmSync(copy)
  await until(told, ({ backup_us }) => backup_us === 0)
})

/** What stands in the way of a backup, and how it goes away. */
type Obstacle = (database: TestDatabase, t: TestContext) => Promise<{ ini: string; end(): unknown }>

const obstacles: Record<TestDatabase['engine'], Obstacle> = {
  async sqlite({ folder, url }) {
    const usb = join(folder, 'usb')
    const ini = `[database]\nconnection_string = ${url}\n[backup]\ndir = ${usb}/copies\n`
    return { ini, end: () => mkdirSync(usb) }
  },
  async postgres({ folder, url }, t) {
    const direct = new URL(url)
    const tunnel = await startTunnel(Number(direct.port || 5432))
    t.after(() => tunnel.cut().catch(() => {}))
    await tunnel.cut()
    direct.port = String(tunnel.port)
    const ini = `[database]\nconnection_string = ${direct.href}\n[backup]\ndir = ${folder}/copies\n`
    return { ini, end: () => tunnel.open() }
  },
}

onBothEngines(
  'a backup that is not possible is tried again soon, and readers are told',
  async (database, t) => {
    const db = await openMesh(database)
    const lines: string[] = []
    const log = pino({}, { write: (line: string) => lines.push(line) })
    const stopping = new AbortController()
    const sole = new SoleWriter(database.url, log, stopping.signal)
    await sole.take()
    const { ini, end } = await obstacles[database.engine](database, t)
    const configFile = join(database.folder, 'config.ini')
    const text = `${ini}enabled = true\n`
    writeFileSync(configFile, text)
    const { config } = parseConfig(text, configFile)
    const maintenance = new Maintenance(
      { db, clock: new WriterClock(), sole, config, configFile, log },
      { first: 0, look: 20, retry: 50, backup: 100 },
    )
    t.after(async () => {
      stopping.abort()
      await maintenance.stop()
      await sole.release()
    })
    const told = async () => countersOf(await findCounters(db), 'state.')
    const begun_us = nowUs()
    maintenance.start()
    const failing = await until(told, ({ backup_failed_us }) => (backup_failed_us ?? 0) > 0)
    assert.ok((failing.backup_failed_us ?? 0) >= begun_us)
    assert.equal(failing.backup_us, 0)
    await until(
      async () => lines.join(''),
      (said) => (said.match(/backup: trying again in \d+ s/g) ?? []).length > 1,
    )
    const still = await told()
    assert.equal(still.backup_failed_us, failing.backup_failed_us, 'since the first time')
    await end()
    await until(
      told,
      ({ backup_us, backup_failed_us }) => (backup_us ?? 0) > 0 && backup_failed_us === 0,
    )
  },
)
