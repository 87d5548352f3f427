import type { TestContext } from 'node:test'
import { pino } from 'pino'
import { parseConfig } from '../../src/config/config.js'
import { readVersion } from '../../src/config/version.js'
import { nowUs } from '../../src/db/values.js'
import { buildApp } from '../../src/reader/app.js'
import { loadAssets } from '../../src/reader/assets.js'
import { createFeed } from '../../src/reader/feed.js'
import type { GateState } from '../../src/reader/gate.js'
import { makeLanguages } from '../../src/words/languages.js'
import { sqliteDatabase } from '../migrate/databases.js'
import { type Stage, setStage } from '../writer/stage.js'

/** A reader that listens, with the files that browsers load, and the ingest that fills it. */
export interface ServedSite {
  url: string
  stage: Stage
  /** Closes the site with a reason, and opens it again. */
  setGate(state: GateState): void
  /** Ends the open streams, as a gate that closes does. */
  cut(): void
}

export async function serveSite(
  t: TestContext,
  ini = '',
  languages = makeLanguages(),
): Promise<ServedSite> {
  const database = await sqliteDatabase(t)
  const stage = await setStage(database)
  const db = await database.open('read')
  const log = pino({ level: 'silent' })
  const feed = createFeed(() => db, log)
  const version = readVersion()
  const closing: (() => void)[] = []
  let gate: GateState = { kind: 'ready', revisions: [] }
  const app = await buildApp({
    context: {
      db,
      config: parseConfig(ini, '/config.ini').config,
      feed,
      nowUs,
      version: version.version,
      assets: loadAssets(),
      languages,
    },
    gate: { state: () => gate, onClosing: (listener) => closing.push(listener) },
    version,
    log,
  })
  t.after(async () => {
    await app.close()
    feed.close()
  })
  return {
    url: await app.listen({ host: '127.0.0.1', port: 0 }),
    stage,
    setGate(state) {
      gate = state
    },
    cut() {
      for (const close of closing) close()
    },
  }
}
