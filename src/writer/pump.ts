import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../config/log.js'
import type { Thrift } from '../config/thrift.js'
import type { OpenFiles } from '../db/open-files.js'
import type { WriterClock } from './clock.js'
import type { Ingest } from './ingest.js'
import type { Message } from './message.js'
import type { Queue } from './queue.js'
import { Seldom } from './seldom.js'
import type { SoleWriter } from './sole-writer.js'
import type { Spool } from './spool.js'

const FIRST_RETRY_MS = 100
const LAST_RETRY_MS = 5000
const EARLIER_BATCH = 500
/** A start that needs no long migration is over by then, and needs no spool. */
const PATIENCE_MS = 1000
/** Said once, and again every minute while it lasts. */
const CANNOT = 'the database cannot take packets now; they wait on the disk'

export interface PumpParts {
  clock: WriterClock
  queue: Queue
  spool: Spool
  ingest: Ingest
  sole: SoleWriter
  files: OpenFiles
  thrift: Thrift
  log: Log
  signal: AbortSignal
}

/** Puts what arrives before the database is ready on the disk, until `ready`. */
export async function spoolUntil(
  ready: AbortSignal,
  { queue, spool, log }: Pick<PumpParts, 'queue' | 'spool' | 'log'>,
): Promise<void> {
  const seldom = new Seldom(log)
  await sleep(PATIENCE_MS, undefined, { signal: ready }).catch(() => {})
  while (!ready.aborted) {
    const batch = queue.length > 0 ? await queue.next() : null
    if (batch) await keep(batch, { spool, queue, seldom })
    else await sleep(FIRST_RETRY_MS, undefined, { signal: ready }).catch(() => {})
  }
}

/**
 * Stores what the queue gives out until it is closed and empty; `earlier` messages and those on
 * the disk come first. While the database cannot take anything, messages go to the disk, are
 * acknowledged, and are stored in their order when it can again.
 */
export async function pump(given: PumpParts, earlier: Message[] = []): Promise<void> {
  const parts = { ...given, seldom: new Seldom(given.log) }
  const { queue, spool, seldom } = parts
  openSpool(parts)
  while (earlier.length > 0) await storeOrKeep(earlier.splice(0, EARLIER_BATCH), 0, parts)
  // By a clock that nobody sets: the machine's may be put back by an hour in between.
  let retryAt = 0
  let pause = FIRST_RETRY_MS
  for (;;) {
    if (!spool.isEmpty && performance.now() >= retryAt) {
      if (await replay(parts)) pause = FIRST_RETRY_MS
      else pause = Math.min(pause * 2, LAST_RETRY_MS)
      retryAt = performance.now() + pause
    }
    const patience = spool.isEmpty ? undefined : Math.max(0, retryAt - performance.now())
    const batch = await queue.next(patience)
    if (batch === null) return
    if (!spool.isEmpty) {
      if (batch.length > 0) await keep(batch, parts)
      continue
    }
    const dropped = queue.takeDropped()
    if (dropped > 0) {
      seldom.error({ dropped }, 'messages were lost: more arrived than [ingest] queue_max may wait')
    }
    await storeOrKeep(batch, dropped, parts)
  }
}

type Pump = PumpParts & { seldom: Seldom }

/** Where the disk has no room for an empty file, the first thing to be kept tries again. */
function openSpool({ spool, seldom }: Pump): void {
  try {
    spool.open()
  } catch (error) {
    seldom.error({ err: error }, `${spool.file} cannot be opened`)
  }
}

async function storeOrKeep(batch: Message[], dropped: number, parts: Pump): Promise<void> {
  const { clock, ingest, sole, files, queue, seldom, thrift } = parts
  thrift.note(batch.length)
  clock.date(batch)
  try {
    sole.requireHeld()
    files.requireInPlace()
    await ingest.store(batch, dropped)
    settle(batch)
    if (batch.length > 0) seldom.over('the database takes packets again')
  } catch (error) {
    // Whatever the reason: what a single message is at fault for has been set aside.
    seldom.error({ err: error }, CANNOT)
    queue.giveBackDropped(dropped)
    await keep(batch, parts)
  }
}

/** Stores what waits on the disk; false when the database cannot take it yet. */
async function replay(parts: Pump): Promise<boolean> {
  const { clock, spool, ingest, sole, files, signal, log, seldom } = parts
  let count = 0
  try {
    while (!spool.isEmpty) {
      if (signal.aborted) return false
      const { messages, next } = spool.read()
      clock.date(messages)
      sole.requireHeld()
      files.requireInPlace()
      await ingest.store(messages)
      spool.forget(next)
      count += messages.length
    }
  } catch (error) {
    seldom.error({ err: error }, CANNOT)
    return false
  }
  log.info({ count }, 'packets that waited on the disk are stored')
  seldom.over('the database takes packets again')
  return true
}

/** To the disk; where that is not possible either, back to the queue, which is bounded. */
async function keep(
  batch: Message[],
  { spool, queue, seldom }: Pick<Pump, 'spool' | 'queue' | 'seldom'>,
): Promise<void> {
  try {
    await spool.append(batch)
    settle(batch)
  } catch (error) {
    seldom.error({ err: error }, 'packets cannot be kept on the disk either; they wait in memory')
    queue.unshift(batch)
    await sleep(FIRST_RETRY_MS)
  }
}

function settle(batch: readonly Message[]): void {
  for (const message of batch) message.settled?.()
}
