import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Database } from '../../src/db/open.js'
import { saveWriterStatus } from '../../src/db/write/bookkeeping.js'

/**
 * The sign of life of a writer that is well, at a time (microseconds UTC). A reader in this process
 * sees it afterwards, as it would that of another process: in its next turn.
 */
export async function writerIsWell(
  db: Database,
  time_us: number,
  more: { connected?: boolean } = {},
): Promise<void> {
  await saveWriterStatus(db, {
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
  await nextTurn()
}
