import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../config/log.js'
import type { Database } from '../db/open.js'
import { watchChanges } from '../db/read/changes.js'
import { findPackets, newestPacketKey, type PacketRow } from '../db/read/packets.js'

export type FeedListener = (packets: readonly PacketRow[], skipped: boolean) => void

/** Tells listeners of packets that the writer has committed, oldest first. */
export interface Feed {
  /**
   * Calls `listener` with each batch of new packets until the returned function is called.
   * `skipped`: there were more than can be told one by one, and some before this batch are not.
   */
  subscribe(listener: FeedListener): () => void
  /**
   * The key up to which listeners have been told. A listener who subscribes first and then reads
   * everything up to this key has neither a gap nor a packet twice.
   */
  position(): Promise<number>
  readonly listeners: number
  /** Milliseconds from the arrival of the last told packet to its telling; null before the first. */
  readonly lagMs: number | null
  close(): void
}

const BATCH = 500
/**
 * After a batch the next one gathers for so long, in milliseconds. The first packet after a pause
 * is told at once; of a busy mesh each listener gets ten writes a second, not one for each packet.
 */
const GATHER_MS = 100
/** On SQLite the next change may be long in coming. */
const RETRY_MS = 1000
/** Further behind than this the feed jumps: a flood shall not occupy the reader for minutes. */
const MOST_BEHIND = 5000

/** A feed of the database that `database` returns; it asks nothing while nobody listens. */
export function createFeed(database: () => Database, log: Log): Feed {
  const listeners = new Set<FeedListener>()
  let watched: Database | null = null
  let stopWatching: (() => void) | null = null
  let lastKey: Promise<number> | null = null
  let reading = false
  let again = false
  let lagMs: number | null = null

  return {
    subscribe(listener) {
      listeners.add(listener)
      start()
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) stop()
      }
    },
    position: () => lastKey ?? newestPacketKey(database()),
    get listeners() {
      return listeners.size
    },
    get lagMs() {
      return lagMs
    },
    close: stop,
  }

  function start(): void {
    if (stopWatching !== null) return
    watched = database()
    lastKey = newestPacketKey(watched)
    lastKey.catch(() => {})
    stopWatching = watchChanges(watched, () => void read())
  }

  function stop(): void {
    stopWatching?.()
    stopWatching = null
    watched = null
    lastKey = null
  }

  /** Tells everything new; one run at a time, and one more when something changed meanwhile. */
  async function read(): Promise<void> {
    again = true
    if (reading) return
    reading = true
    try {
      while (again && watched !== null) {
        again = false
        if (await readBatches(watched)) await sleep(GATHER_MS, undefined, { ref: false })
      }
    } catch (error) {
      log.warn({ err: error }, 'the feed could not read; trying again in a second')
      setTimeout(() => void read(), RETRY_MS).unref()
      // The position may have failed with the database: begin again from what is newest then.
      if (lastKey !== null && (await lastKey.catch(() => null)) === null && watched !== null) {
        lastKey = newestPacketKey(watched)
        lastKey.catch(() => {})
      }
    } finally {
      reading = false
    }
  }

  /** Whether there was anything new. */
  async function readBatches(db: Database): Promise<boolean> {
    for (let isNew = false; lastKey !== null; isNew = true) {
      const after_key = await lastKey
      const newest = await newestPacketKey(db)
      if (newest <= after_key) return isNew
      const skipped = newest - after_key > MOST_BEHIND
      const from = skipped ? newest - BATCH : after_key
      const packets = await findPackets(db, { after_key: from, limit: BATCH }, 'oldest')
      const last = packets.at(-1)
      if (lastKey === null || last === undefined) return isNew
      lastKey = Promise.resolve(last.packet_key)
      lagMs = Math.max(0, Date.now() - last.import_time_us / 1000)
      for (const listener of listeners) tell(listener, packets, skipped)
      if (packets.length < BATCH) return true
      await nextTurn()
    }
    return false
  }

  function tell(listener: FeedListener, packets: readonly PacketRow[], skipped: boolean): void {
    try {
      listener(packets, skipped)
    } catch (error) {
      log.error({ err: error }, 'a listener of the feed failed')
    }
  }
}
