import { dirname, join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  announceListening,
  EXIT_CONFIG,
  EXIT_MIGRATION,
  onStopRequest,
  startChild,
} from '../config/child.js'
import type { Config } from '../config/config.js'
import type { Log } from '../config/log.js'
import { Thrift } from '../config/thrift.js'
import { readVersion } from '../config/version.js'
import { type Database, sqliteFile } from '../db/open.js'
import { MovedAway, OpenFiles } from '../db/open-files.js'
import { MigrationAborted, MigrationError } from '../migrate/index.js'
import { WriterClock } from './clock.js'
import { type Source, SourceRefused } from './connection.js'
import { Ingest } from './ingest.js'
import { Maintenance } from './maintenance.js'
import type { Take } from './message.js'
import { DatabaseRefused, prepareDatabase } from './prepare.js'
import { pump, spoolUntil } from './pump.js'
import { Queue } from './queue.js'
import { SoleWriter } from './sole-writer.js'
import { Spool } from './spool.js'
import { standBy } from './standby.js'
import { Heartbeat } from './status.js'

/** The time that the last batches get before the process ends all the same. */
const DRAIN_MS = 3500
/** Messages a second that no mesh sends; a flood does, and what waited for the broker. */
const BUSY = 2000
/**
 * Percent by which old objects grow then before they are collected: messages that wait grow old
 * without being kept. With the 50 of others a flood costs a tenth more.
 */
const GROWTH = 150
/** Between two looks whether the database is where it was. */
const LOOK_MS = 1000

/**
 * The writer: takes messages from its first moment, brings the schema up to date, then stores
 * what it has taken. What is acquired is released in the opposite order, once.
 */
async function main(): Promise<void> {
  const { config, log, configFile } = startChild('writer')
  const stopping = new AbortController()
  const releases: (() => Promise<unknown>)[] = []
  const stop = async () => {
    stopping.abort()
    for (const release of releases.splice(0).reverse()) await release()
  }
  onStopRequest(log, (reason) => {
    log.info(`stopping (${reason})`)
    return stop()
  })

  const clock = new WriterClock()
  const queue = new Queue({
    batchSize: config.ingest.batchSize,
    batchMs: config.ingest.batchMs,
    max: config.ingest.queueMax,
  })
  const sole = new SoleWriter(config.database.connectionString, log, stopping.signal)
  releases.push(() => sole.release())
  // A broker has one connection per client id: the process that stores now would be thrown out.
  // An error is met again, and dealt with, when the database is prepared.
  if (config.mqtt.server !== '' && config.mqtt.clientId !== '') await sole.take().catch(() => {})
  if (stopping.signal.aborted) return
  // A thread that has to migrate begins while the library of the broker or of the client is loaded.
  const preparing = prepareDatabase(config, log, sole, stopping.signal)
  preparing.catch(() => {})
  await nextTurn()
  const source = await startSource(config, log, queue.push.bind(queue))
  const earlier = standBy(queue, sole, stopping.signal)
  const spool = new Spool(spoolFile(config, configFile), config.ingest.spoolMaxMb * 1024 * 1024)
  const isReady = new AbortController()
  const spooled = earlier.then(() => spoolUntil(isReady.signal, { queue, spool, log }))
  const db = await ready(preparing, log, stopping.signal, source)
  const thrift = new Thrift(BUSY, { growth: GROWTH, compact: true })
  const ingest = new Ingest(db, config, log)
  // Where the database has just gone away again, the first batch meets that, and waits on the disk.
  const open = async () => {
    await clock.open(db)
    await ingest.open()
  }
  await open().catch((error) => log.warn({ err: error }, 'the database cannot be read yet'))
  sole.onRetaken(() => ingest.forget())
  // Now that something has been read, SQLite has all its files.
  const files = new OpenFiles(db)
  releases.push(async () => {
    if (!files.areInPlace) await files.abandon()
    await db.close()
  })
  const heartbeat = new Heartbeat(
    { db, files, sole, source, queue, ingest, spool, log },
    readVersion().version,
  )
  await heartbeat.start()
  releases.push(() => heartbeat.stop())

  isReady.abort()
  await spooled
  const parts = { clock, queue, spool, ingest, sole, files, thrift, log, signal: stopping.signal }
  const pumped = pump(parts, await earlier)
  pumped.catch((error) => {
    log.fatal({ err: error }, 'the writer ends')
    process.exit(1)
  })
  releases.push(() => Promise.race([pumped, deadline(DRAIN_MS)]))
  releases.push(async () => {
    await source.stop()
    queue.close()
  })
  const maintenance = new Maintenance({ db, clock, sole, config, configFile, log })
  maintenance.start()
  releases.push(() => maintenance.stop())
  const looking = setInterval(() => {
    // While the database cannot take it, the next look does.
    void clock.tell(db).catch(() => {})
    if (files.areInPlace) return
    clearInterval(looking)
    const { message } = new MovedAway(db.address)
    log.fatal(`${message}; ending, so that the next start opens what is there then`)
    void stop().finally(() => process.exit(1))
  }, LOOK_MS)
  releases.push(async () => {
    clearInterval(looking)
    await clock.tell(db).catch(() => {})
  })
  log.info({ broker: source.connection.broker }, 'storing packets')
}

async function startSource(config: Config, log: Log, take: Take): Promise<Source> {
  try {
    // A broker's library or a client's: neither is small.
    if (config.mqtt.server !== '') {
      const { startClient } = await import('./client.js')
      return startClient(config.mqtt, log, take)
    }
    const { startBroker } = await import('./broker.js')
    const broker = await startBroker(config.broker, log, take)
    const { address, port } = broker
    announceListening(log, { what: 'broker', address, port, tls: false })
    return broker
  } catch (error) {
    if (!(error instanceof SourceRefused)) throw error
    console.error(error.message)
    process.exit(EXIT_CONFIG)
  }
}

/** The database, or the end of the process with a message to act on. */
async function ready(
  preparing: Promise<Database>,
  log: Log,
  signal: AbortSignal,
  source: Source,
): Promise<Database> {
  try {
    return await preparing
  } catch (error) {
    await source.stop()
    if (error instanceof DatabaseRefused) {
      console.error(error.message)
      process.exit(EXIT_CONFIG)
    }
    if (error instanceof MigrationError) {
      const { revision, statement, hint } = error
      log.fatal({ revision, statement, hint }, error.message)
      process.exit(EXIT_MIGRATION)
    }
    // A stop was asked for: whoever asked ends the process.
    if (error instanceof MigrationAborted || signal.aborted) return new Promise(() => {})
    throw error
  }
}

/** Beside the SQLite file, or beside the configuration where the database is elsewhere. */
function spoolFile(config: Config, configFile: string): string {
  const file = sqliteFile(config.database.connectionString)
  return `${file ?? join(dirname(configFile), 'meshview')}-spool`
}

function deadline(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref())
}

void main()
