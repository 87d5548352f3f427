import { pino } from 'pino'
import { parseConfig } from '../src/config/config.js'
import { openDatabase } from '../src/db/open.js'
import type { Publication } from '../src/demo/air.js'
import { Simulation } from '../src/demo/simulation.js'
import { migrate } from '../src/migrate/index.js'
import { Ingest } from '../src/writer/ingest.js'

const SEED = 20
const HOUR_MS = 3_600_000
const SPAN_MS = 48 * HOUR_MS
/** Milliseconds from one happening to the next. */
const PACE_MS = 20_000

/** Fills a database through the real ingest with the last two days of the demo's mesh. */
export async function fillWithDemo(file: string): Promise<void> {
  const db = await openDatabase(`sqlite:///${file}`, 'write')
  await migrate(db, { backup: false })
  const { config } = parseConfig('', '/config.ini', {
    MESHVIEW_INGEST_FLOOD_PER_MINUTE: '0',
    MESHVIEW_INGEST_FLOOD_PER_HOUR: '0',
  })
  const ingest = new Ingest(db, config, pino({ level: 'silent' }))
  const now_ms = Date.now()
  const start_ms = now_ms - SPAN_MS
  const simulation = new Simulation(SEED, start_ms)
  const store = async (at_ms: number, publications: readonly Publication[]) => {
    const messages = publications
      .map(({ topic, payload, delay_ms }) => ({
        topic,
        payload,
        time_us: Math.round((at_ms + delay_ms) * 1000),
      }))
      .filter(({ time_us }) => time_us <= now_ms * 1000)
    if (messages.length > 0) await ingest.store(messages.sort((a, b) => a.time_us - b.time_us))
  }
  await store(start_ms, simulation.opening(start_ms))
  for (let at_ms = start_ms + PACE_MS; at_ms < now_ms; at_ms += PACE_MS) {
    await store(at_ms, simulation.next(at_ms))
  }
  await db.close()
}
