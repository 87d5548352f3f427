import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { pino } from 'pino'
import { parseConfig } from '../src/config/config.js'
import { type Database, openDatabase } from '../src/db/open.js'
import { nowUs } from '../src/db/values.js'
import { migrate } from '../src/migrate/index.js'
import { Ingest } from '../src/writer/ingest.js'
import { cleanUp } from '../src/writer/retention.js'
import { makeTraffic, type Published } from '../test/helpers/traffic.js'
import type { Line } from './table.js'

const DAY_US = 86_400_000_000
const PACKETS = 30_000
const RECEPTIONS = 8
/** Messages of a batch, and the pause after it (ms): about 5,000 a second. */
const BATCH = 50
const PAUSE_MS = 8
const RETENTION = { packetsDays: 30, positionsDays: 90, telemetryDays: 90, nodesDays: 365 }

/**
 * What cleanup and backup cost, and how long a batch of packets waits beside them, on an SQLite
 * database into which packets arrive all the time.
 */
export async function benchOperations(): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), 'meshview-bench-'))
  const file = join(folder, 'packets.db')
  const db = await openDatabase(`sqlite:///${file}`, 'write')
  try {
    await migrate(db, { backup: false })
    const ingest = openIngest(db)
    const old = makeTraffic({ packets: PACKETS, receptions: RECEPTIONS })
    await storeAt(ingest, old.messages, nowUs() - 40 * DAY_US)
    const fresh = makeTraffic({ packets: 400, receptions: RECEPTIONS, seed: 2 })
    await storeAt(ingest, fresh.messages, nowUs())

    const stream = makeTraffic({ packets: 20_000, receptions: RECEPTIONS, seed: 3 }).messages
    const alone = await beside(ingest, stream, () => sleep(4000))
    const backup = await beside(ingest, stream, () => runBackup(folder, file))
    const backupBytes = statSync(join(folder, 'copy.db.gz')).size
    const cleanup = await beside(ingest, stream, () => cleanUp(db, RETENTION, nowUs()))
    const { receptions, longestMs } = cleanup.result
    return [
      { name: 'batch of 50 alone, longest', value: alone.longestMs, unit: 'ms' },
      { name: `backup of ${PACKETS * RECEPTIONS} receptions`, value: backup.seconds, unit: 's' },
      { name: '  its size', value: backupBytes / (PACKETS * RECEPTIONS), unit: 'bytes/reception' },
      {
        name: '  batch beside it, longest',
        value: backup.longestMs,
        unit: 'ms',
        ratio: backup.longestMs / alone.longestMs,
      },
      { name: 'cleanup', value: receptions / cleanup.seconds, unit: 'receptions/s' },
      { name: '  its longest slice', value: longestMs, unit: 'ms' },
      {
        name: '  batch beside it, longest',
        value: cleanup.longestMs,
        unit: 'ms',
        ratio: cleanup.longestMs / alone.longestMs,
      },
    ]
  } finally {
    await db.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function openIngest(db: Database): Ingest {
  const text = '[ingest]\nflood_per_minute = 0\nflood_per_hour = 0\n'
  const { config } = parseConfig(text, '/config.ini')
  return new Ingest(db, config, pino({ level: 'silent' }))
}

async function storeAt(ingest: Ingest, messages: Published[], time_us: number): Promise<void> {
  for (let first = 0; first < messages.length; first += 500) {
    const batch = messages.slice(first, first + 500)
    await ingest.store(
      batch.map((message, index) => ({ ...message, time_us: time_us + first + index })),
    )
  }
}

/** Stores the stream, over and over, while `work` runs. */
async function beside<T>(ingest: Ingest, stream: Published[], work: () => Promise<T>) {
  let isRunning = true
  let longestMs = 0
  const storing = (async () => {
    for (let first = 0; isRunning; first = (first + BATCH) % stream.length) {
      // From when it should have begun: whatever blocks this thread delays that.
      const due = performance.now() + PAUSE_MS
      await sleep(PAUSE_MS)
      await storeAt(ingest, stream.slice(first, first + BATCH), nowUs())
      longestMs = Math.max(longestMs, performance.now() - due)
    }
  })()
  const started = performance.now()
  const result = await work()
  const seconds = (performance.now() - started) / 1000
  isRunning = false
  await storing
  return { result, seconds, longestMs }
}

async function runBackup(folder: string, file: string): Promise<void> {
  const mvrun = fileURLToPath(new URL('../mvrun.js', import.meta.url))
  const config = fileURLToPath(new URL('../../config.ini', import.meta.url))
  await promisify(execFile)(
    process.execPath,
    [mvrun, 'backup', join(folder, 'copy.db.gz'), '--config', config],
    { env: { ...process.env, MESHVIEW_DATABASE_CONNECTION_STRING: `sqlite:///${file}` } },
  )
}
