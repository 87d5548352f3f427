import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../config/log.js'
import { isRetryable } from './database-errors.js'
import type { Ingest } from './ingest.js'
import type { Message } from './message.js'
import type { Queue } from './queue.js'
import type { SoleWriter } from './sole-writer.js'

const FIRST_RETRY_MS = 100
const LAST_RETRY_MS = 5000
const EARLIER_BATCH = 500

export interface PumpParts {
  queue: Queue
  ingest: Ingest
  sole: SoleWriter
  log: Log
  signal: AbortSignal
}

/**
 * Stores what the queue gives out until it is closed and empty, `earlier` messages before.
 * While the database cannot take anything, or another process has the right to write, the batch
 * is kept and tried again; the queue goes on taking messages meanwhile.
 */
export async function pump(parts: PumpParts, earlier: Message[] = []): Promise<void> {
  const { queue, log } = parts
  while (earlier.length > 0) await storeAtLast(earlier.splice(0, EARLIER_BATCH), 0, parts)
  for (;;) {
    const batch = await queue.next()
    if (batch === null) return
    const dropped = queue.takeDropped()
    if (dropped > 0) {
      log.error({ dropped }, 'messages were lost: more arrived than [ingest] queue_max may wait')
    }
    await storeAtLast(batch, dropped, parts)
  }
}

async function storeAtLast(
  batch: Message[],
  dropped: number,
  { ingest, sole, log, signal }: PumpParts,
): Promise<void> {
  let pause = FIRST_RETRY_MS
  for (;;) {
    try {
      await sole.whenHeld()
      await ingest.store(batch, dropped)
      for (const message of batch) message.settled?.()
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
