import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { connectAsync } from 'mqtt'
import { requireSpace } from '../../src/backup/files.js'
import { connectSqlite } from '../../src/db/sqlite-driver.js'
import { nowUs } from '../../src/db/values.js'
import { findSpace } from '../../src/db/write/space.js'
import { listeningPort, run, until } from '../helpers/processes.js'
import { makeTraffic } from '../helpers/traffic.js'
import { sqliteDatabase } from '../migrate/databases.js'
import { count, DAY_US, fill, openMesh } from './mesh.js'

test('the writer cleans up, gives space back, counts the day and makes a backup, while packets arrive', async (t) => {
  const d = await sqliteDatabase(t)
  const file = join(d.folder, 'mesh.db')
  const db = await openMesh(d)
  const now = nowUs()
  await fill(db, { packets: 4000, from_us: now - 40 * DAY_US, to_us: now - 35 * DAY_US })
  // By the clocks of their gateways too: those are two days behind where the first cleanup comes
  // before much has been sent, and then nothing is deleted.
  await fill(db, { packets: 300, from_us: now - DAY_US / 24, to_us: now, seed: 2 })
  await db.close()
  // As other programs make it: free pages cannot be cut off in steps.
  connectSqlite(file).exec('pragma journal_mode = delete; pragma auto_vacuum = 0; vacuum').close()
  const before = statSync(file).size

  const config = join(d.folder, 'config.ini')
  writeFileSync(
    config,
    `[database]
connection_string = sqlite:///mesh.db
[broker]
bind = 127.0.0.1
port = 0
[ingest]
flood_per_minute = 0
[cleanup]
vacuum = true
[backup]
enabled = true
dir = ./kept
[logging]
db_cleanup_logfile = notes.log
`,
  )
  const writer = run('src/writer/main.js', ['--config', config])
  t.after(() => writer.stop())
  const port = await listeningPort(writer, 'broker')
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`)
  t.after(() => client.endAsync(true))
  await writer.said(/storing packets/)
  // Packets arrive all the time, one in three milliseconds.
  const { messages } = makeTraffic({ packets: 6000, receptions: 1, seed: 3 })
  let sent = 0
  const sending = setInterval(() => {
    const message = messages[sent]
    // A slow machine is not done yet when all of them are sent.
    if (message === undefined) return
    sent++
    void client.publishAsync(message.topic, message.payload)
  }, 3)
  try {
    await writer.said(/vacuum: .* MB given back/, 180_000)
    await writer.said(/backup: .*kept\/mesh-.*\.db\.gz: .* MB, checked/, 180_000)
  } finally {
    clearInterval(sending)
  }

  const shown = await d.open('read')
  const packets = await until(
    () => count(shown, 'packet'),
    (packets) => packets >= 300 + sent,
  )
  assert.equal(packets, 300 + sent)
  assert.equal((await findSpace(shown))?.isIncremental, true)
  assert.ok((await count(shown, 'daily_snapshot')) > 30)
  assert.ok(statSync(file).size < before, `${statSync(file).size} of ${before}`)
  const [backup = ''] = readdirSync(join(d.folder, 'kept'))
  const kept = gunzipSync(readFileSync(join(d.folder, 'kept', backup)))
  assert.equal(kept.toString('latin1', 0, 15), 'SQLite format 3')
  const notes = readFileSync(join(d.folder, 'notes.log'), 'utf8')
  assert.match(notes, /Z cleanup: 4000 packets, 8000 receptions.* deleted/)
  assert.match(notes, /Z backup: .*kept\/mesh-/)
  assert.equal(await writer.stop(), 0)
})

test('what does not fit the disk is refused with the size that is needed', () => {
  assert.throws(
    () => requireSpace('.', 1e15, 'The copy'),
    /^BackupError: The copy needs 953674317 MB in \., but only \d+ MB are free\./,
  )
})
