import { pino } from 'pino'
import { parseConfig } from '../src/config/config.js'
import { openDatabase } from '../src/db/open.js'
import { migrate } from '../src/migrate/index.js'
import { Ingest } from '../src/writer/ingest.js'
import { makeTraffic } from '../test/helpers/traffic.js'

const PART = 5000
const BATCH = 2000
const DAY_US = 86_400_000_000

export interface DatabaseSize {
  packets: number
  receptions: number
  nodes: number
  /** The packets are spread over this many days before now. */
  days: number
}

/** Fills a file through the real ingest, as if the packets had come over the last days. */
export function fillDatabase(file: string, size: DatabaseSize): Promise<void> {
  return fillDatabaseAt(`sqlite:///${file}`, size)
}

/** The same with a database of either kind, by its address. */
export async function fillDatabaseAt(url: string, size: DatabaseSize): Promise<void> {
  const db = await openDatabase(url, 'write')
  await migrate(db, { backup: false })
  // A power cut may have this file: waiting for the disk is half of the time.
  if (db.engine === 'sqlite') await db.run('pragma synchronous = off')
  const { config } = parseConfig('', '/config.ini', {
    MESHVIEW_INGEST_FLOOD_PER_MINUTE: '0',
    MESHVIEW_INGEST_FLOOD_PER_HOUR: '0',
  })
  const ingest = new Ingest(db, config, pino({ level: 'silent' }))
  const total = size.packets * size.receptions
  const from_us = Date.now() * 1000 - size.days * DAY_US
  const step_us = (size.days * DAY_US) / total
  let count = 0
  for (let part = 0; part * PART < size.packets; part++) {
    const { messages } = makeTraffic({
      packets: Math.min(PART, size.packets - part * PART),
      receptions: size.receptions,
      nodes: size.nodes,
      gateways: 60,
      seed: part + 1,
      start: (from_us + count * step_us) / 1_000_000,
      pause_s: (step_us * size.receptions) / 1_000_000,
    })
    const timed = messages.map((message) => ({
      ...message,
      time_us: Math.round(from_us + count++ * step_us),
    }))
    for (let start = 0; start < timed.length; start += BATCH) {
      await ingest.store(timed.slice(start, start + BATCH))
    }
  }
  // PostgreSQL chooses its ways by what it last counted.
  if (db.engine === 'postgres') await db.run('analyze')
  await db.close()
}
