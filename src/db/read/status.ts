import type { Database } from '../open.js'
import { toBoolean } from '../values.js'
import { findNewestPacket } from './packets.js'

/** The writer's last sign of life; null in a database that no writer has served yet. */
export interface WriterRow {
  owner: string
  version: string
  started_us: number
  heartbeat_us: number
  connected: boolean
  broker: string
  connected_us: number | null
  error: string | null
  last_message_us: number | null
}

export async function findWriter(db: Database): Promise<WriterRow | null> {
  const row = await db.get<WriterRow>(
    `select owner, version, started_us, heartbeat_us, connected, broker, connected_us, error,
      last_message_us from writer_status where id = 1`,
  )
  return row === undefined ? null : { ...row, connected: toBoolean(row.connected) }
}

/** Every running count by its name, such as `outcome.stored` or `total.packets`. */
export async function findCounters(db: Database): Promise<Map<string, number>> {
  const rows = await db.all<{ name: string; value: number }>('select name, value from counter')
  return new Map(rows.map((row) => [row.name, row.value]))
}

/** The counts whose name begins with `prefix`, without it, by name. */
export function countersOf(
  counters: ReadonlyMap<string, number>,
  prefix: string,
): Record<string, number> {
  const found = [...counters].filter(([name]) => name.startsWith(prefix))
  return Object.fromEntries(found.map(([name, value]) => [name.slice(prefix.length), value]).sort())
}

/** Arrival of the newest packet, microseconds UTC; null in an empty database. */
export async function findLastPacketTime(db: Database): Promise<number | null> {
  return (await findNewestPacket(db))?.import_time_us ?? null
}

/** The size of an SQLite database with its log in bytes, or of the PostgreSQL database. */
export async function findDatabaseSize(db: Database): Promise<number> {
  const row = await db.get<{ bytes: number }>(
    db.engine === 'sqlite'
      ? 'select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()'
      : 'select pg_database_size(current_database()) as bytes',
  )
  return row?.bytes ?? 0
}

/** A message that could not be understood; `payload` is at most its first 512 bytes. */
export interface MalformedRow {
  malformed_id: number
  import_time_us: number
  topic: string
  reason: string
  payload: Uint8Array
}

/** The last messages that could not be understood, newest first; a hundred are kept. */
export function findMalformed(db: Database): Promise<MalformedRow[]> {
  return db.all<MalformedRow>(
    `select malformed_id, import_time_us, topic, reason, payload from malformed
     order by malformed_id desc limit 100`,
  )
}

/** Packets of each hour (since 1970, UTC) from `from` up to before `to`; hours without are left out. */
export function findHourlyPackets(
  db: Database,
  from: number,
  to: number,
): Promise<{ hour: number; packets: number }[]> {
  return db.all(
    `select hour, sum(packets) as packets from traffic_hourly
     where hour >= ? and hour < ? group by hour order by hour`,
    [from, to],
  )
}

/** The first hour that has counts; null in a database without any. */
export async function findFirstHour(db: Database): Promise<number | null> {
  const row = await db.get<{ hour: number | null }>('select min(hour) as hour from traffic_hourly')
  return row?.hour ?? null
}
