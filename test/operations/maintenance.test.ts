import assert from 'node:assert/strict'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import BetterSqlite3 from 'better-sqlite3'
import { pino } from 'pino'
import { parseConfig } from '../../src/config/config.js'
import { countersOf, findCounters } from '../../src/db/read/status.js'
import { nowUs } from '../../src/db/values.js'
import { Maintenance } from '../../src/writer/maintenance.js'
import { SoleWriter } from '../../src/writer/sole-writer.js'
import { until } from '../helpers/processes.js'
import { sqliteDatabase } from '../migrate/databases.js'
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
  const blocker = new BetterSqlite3(join(database.folder, 'mesh.db'))
  blocker.exec('begin immediate')
  const maintenance = new Maintenance(
    { db, sole, config, configFile: '', log },
    { first: 0, look: 1000, retry: 50 },
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
    { db, sole, config, configFile: '', log },
    { first: 0, look: 20, retry: 50 },
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
  rmSync(copy)
  await until(told, ({ backup_us }) => backup_us === 0)
})
