import { accessSync, constants, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startChild } from '../config/child.js'
import type { Config } from '../config/config.js'
import type { Finding } from '../config/finding.js'
import { type Database, openDatabase, sqliteFile } from '../db/open.js'
import { migrationState } from '../migrate/index.js'
import { startClient } from './client.js'

// Tries database and broker for `mvrun check`; prints a Finding as JSON per line.

/** Milliseconds. */
const PATIENCE = 20_000
/** Milliseconds that a broker gets to refuse a subscription after it took the connection. */
const SUBSCRIPTION = 500

const { config, log } = startChild('check')
log.level = 'silent'
const findings = [tryDatabase(config.database.connectionString)]
if (config.mqtt.server !== '') findings.push(tryBroker(config.mqtt))
for (const finding of findings) console.log(JSON.stringify(await finding))
process.exit(0)

async function tryDatabase(url: string): Promise<Finding> {
  const file = sqliteFile(url)
  const fault = file === null ? undefined : fileFault(file)
  if (fault) return problem(`[database] connection_string: ${fault}`)
  if (file !== null && !existsSync(file)) {
    return { outcome: 'ok', text: `database: ${file} is made at the first start` }
  }
  try {
    const db = await within(PATIENCE, openDatabase(url, 'read'))
    try {
      return await describeSchema(db)
    } finally {
      await db.close()
    }
  } catch (error) {
    return problem(`[database] connection_string: ${explain(error as Error & { code?: string })}`)
  }
}

/** SQLite makes files beside the database, so the folder has to be writable as well. */
function fileFault(file: string): string | undefined {
  const folder = dirname(file)
  if (!existsSync(folder)) return `the folder ${folder} does not exist`
  if (!isWritable(folder)) return `this user may not write to the folder ${folder}`
  if (existsSync(file) && !isWritable(file)) return `this user may not write to ${file}`
  return undefined
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK)
    return true
  } catch {
    return false
  }
}

async function describeSchema(db: Database): Promise<Finding> {
  const state = await migrationState(db)
  switch (state.kind) {
    case 'current':
      return { outcome: 'ok', text: `database: reached, revision ${state.current.join(', ')}` }
    case 'empty':
      return { outcome: 'ok', text: 'database: reached, its tables are made at the next start' }
    case 'migrating':
      return { outcome: 'ok', text: 'database: reached, it is being brought up to date now' }
    case 'behind':
      return state.error === null
        ? { outcome: 'ok', text: 'database: reached, brought up to date at the next start' }
        : problem(`the last attempt to bring the database up to date failed: ${state.error}`)
    case 'newer':
      return problem(
        'the database was made by a newer MeshView: run that one, or name another in [database] connection_string',
      )
  }
}

function explain(error: Error & { code?: string }): string {
  switch (error.code) {
    case 'ECONNREFUSED':
      return 'no PostgreSQL answers at this host and port'
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'the name of the host cannot be found'
    // PostgreSQL, appendix A: invalid_authorization_specification, invalid_password
    case '28000':
    case '28P01':
      return 'PostgreSQL refuses this user or password'
    // invalid_catalog_name
    case '3D000':
      return `${error.message}; make it with "createdb"`
    case 'SQLITE_NOTADB':
      return 'the file is not an SQLite database'
    default:
      return error.message
  }
}

async function tryBroker(mqtt: Config['mqtt']): Promise<Finding> {
  // A name of its own: with the writer's the broker would cut the running writer off.
  const { connection, stop } = startClient(
    { ...mqtt, clientId: '', cleanSession: true },
    log,
    () => {},
  )
  const initially = connection.error
  const deadline = performance.now() + PATIENCE
  while (connection.error === initially && performance.now() < deadline) await sleep(50)
  if (connection.connected) await sleep(SUBSCRIPTION)
  const reason = connection.connected && connection.error === null ? null : connection.error
  if (connection.connected) await stop()
  return reason === null
    ? { outcome: 'ok', text: `broker: connected to ${connection.broker}` }
    : problem(reason)
}

function problem(text: string): Finding {
  return { outcome: 'problem', text }
}

function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const late = sleep(milliseconds, undefined, { ref: false }).then(() => {
    throw new Error(`no answer within ${milliseconds / 1000} s`)
  })
  return Promise.race([work, late])
}
