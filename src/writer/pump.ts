import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../config/log.js'
import { isRetryable } from './database-errors.js'
import type { Ingest } from './ingest.js'
import type { Message } from './message.js'
import type { Queue } from './queue.js'

const FIRST_RETRY_MS = 100
const LAST_RETRY_MS = 5000

/**
 * Stores what the queue gives out until it is closed and empty. While the database cannot take
 * anything the batch is kept and tried again; the queue goes on taking messages meanwhile.
 */
export async function pump(
  queue: Queue,
  ingest: Ingest,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const batch = await queue.next()
    if (batch === null) return
    const dropped = queue.takeDropped()
    if (dropped > 0) {
      log.error({ dropped }, 'messages were lost: more arrived than [ingest] queue_max may wait')
    }
    await storeAtLast(batch, dropped, ingest, log, signal)
  }
}

async function storeAtLast(
  batch: Message[],
  dropped: number,
  ingest: Ingest,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  let pause = FIRST_RETRY_MS
  for (;;) {
    try {
      await ingest.store(batch, dropped)
      if (pause > FIRST_RETRY_MS) log.info('the database takes packets again')
      return
    } catch (error) {
      if (!isRetryable(error)) throw error
      if (pause === FIRST_RETRY_MS) {
        log.error({ err: error }, 'the database cannot take packets now; they wait')
      }
      if (signal.aborted) throw error
      await sleep(pause, undefined, { signal }).catch(() => {})
      pause = Math.min(pause * 2, LAST_RETRY_MS)
    }
  }
}
