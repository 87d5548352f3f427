import { pino } from 'pino'
import { parseConfig } from '../../src/config/config.js'
import type { Database } from '../../src/db/open.js'
import { type EnvelopeParts, encodeEnvelope } from '../../src/mesh/encode.js'
import { DEFAULT_KEY } from '../../src/mesh/keys.js'
import { BROADCAST, formatNodeId } from '../../src/mesh/node-id.js'
import { Ingest } from '../../src/writer/ingest.js'
import type { Message } from '../../src/writer/message.js'
import type { TestDatabase } from '../migrate/databases.js'

/** An ingest on a database of its own, fed with envelopes as if they came from a broker. */
export interface Stage {
  db: Database
  /** Ingests one envelope; `time_us` defaults to a millisecond after the one before. */
  hear(parts: Partial<EnvelopeParts>, more?: { topic?: string; time_us?: number }): Promise<void>
  /** Ingests as one batch all that is heard meanwhile: so much faster than one by one. */
  together(hearing: () => Promise<void>): Promise<void>
  /** Ingests raw bytes. */
  hearBytes(topic: string, payload: Buffer): Promise<void>
  /** A new ingest that remembers nothing, as after a restart. */
  restart(env?: Record<string, string>): void
  counters(): Promise<Record<string, number>>
}

export const SENDER = 0x11111111
export const GATEWAY = 0x22222222
export const NOW_US = 1_795_000_000_000_000

export async function setStage(
  database: TestDatabase,
  env: Record<string, string> = {},
): Promise<Stage> {
  const db = await database.openCurrent()
  let ingest = makeIngest(db, env)
  let clock_us = NOW_US
  let batch: Message[] | null = null
  const take = async (message: Message) => {
    if (batch === null) await ingest.store([message])
    else batch.push(message)
  }
  const stage: Stage = {
    db,
    async hear(parts, more = {}) {
      clock_us = more.time_us ?? clock_us + 1000
      const gateway_id = parts.gateway_id ?? GATEWAY
      const name = typeof gateway_id === 'number' ? formatNodeId(gateway_id) : gateway_id
      const channel_id = parts.channel_id ?? 'LongFast'
      const payload = encodeEnvelope({
        key: DEFAULT_KEY,
        ...parts,
        channel_id,
        gateway_id,
        packet: {
          from: SENDER,
          to: BROADCAST,
          id: 1,
          rx_time: Math.floor(clock_us / 1_000_000),
          rx_rssi: -90,
          rx_snr: 5.25,
          hop_start: 3,
          hop_limit: 3,
          ...parts.packet,
        },
      })
      const topic = more.topic ?? `msh/US/2/e/${channel_id}/${name}`
      await take({ topic, payload, time_us: clock_us })
    },
    async together(hearing) {
      batch = []
      try {
        await hearing()
        await ingest.store(batch)
      } finally {
        batch = null
      }
    },
    async hearBytes(topic, payload) {
      clock_us += 1000
      await take({ topic, payload, time_us: clock_us })
    },
    restart(changed = env) {
      ingest = makeIngest(db, changed)
    },
    async counters() {
      const rows = await db.all<{ name: string; value: number }>('select name, value from counter')
      return Object.fromEntries(rows.map((row) => [row.name, row.value]))
    },
  }
  return stage
}

function makeIngest(db: Database, env: Record<string, string>): Ingest {
  const { config } = parseConfig('', '/config.ini', env)
  return new Ingest(db, config, pino({ level: 'silent' }))
}
