import { statfs } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import type { Log } from '../config/log.js'
import { isClockSet } from '../db/clock.js'
import type { Database } from '../db/open.js'
import type { OpenFiles } from '../db/open-files.js'
import { nowUs } from '../db/values.js'
import { saveState, saveWriterStatus } from '../db/write/bookkeeping.js'
import type { Source } from './connection.js'
import type { Ingest } from './ingest.js'
import type { Queue } from './queue.js'
import type { SoleWriter } from './sole-writer.js'
import type { Spool } from './spool.js'

interface Parts {
  db: Database
  files: OpenFiles
  sole: SoleWriter
  source: Source
  queue: Queue
  ingest: Ingest
  spool: Spool
  log: Log
}

/** How often the writer shows that it is alive. */
const HEARTBEAT_MS = 5000

/** Keeps the row that tells other processes how the writer is. */
export class Heartbeat {
  readonly #parts: Parts
  readonly #version: string
  #started_us = nowUs()
  #timer: NodeJS.Timeout | null = null

  constructor(parts: Parts, version: string) {
    this.#parts = parts
    this.#version = version
  }

  async start(): Promise<void> {
    await this.beat()
    this.#timer = setInterval(() => void this.beat(), HEARTBEAT_MS)
  }

  /** Says a last time how things stand; the connection is closed by then. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    await this.beat()
  }

  async beat(): Promise<void> {
    const { db, files, sole, source, queue, ingest, spool, log } = this.#parts
    // Another process may be the writer now, here or in another file: it tells how it is.
    if (!sole.isHeld || !files.areInPlace) return
    const { connected, broker, connected_us, error } = source.connection
    const now_us = nowUs()
    if (isClockSet(now_us) && !isClockSet(this.#started_us)) {
      this.#started_us = now_us - Math.floor(performance.now()) * 1000
    }
    try {
      await saveWriterStatus(db, {
        owner: `${hostname()}:${process.pid}`,
        version: this.#version,
        started_us: this.#started_us,
        heartbeat_us: now_us,
        connected,
        broker,
        connected_us,
        error,
        last_message_us: queue.lastMessage_us || null,
        last_packet_key: ingest.lastPacketKey,
      })
      await saveState(db, {
        disconnected_us: source.connection.disconnected_us ?? 0,
        spool_bytes: spool.bytes,
        ...(await roomOf(dirname(spool.file))),
      })
    } catch (error) {
      // The next one may be possible again; that none comes is what readers look at.
      log.debug({ err: error }, 'no heartbeat')
    }
  }
}

/** What is free, and how large the disk is that packets wait on; nothing where that is not told. */
async function roomOf(folder: string): Promise<Record<string, number>> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder)
    return { disk_free_bytes: bavail * bsize, disk_bytes: blocks * bsize }
  } catch {
    return {}
  }
}
