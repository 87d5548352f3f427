import { announceListening, EXIT_CONFIG, onStopRequest, startChild } from '../config/child.js'
import { Thrift } from '../config/thrift.js'
import { readVersion } from '../config/version.js'
import { openDatabase } from '../db/open.js'
import { nowUs } from '../db/values.js'
import { makeLanguages } from '../words/languages.js'
import { buildApp } from './app.js'
import { loadAssets } from './assets.js'
import type { ReaderContext } from './context.js'
import { createFeed } from './feed.js'
import { openGate } from './gate.js'
import { listen, readTls, ServerRefused } from './server.js'

/** Requests a second. */
const BUSY = 10

/** The reader: listens at once, serves as soon as the database is ready, until it is stopped. */
async function main(): Promise<void> {
  const { config, log } = startChild('reader')
  const version = readVersion()
  try {
    const tls = readTls(config, log)
    const gate = openGate(() => openDatabase(config.database.connectionString, 'read'), log)
    const feed = createFeed(gate.database, log)
    const context: ReaderContext = {
      get db() {
        return gate.database()
      },
      config,
      feed,
      nowUs,
      version: version.version,
      assets: loadAssets(),
      languages: makeLanguages(),
    }
    const app = await buildApp({ context, gate, version, log, tls })
    const thrift = new Thrift(BUSY)
    app.server.on('request', () => thrift.note())
    const { address, port } = await listen(app, config)
    onStopRequest(log, async (reason) => {
      log.info(`stopping: ${reason}`)
      await app.close()
      feed.close()
      await gate.close()
    })
    announceListening(log, { what: 'web', address, port, tls: tls !== undefined })
  } catch (error) {
    if (!(error instanceof ServerRefused)) throw error
    console.error(error.message)
    process.exit(EXIT_CONFIG)
  }
}

void main()
