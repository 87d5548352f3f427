import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../config/log.js'
import type { Database } from '../db/open.js'
import { OpenFiles } from '../db/open-files.js'
import { once } from '../mesh/once.js'
import { type MigrationState, migrationState, waitForMigrations } from '../migrate/index.js'
import { makeLanguages, type Words } from '../words/languages.js'
import type { Tongue } from './terms.js'

/** Whether the site can be served, and if not, why; the page of status 503 shows it. */
export type GateState =
  /** The database has not been asked yet. */
  | { kind: 'starting' }
  /** `gaveUp`: nobody has been migrating for a minute, so waiting alone will not help. */
  | { kind: 'waiting'; migration: MigrationState; gaveUp: boolean }
  /** The database cannot be opened or read; `reason` is the driver's. */
  | { kind: 'unreachable'; reason: string }
  /** `revisions`: the heads of the schema. */
  | { kind: 'ready'; revisions: string[] }

const english = once(() => makeLanguages().of())

export interface Gate {
  state(): GateState
  /** Calls `listener` whenever an open gate closes. */
  onClosing(listener: () => void): void
}

export interface SchemaGate extends Gate {
  /** The opened database; throws while the gate is closed. */
  database(): Database
  /** Ends the watch and closes the database. */
  close(): Promise<void>
}

/** Time between two looks at the schema once the site is served, and between attempts to open. */
const WATCH_MS = 2000

/**
 * Opens the database as soon as its schema is what this program needs, and goes on watching:
 * a writer that is upgraded while the reader runs closes the gate until it has migrated.
 * Returns at once; never throws for a database that is missing, locked or unreachable.
 */
export function openGate(open: () => Promise<Database>, log: Log): SchemaGate {
  const abort = new AbortController()
  const listeners: (() => void)[] = []
  let db: Database | null = null
  let state: GateState = { kind: 'starting' }
  let revisions: string[] = []

  const enter = (next: GateState) => {
    const line = describe(next)
    if (line !== describe(state)) needsSomebody(next) ? log.warn(line) : log.info(line)
    const closing = state.kind === 'ready' && next.kind !== 'ready'
    state = next
    if (closing) for (const listener of listeners) listener()
  }
  const watching = watch()

  return {
    state: () => state,
    onClosing: (listener) => listeners.push(listener),
    database() {
      if (db === null) throw new Error('the database is not open')
      return db
    },
    async close() {
      abort.abort()
      await watching
      await forget()
    },
  }

  async function watch(): Promise<void> {
    while (!abort.signal.aborted) {
      try {
        db = await waitForMigrations(openOrKeep, {
          giveUp: 'never',
          signal: abort.signal,
          onState: (migration, gaveUp) => {
            if (migration.kind === 'current') revisions = migration.current
            else enter({ kind: 'waiting', migration, gaveUp })
          },
        })
        enter({ kind: 'ready', revisions })
        await untilNotCurrent(db)
      } catch (error) {
        if (abort.signal.aborted) return
        enter({ kind: 'unreachable', reason: (error as Error).message })
        await forget()
        await pause()
      }
    }
  }

  function openOrKeep(): Promise<Database> {
    return db === null ? open() : Promise.resolve(db)
  }

  async function untilNotCurrent(opened: Database): Promise<void> {
    const files = new OpenFiles(opened)
    while (!abort.signal.aborted) {
      await pause()
      if (abort.signal.aborted) return
      files.requireInPlace()
      const migration = await migrationState(opened)
      if (migration.kind !== 'current') {
        enter({ kind: 'waiting', migration, gaveUp: false })
        return
      }
    }
  }

  async function forget(): Promise<void> {
    const opened = db
    db = null
    // It may be closed already, by whoever met its fault first.
    await opened?.close().catch(() => {})
  }

  function pause(): Promise<void> {
    return sleep(WATCH_MS, undefined, { signal: abort.signal }).catch(() => {})
  }
}

/** Whether it does not pass by itself: a start and an upgrade do. */
function needsSomebody(state: GateState): boolean {
  if (state.kind === 'unreachable') return true
  if (state.kind !== 'waiting') return false
  const { migration, gaveUp } = state
  return gaveUp || migration.kind === 'newer' || (migration.kind === 'behind' && !!migration.error)
}

/** A gate that is open: for a database whose schema is known to be current. */
export const openedGate: Gate = {
  state: () => ({ kind: 'ready', revisions: [] }),
  onClosing: () => {},
}

/** The state in one sentence: in English for the log and for `/health`. */
export function describe(
  state: GateState,
  words: Words['migrating'] = english().words.migrating,
): string {
  switch (state.kind) {
    case 'starting':
      return words.starting
    case 'ready':
      return words.ready
    case 'unreachable':
      return words.unreachable({ reason: state.reason, seconds: WATCH_MS / 1000 })
    case 'waiting':
      return describeMigration(state.migration, words) + (state.gaveUp ? ` ${words.gaveUp}` : '')
  }
}

/** How far the migration is, in one sentence; empty where that is not known. */
export function describeProgress(state: GateState, tongue: Tongue = english()): string {
  if (state.kind !== 'waiting' || state.migration.kind !== 'migrating') return ''
  const { rows_done, rows_total, seconds_left } = state.migration
  if (rows_done === null || rows_total === null || rows_total === 0) return ''
  const words = tongue.words.migrating
  const percent = Math.floor((100 * rows_done) / rows_total)
  const rows = { done: rows_done, total: rows_total, percent }
  return seconds_left === null || rows_done >= rows_total
    ? words.rows(rows)
    : words.rowsLeft({ ...rows, left: leftText(seconds_left, tongue) })
}

/** Seconds only where they count. */
function leftText(seconds: number, { local }: Tongue): string {
  return local.duration(seconds < 60 ? seconds : 60 * Math.ceil(seconds / 60))
}

function describeMigration(migration: MigrationState, words: Words['migrating']): string {
  switch (migration.kind) {
    case 'current':
      return words.current
    case 'empty':
      return words.empty
    case 'newer':
      return words.newerVersion({ revisions: migration.unknown.join(', ') })
    case 'behind':
      return migration.error === null
        ? words.behind
        : words.behindFailed({ error: migration.error })
    case 'migrating': {
      const { step, steps, message, revision, phase } = migration
      const what = `${words.phases[phase]} ${message ?? revision ?? ''}`.trim()
      return step !== null && steps !== null
        ? words.stepOf({ what, step, steps })
        : words.step({ what })
    }
  }
}
