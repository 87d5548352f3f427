import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { parseConfig } from '../../../src/config/config.js'
import { readVersion } from '../../../src/config/version.js'
import type { Database } from '../../../src/db/open.js'
import { buildApp } from '../../../src/reader/app.js'
import type { ReaderContext } from '../../../src/reader/context.js'
import { createFeed, type Feed } from '../../../src/reader/feed.js'
import { openedGate } from '../../../src/reader/gate.js'
import { type Languages, makeLanguages } from '../../../src/words/languages.js'
import type { Owner, TestDatabase } from '../../migrate/databases.js'
import { NOW_US, type Stage, setStage } from '../../writer/stage.js'

/** A reader on a database that its own connection cannot write, and the ingest that fills it. */
export interface TestSite {
  stage: Stage
  app: FastifyInstance
  feed: Feed
  context: ReaderContext
  /** The time that the reader takes for now, microseconds UTC. */
  setNow(time_us: number): void
  /** `GET url`; the answer's body as JSON. */
  get(url: string): Promise<{ status: number; body: unknown }>
}

const log = pino({ level: 'silent' })

export async function setSite(
  database: TestDatabase,
  t: Owner,
  options: {
    ini?: string
    env?: Record<string, string>
    languages?: Languages
    /** What the reader gets in place of its database. */
    around?: (db: Database) => Database
  } = {},
): Promise<TestSite> {
  const stage = await setStage(database, options.env)
  const { config } = parseConfig(options.ini ?? '', '/config.ini')
  const opened = await database.open('read')
  const db = options.around?.(opened) ?? opened
  const feed = createFeed(() => db, log)
  let now_us = NOW_US + 60_000_000
  const version = readVersion()
  const context: ReaderContext = {
    db,
    config,
    feed,
    nowUs: () => now_us,
    version: version.version,
    assets: { url: (name) => `/dist/${name}` },
    languages: options.languages ?? makeLanguages(),
  }
  const app = await buildApp({ context, gate: openedGate, version, log })
  t.after(async () => {
    await app.close()
    feed.close()
  })
  return {
    stage,
    app,
    feed,
    context,
    setNow(time_us) {
      now_us = time_us
    },
    async get(url) {
      const answer = await app.inject({ method: 'GET', url })
      return { status: answer.statusCode, body: answer.json() }
    },
  }
}
