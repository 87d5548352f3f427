import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../config/log.js'
import { isRetryable } from './database-errors.js'
import type { Ingest } from './ingest.js'
import type { Message } from './message.js'
import type { Queue } from './queue.js'
import type { SoleWriter } from './sole-writer.js'
import type { Spool } from './spool.js'

const FIRST_RETRY_MS = 100
const LAST_RETRY_MS = 5000
const EARLIER_BATCH = 500
/** A start that needs no long migration is over by then, and needs no spool. */
const PATIENCE_MS = 1000

export interface PumpParts {
  queue: Queue
  spool: Spool
  ingest: Ingest
  sole: SoleWriter
  log: Log
  signal: AbortSignal
}

/** Puts what arrives before the database is ready on the disk, until `ready`. */
export async function spoolUntil(
  ready: AbortSignal,
  { queue, spool, log }: Pick<PumpParts, 'queue' | 'spool' | 'log'>,
): Promise<void> {
  await sleep(PATIENCE_MS, undefined, { signal: ready }).catch(() => {})
  while (!ready.aborted) {
    const batch = queue.length > 0 ? await queue.next() : null
    if (batch) await keep(batch, spool, queue, log)
    else await sleep(FIRST_RETRY_MS, undefined, { signal: ready }).catch(() => {})
  }
}

/**
 * Stores what the queue gives out until it is closed and empty; `earlier` messages and those on
 * the disk come first. While the database cannot take anything, messages go to the disk, are
 * acknowledged, and are stored in their order when it can again.
 */
export async function pump(parts: PumpParts, earlier: Message[] = []): Promise<void> {
  const { queue, spool, log } = parts
  spool.open()
  while (earlier.length > 0) await storeOrKeep(earlier.splice(0, EARLIER_BATCH), 0, parts)
  let retryAt = 0
  let pause = FIRST_RETRY_MS
  for (;;) {
    if (!spool.isEmpty && Date.now() >= retryAt) {
      if (await replay(parts)) pause = FIRST_RETRY_MS
      else pause = Math.min(pause * 2, LAST_RETRY_MS)
      retryAt = Date.now() + pause
    }
    const batch = await queue.next(spool.isEmpty ? undefined : Math.max(0, retryAt - Date.now()))
    if (batch === null) return
    if (!spool.isEmpty) {
      if (batch.length > 0) await keep(batch, spool, queue, log)
      continue
    }
    const dropped = queue.takeDropped()
    if (dropped > 0) {
      log.error({ dropped }, 'messages were lost: more arrived than [ingest] queue_max may wait')
    }
    await storeOrKeep(batch, dropped, parts)
  }
}

async function storeOrKeep(batch: Message[], dropped: number, parts: PumpParts): Promise<void> {
  const { ingest, sole, spool, queue, log } = parts
  try {
    sole.requireHeld()
    await ingest.store(batch, dropped)
    settle(batch)
  } catch (error) {
    if (!isRetryable(error)) throw error
    log.error({ err: error }, 'the database cannot take packets now; they wait on the disk')
    queue.giveBackDropped(dropped)
    await keep(batch, spool, queue, log)
  }
}

/** Stores what waits on the disk; false when the database cannot take it yet. */
async function replay({ spool, ingest, sole, signal, log }: PumpParts): Promise<boolean> {
  let count = 0
  try {
    while (!spool.isEmpty) {
      if (signal.aborted) return false
      const { messages, next } = spool.read()
      sole.requireHeld()
      await ingest.store(messages)
      spool.forget(next)
      count += messages.length
    }
  } catch (error) {
    if (!isRetryable(error)) throw error
    log.debug({ err: error }, 'the database still cannot take packets')
    return false
  }
  log.info({ count }, 'packets that waited on the disk are stored')
  return true
}

/** To the disk; where that is not possible either, back to the queue, which is bounded. */
async function keep(batch: Message[], spool: Spool, queue: Queue, log: Log): Promise<void> {
  try {
    await spool.append(batch)
    settle(batch)
  } catch (error) {
    log.error({ err: error }, 'packets cannot be kept on the disk either; they wait in memory')
    queue.unshift(batch)
    await sleep(FIRST_RETRY_MS)
  }
}

function settle(batch: readonly Message[]): void {
  for (const message of batch) message.settled?.()
}
