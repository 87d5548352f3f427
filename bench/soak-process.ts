import { join } from 'node:path'
import { pino } from 'pino'
import { parseConfig } from '../src/config/config.js'
import { openDatabase } from '../src/db/open.js'
import { nowUs } from '../src/db/values.js'
import { migrate } from '../src/migrate/index.js'
import { Ingest } from '../src/writer/ingest.js'
import { makeTraffic } from '../test/helpers/traffic.js'
import { residentKb } from './processes.js'

/** Megabytes after so many envelopes; the heap after a full garbage collection. */
export interface SoakMark {
  envelopes: number
  heap: number
  resident: number
}

/**
 * The ingest alone, at full speed: `FOLDER ENVELOPES`. Says a mark after every part. Runs with
 * `--expose-gc`.
 */
const [folder = '', wanted = ''] = process.argv.slice(2)
const PART = 2500
const RECEPTIONS = 8
const BATCH = 1000
const db = await openDatabase(`sqlite:///${join(folder, 'soak.db')}`, 'write')
await migrate(db, { backup: false })
const text = '[ingest]\nflood_per_minute = 0\nflood_per_hour = 0\n'
const { config } = parseConfig(text, '/config.ini')
const ingest = new Ingest(db, config, pino({ level: 'silent' }))

for (let envelopes = 0, seed = 1; envelopes < Number(wanted); seed++) {
  const { messages } = makeTraffic({ packets: PART, receptions: RECEPTIONS, seed })
  for (let first = 0; first < messages.length; first += BATCH) {
    const time_us = nowUs()
    const batch = messages.slice(first, first + BATCH)
    await ingest.store(batch.map((message, index) => ({ ...message, time_us: time_us + index })))
  }
  envelopes += messages.length
  messages.length = 0
  globalThis.gc?.()
  const mark: SoakMark = {
    envelopes,
    heap: process.memoryUsage().heapUsed / 2 ** 20,
    resident: residentKb(process.pid) / 1024,
  }
  console.log(JSON.stringify(mark))
}
await db.close()
