import { createHash } from 'node:crypto'
import { pino } from 'pino'
import { parseConfig } from '../../src/config/config.js'
import type { Database } from '../../src/db/open.js'
import { Ingest } from '../../src/writer/ingest.js'
import { makeTraffic } from '../helpers/traffic.js'
import type { TestDatabase } from '../migrate/databases.js'

export const DAY_US = 86_400_000_000
export const silent = pino({ level: 'silent' })

export interface Period {
  packets: number
  receptions?: number
  from_us: number
  to_us: number
  seed?: number
}

/** A database with the current schema. */
export function openMesh(database: TestDatabase): Promise<Database> {
  return database.openCurrent()
}

/** Stores a mesh's packets, spread evenly over a period of time. */
export async function fill(db: Database, period: Period): Promise<void> {
  const ingest = openIngest(db)
  for (const batch of batches(period)) await ingest.store(batch)
}

/** An ingest as the writer has it, without a guard against floods. */
export function openIngest(db: Database): Ingest {
  const { config } = parseConfig(
    '[ingest]\nflood_per_minute = 0\nflood_per_hour = 0\n',
    '/config.ini',
  )
  return new Ingest(db, config, silent)
}

/** The messages of a period in batches of 500, as the queue gives them out. */
export function* batches({ packets, receptions = 2, from_us, to_us, seed = 1 }: Period) {
  const { messages } = makeTraffic({
    packets,
    receptions,
    seed,
    start: Math.floor(from_us / 1_000_000),
  })
  const step = Math.floor((to_us - from_us) / messages.length)
  for (let first = 0; first < messages.length; first += 500) {
    yield messages
      .slice(first, first + 500)
      .map((message, index) => ({ ...message, time_us: from_us + (first + index) * step }))
  }
}

/** Every row of every table: how many, and a digest of them that can be compared. */
export async function contents(db: Database): Promise<Record<string, string>> {
  const tables = await db.all<{ name: string }>(
    db.engine === 'sqlite'
      ? `select name from sqlite_master where type = 'table' and name not like 'sqlite%'`
      : 'select tablename as name from pg_tables where schemaname = current_schema()',
  )
  const found: Record<string, string> = {}
  for (const { name } of tables) {
    const rows = await db.all<Record<string, unknown>>(`select * from ${name}`)
    const lines = rows.map((row) => JSON.stringify(row)).sort()
    const digest = createHash('sha256').update(lines.join('\n')).digest('hex')
    found[name] = `${lines.length} rows, ${digest}`
  }
  return found
}

export async function count(db: Database, table: string): Promise<number> {
  const row = await db.get<{ n: number }>(`select count(*) as n from ${table}`)
  return Number(row?.n)
}

export async function counter(db: Database, name: string): Promise<number> {
  const row = await db.get<{ value: number }>('select value from counter where name = ?', [name])
  return row?.value ?? 0
}
