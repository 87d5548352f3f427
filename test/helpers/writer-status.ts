import type { Database } from '../../src/db/open.js'
import { saveWriterStatus } from '../../src/db/write/bookkeeping.js'

/** The sign of life of a writer that is well, at a time (microseconds UTC). */
export function writerIsWell(db: Database, time_us: number, more: { connected?: boolean } = {}) {
  return saveWriterStatus(db, {
    owner: 'test',
    version: '4.0.0',
    started_us: time_us,
    heartbeat_us: time_us,
    connected: true,
    broker: 'mqtt://127.0.0.1',
    connected_us: time_us,
    error: null,
    last_message_us: time_us,
    last_packet_key: 0,
    ...more,
  })
}
