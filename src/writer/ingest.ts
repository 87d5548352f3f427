import { randomInt } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Config } from '../config/config.js'
import type { Log } from '../config/log.js'
import { isConnectionLost } from '../db/connection-lost.js'
import { Names } from '../db/ingest/names.js'
import { count, emptyRows, type Rows } from '../db/ingest/rows.js'
import { storeLists, storeRows, storeSums } from '../db/ingest/store.js'
import type { Database } from '../db/open.js'
import { makeMark, saveMark } from '../db/write/batch-mark.js'
import { lastMalformedId } from '../db/write/bookkeeping.js'
import { holdEpoch, makeEpoch } from '../db/write/epoch.js'
import { lastPacketKey } from '../db/write/known.js'
import { PageCache } from '../db/write/page-cache.js'
import { KeyRing } from '../mesh/decrypt.js'
import { MeshFault } from '../mesh/fault.js'
import { DEFAULT_KEY, expandKey } from '../mesh/keys.js'
import { Counted } from './counted.js'
import { isRetryable } from './database-errors.js'
import { FloodGuard } from './flood.js'
import { FloodLog } from './flood-log.js'
import { Judge, type JudgeOptions } from './judge.js'
import { KnownPackets } from './known.js'
import { Filtered, type Message, type Outcome } from './message.js'
import { type Parsed, parseMessage } from './parse.js'

/** What is kept of a malformed message to be looked at. */
const MALFORMED_BYTES = 512

/** Messages that are judged, and their rows written, in one go. */
const PART = 500
/** The marks of batches are chosen from so many. */
const MARKS = 2 ** 48 - 1

/** What each outcome is counted under. */
const OUTCOMES: Record<Outcome, string> = {
  stored: 'outcome.stored',
  duplicate: 'outcome.duplicate',
  encrypted: 'outcome.encrypted',
  filtered: 'outcome.filtered',
  malformed: 'outcome.malformed',
}

/**
 * What the writer remembers of the database; thrown away when a batch could not be stored, and when
 * another process took something away (`mvrun forget`).
 */
interface Memory {
  names: Names
  known: KnownPackets
  judge: Judge
  lastMalformedId: number
  epoch: number
}

/**
 * Turns batches of messages into rows. One transaction a batch; every message is counted under
 * exactly one outcome, in the same transaction. A batch that the database refuses is split until
 * the message at fault is alone, counted and set aside.
 */
export class Ingest {
  readonly #db: Database
  readonly #log: Log
  readonly #options: JudgeOptions
  #memory: Memory | null = null
  #lastPacketKey = 0
  readonly #counted = new Counted()
  readonly #cache = new PageCache()

  constructor(db: Database, config: Config, log: Log) {
    this.#db = db
    this.#log = log
    this.#options = judgeOptions(config, log)
  }

  /** The newest internal key, for the writer's status. */
  get lastPacketKey(): number {
    return this.#lastPacketKey
  }

  /** Reads what has to be remembered, so that the first batch need not wait for it. */
  async open(): Promise<void> {
    this.#memory = await this.#recall(this.#db)
    this.#lastPacketKey = this.#memory.judge.lastPacketKey
  }

  /** Another process may have stored packets: the next batch begins with what the database says. */
  forget(): void {
    this.#memory = null
  }

  /**
   * Stores a batch. Throws only when the database cannot take anything now (locked, full, away):
   * the batch may be tried again then, and what of it was stored already is not stored and counted
   * again. `dropped` messages never reached the batch and are counted with it.
   */
  async store(messages: Message[], dropped = 0): Promise<void> {
    await this.#counted.settle(this.#db)
    const rest = this.#counted.without(messages, dropped)
    if (rest.messages.length > 0 || rest.dropped > 0) await this.#store(rest.messages, rest.dropped)
    rest.forget()
  }

  async #store(messages: Message[], dropped: number): Promise<void> {
    try {
      await this.#commit(messages, dropped)
    } catch (error) {
      if (isRetryable(error)) throw error
      await this.#storeApart(messages, dropped, error)
    }
  }

  /** All or nothing, in what the ingest remembers and has let through as well as in the database. */
  async #commit(messages: Message[], dropped: number): Promise<void> {
    const { flood, gateways } = this.#options
    const mark = randomInt(1, MARKS)
    this.#cache.fit(this.#db, messages.length)
    try {
      this.#lastPacketKey = await this.#db.transaction(async (tx) => {
        const lastKey = await this.#storeAll(tx, messages, dropped)
        if (tx.engine === 'postgres') await saveMark(tx, mark)
        return lastKey
      })
      flood.keep()
      gateways.keep()
    } catch (error) {
      this.#memory = null
      flood.giveBack()
      gateways.giveBack()
      if (this.#db.engine === 'postgres' && isConnectionLost(error)) {
        this.#counted.doubt({ mark, messages, dropped })
      }
      throw error
    }
  }

  /**
   * Part by part, so that what a part needed is garbage before the next: gathered for a whole batch
   * it would outlive the short collections, each of which copies what lives. Gives the newest key.
   */
  async #storeAll(tx: Database, messages: Message[], dropped: number): Promise<number> {
    const epoch = await holdEpoch(tx)
    // One memory for the whole batch, whoever says meanwhile that it is to be forgotten.
    const remembered = this.#memory
    const memory = remembered?.epoch === epoch ? remembered : await this.#recall(tx)
    this.#memory = memory
    const rows = emptyRows()
    for (let first = 0; first < messages.length; first += PART) {
      // Between two parts more messages are taken from the connection.
      if (first > 0) await nextTurn()
      await this.#judgeAll(tx, messages.slice(first, first + PART), rows, memory)
      await storeLists(tx, rows)
    }
    countDropped(rows, dropped)
    await storeSums(tx, rows)
    return memory.judge.lastPacketKey
  }

  async #storeApart(messages: Message[], dropped: number, error: unknown): Promise<void> {
    const [message] = messages
    if (message === undefined) throw error
    if (messages.length > 1) {
      const half = Math.ceil(messages.length / 2)
      const first = messages.slice(0, half)
      await this.#store(first, dropped)
      try {
        await this.#store(messages.slice(half), 0)
      } catch (error) {
        this.#counted.note(first, dropped)
        throw error
      }
      return
    }
    try {
      // It may have been what was remembered that did not fit, and not the message.
      await this.#commit(messages, dropped)
    } catch (error) {
      if (isRetryable(error)) throw error
      this.#log.error({ err: error, topic: message.topic }, 'a message could not be stored')
      const rows = emptyRows()
      const memory = await this.#recall(this.#db)
      count(rows, 'received')
      countDropped(rows, dropped)
      this.#setAside(message, 'not-stored', rows, memory)
      await storeRows(this.#db, rows)
    }
  }

  /** Judges every message, and counts it; what that makes is in the rows. */
  async #judgeAll(tx: Database, messages: Message[], rows: Rows, memory: Memory): Promise<void> {
    const parsed: Parsed[] = []
    const ids = new Set<number>()
    for (const message of messages) {
      const each = this.#attempt(message, rows, memory, parseMessage)
      if (each === null) continue
      parsed.push(each)
      ids.add(each.envelope.packet.id)
    }
    await memory.known.load(tx, ids, memory.names, messages.at(-1)?.time_us ?? 0)
    for (const each of parsed) {
      const outcome = this.#attempt(each.message, rows, memory, () =>
        memory.judge.judge(each, rows),
      )
      if (outcome !== null) count(rows, OUTCOMES[outcome])
    }
    count(rows, 'received', messages.length)
    if (rows.packets.length > 0) count(rows, 'total.packets', rows.packets.length)
    if (rows.receptions.length > 0) count(rows, 'total.receptions', rows.receptions.length)
  }

  /** Runs one step for one message; null when the message ends there, which is then counted. */
  #attempt<T>(
    message: Message,
    rows: Rows,
    memory: Memory,
    step: (message: Message) => T,
  ): T | null {
    try {
      return step(message)
    } catch (error) {
      if (error instanceof Filtered) {
        count(rows, 'outcome.filtered')
        count(rows, `filtered.${error.rule}`)
      } else if (error instanceof MeshFault) {
        this.#setAside(message, error.reason, rows, memory)
      } else {
        // A fault of ours, not of the message; but no message stops the writer.
        this.#log.error({ err: error, topic: message.topic }, 'a message could not be judged')
        this.#setAside(message, 'internal', rows, memory)
      }
      return null
    }
  }

  #setAside(message: Message, reason: string, rows: Rows, memory: Memory): void {
    count(rows, 'outcome.malformed')
    count(rows, `malformed.${reason}`)
    rows.malformed.push([
      ++memory.lastMalformedId,
      message.time_us,
      message.topic.slice(0, 256),
      reason,
      message.payload.subarray(0, MALFORMED_BYTES),
    ])
  }

  async #recall(db: Database): Promise<Memory> {
    await makeEpoch(db)
    if (db.engine === 'postgres') await makeMark(db)
    const epoch = await holdEpoch(db)
    const names = await Names.load(db)
    const known = new KnownPackets()
    // Keys are not used twice, though the packets may be gone.
    const last = Math.max(await lastPacketKey(db), this.lastPacketKey)
    const judge = new Judge(names, known, last, this.#options)
    return { names, known, judge, lastMalformedId: await lastMalformedId(db), epoch }
  }
}

/** Messages that never reached a batch: too many were waiting. */
function countDropped(rows: Rows, dropped: number): void {
  if (dropped === 0) return
  count(rows, 'received', dropped)
  count(rows, 'outcome.filtered', dropped)
  count(rows, 'filtered.queue-full', dropped)
}

function judgeOptions(config: Config, log: Log): JudgeOptions {
  const secondary = config.mqtt.secondaryKeys.flatMap((text) => expandKey(text) ?? [])
  return {
    keyRing: new KeyRing([DEFAULT_KEY, ...secondary]),
    flood: new FloodGuard(config.ingest),
    gateways: new FloodGuard({ floodPerMinute: 0, floodPerHour: config.ingest.gatewayPerHour }),
    floodLog: new FloodLog(
      log,
      'nodes send more packets than [ingest] flood_per_minute and flood_per_hour let through; the rest is dropped',
    ),
    gatewayLog: new FloodLog(
      log,
      'gateways send more messages than [ingest] gateway_per_hour lets through; the rest is dropped',
    ),
    skipNodeIds: new Set(config.mqtt.skipNodeIds),
    okToMqtt: config.ingest.okToMqtt,
  }
}
