import type { QueryRunner } from 'typeorm'
import {
  columnNames,
  createIndex,
  createTable,
  engineOf,
  hasTable,
  quoted,
  sql,
  type TableDefinition,
} from '../src/migrate/columns.js'

/** The schema of MeshView 3.0.5 (its Alembic revision 23dad03d2e42), parents before children. */
export const meshview3Tables: readonly TableDefinition[] = [
  {
    name: 'node',
    columns: {
      id: { type: 'text', primary: true },
      node_id: { type: 'bigint', nullable: true },
      long_name: { type: 'text', nullable: true },
      short_name: { type: 'text', nullable: true },
      hw_model: { type: 'text', nullable: true },
      firmware: { type: 'text', nullable: true },
      role: { type: 'text', nullable: true },
      last_lat: { type: 'bigint', nullable: true },
      last_long: { type: 'bigint', nullable: true },
      channel: { type: 'text', nullable: true },
      first_seen_us: { type: 'bigint', nullable: true },
      last_seen_us: { type: 'bigint', nullable: true },
      is_mqtt_gateway: { type: 'bool', nullable: true },
    },
    uniques: { node_node_id_key: ['node_id'] },
    indices: {
      idx_node_node_id: { columns: ['node_id'] },
      idx_node_first_seen_us: { columns: ['first_seen_us'] },
      idx_node_last_seen_us: { columns: ['last_seen_us'] },
    },
  },
  {
    name: 'packet',
    columns: {
      id: { type: 'bigint', primary: true },
      portnum: { type: 'int', nullable: true },
      from_node_id: { type: 'bigint', nullable: true },
      to_node_id: { type: 'bigint', nullable: true },
      payload: { type: 'bytes', nullable: true },
      import_time_us: { type: 'bigint', nullable: true },
      channel: { type: 'text', nullable: true },
    },
    indices: {
      idx_packet_from_node_id: { columns: ['from_node_id'] },
      idx_packet_to_node_id: { columns: ['to_node_id'] },
      idx_packet_import_time_us: { columns: ['import_time_us'] },
      idx_packet_from_node_time_us: { columns: ['from_node_id', 'import_time_us'] },
    },
  },
  {
    name: 'packet_seen',
    columns: {
      packet_id: { type: 'bigint', primary: true },
      node_id: { type: 'bigint', primary: true },
      rx_time: { type: 'bigint', primary: true },
      hop_limit: { type: 'int', nullable: true },
      hop_start: { type: 'int', nullable: true },
      channel: { type: 'text', nullable: true },
      rx_snr: { type: 'real', nullable: true },
      rx_rssi: { type: 'int', nullable: true },
      topic: { type: 'text', nullable: true },
      import_time_us: { type: 'bigint', nullable: true },
    },
    foreignKeys: {
      packet_seen_packet_id_fkey: { columns: ['packet_id'], table: 'packet', references: ['id'] },
    },
    indices: {
      idx_packet_seen_node_id: { columns: ['node_id'] },
      idx_packet_seen_packet_id: { columns: ['packet_id'] },
      idx_packet_seen_import_time_us: { columns: ['import_time_us'] },
    },
  },
  {
    name: 'traceroute',
    columns: {
      id: { type: 'int', primary: true, autoincrement: true },
      packet_id: { type: 'bigint', nullable: true },
      gateway_node_id: { type: 'bigint', nullable: true },
      done: { type: 'bool', nullable: true },
      route: { type: 'bytes', nullable: true },
      import_time_us: { type: 'bigint', nullable: true },
      route_return: { type: 'bytes', nullable: true },
    },
    foreignKeys: {
      traceroute_packet_id_fkey: { columns: ['packet_id'], table: 'packet', references: ['id'] },
    },
    indices: { idx_traceroute_import_time_us: { columns: ['import_time_us'] } },
  },
  {
    name: 'node_public_key',
    columns: {
      id: { type: 'int', primary: true, autoincrement: true },
      node_id: { type: 'bigint' },
      public_key: { type: 'text' },
      first_seen_us: { type: 'bigint', nullable: true },
      last_seen_us: { type: 'bigint', nullable: true },
    },
    indices: {
      idx_node_public_key_node_id: { columns: ['node_id'] },
      idx_node_public_key_public_key: { columns: ['public_key'] },
    },
  },
]

/** Times that older versions kept as text or timestamp, and the column that replaced each. */
const oldTimes: Record<string, Record<string, string[]>> = {
  node: { last_seen_us: ['last_update_us', 'last_update'] },
  packet: { import_time_us: ['import_time'] },
  packet_seen: { import_time_us: ['import_time'] },
  traceroute: { import_time_us: ['import_time'] },
}

/**
 * Brings a table of any MeshView version to the shape above, keeping every row and every
 * column it has besides. Times that exist only in an old column are converted, taken as UTC.
 * Can be interrupted anywhere and run again. A table that is there already gets no more indexes:
 * the next revision would drop them.
 */
export async function convergeTable(
  queryRunner: QueryRunner,
  table: TableDefinition,
  progress: Progress,
): Promise<void> {
  if (!(await hasTable(queryRunner, table.name))) await createTable(queryRunner, table)
  else if (engineOf(queryRunner) === 'postgres') await convergeOnPostgres(queryRunner, table)
  else await convergeOnSqlite(queryRunner, table, progress)
}

/** How many rows of how many are done. */
type Progress = (done: number, total: number) => Promise<void>

/** Makes the indexes of a table that it does not have. */
export async function addMissingIndices(
  queryRunner: QueryRunner,
  table: TableDefinition,
): Promise<void> {
  const rows = await sql<{ name: string }>(
    queryRunner,
    engineOf(queryRunner) === 'postgres'
      ? 'select indexname as name from pg_indexes where schemaname = current_schema() and tablename = ?'
      : `select name from sqlite_master where type = 'index' and tbl_name = ?`,
    [table.name],
  )
  const present = new Set(rows.map((row) => row.name))
  for (const [name, index] of Object.entries(table.indices ?? {})) {
    if (!present.has(name)) await createIndex(queryRunner, name, table.name, index)
  }
}

/**
 * New columns are added to the rows as they are, and times move over a slice at a time: a copy of
 * the largest table, or one transaction over all of it, would need more disk than some have left.
 */
async function convergeOnSqlite(
  queryRunner: QueryRunner,
  table: TableDefinition,
  progress: Progress,
): Promise<void> {
  const present = new Set(await columnNames(queryRunner, table.name))
  for (const [name, { type }] of Object.entries(table.columns)) {
    if (present.has(name)) continue
    await sql(
      queryRunner,
      `alter table ${quoted(table.name)} add column ${quoted(name)} ${sqliteTypes[type] ?? type}`,
    )
  }
  for (const [target, sources] of Object.entries(oldTimes[table.name] ?? {})) {
    const old = sources.filter((name) => present.has(name))
    if (old.length === 0) continue
    await dropIndicesOf(queryRunner, table.name, old)
    await moveTimes(queryRunner, table.name, target, old, progress)
  }
}

const sqliteTypes: Record<string, string> = {
  bigint: 'bigint',
  int: 'integer',
  text: 'varchar',
  bool: 'boolean',
  real: 'float',
  bytes: 'blob',
}

/** Rows whose times move in one transaction. */
const TIMES_PER_SLICE = 50_000

/** An old time that could be converted leaves its column, so that no row grows. */
async function moveTimes(
  queryRunner: QueryRunner,
  table: string,
  target: string,
  old: string[],
  progress: Progress,
): Promise<void> {
  const values = old.map((name) => (name.endsWith('_us') ? quoted(name) : sqliteMicroseconds(name)))
  const cleared = old.map(
    (name, index) =>
      `${quoted(name)} = case when ${values[index]} is null then ${quoted(name)} end`,
  )
  const [last] = await sql<{ last: number | null }>(
    queryRunner,
    `select max(rowid) as last from ${quoted(table)}`,
  )
  const end = last?.last ?? 0
  for (let start = 0; start < end; start += TIMES_PER_SLICE) {
    await sql(
      queryRunner,
      `update ${quoted(table)} set ${quoted(target)} = coalesce(${[quoted(target), ...values].join(', ')}), ${cleared.join(', ')}
       where rowid > ? and rowid <= ? and coalesce(${old.map(quoted).join(', ')}, null) is not null`,
      [start, start + TIMES_PER_SLICE],
    )
    await progress(Math.min(start + TIMES_PER_SLICE, end), end)
  }
}

/** Drops the indexes over columns that go out of use. */
async function dropIndicesOf(
  queryRunner: QueryRunner,
  table: string,
  columns: string[],
): Promise<void> {
  const rows = await sql<{ name: string }>(
    queryRunner,
    `select distinct l.name from pragma_index_list(?) as l, pragma_index_info(l.name) as i
     where l.origin = 'c' and i.name in (${columns.map(() => '?').join(', ')})`,
    [table, ...columns],
  )
  for (const { name } of rows) await sql(queryRunner, `drop index ${quoted(name)}`)
}

async function convergeOnPostgres(queryRunner: QueryRunner, table: TableDefinition): Promise<void> {
  const { name } = table
  const present = new Set(await columnNames(queryRunner, name))
  const before = new Set(present)
  const types: Record<string, string> = {
    bigint: 'bigint',
    int: 'integer',
    text: 'text',
    bool: 'boolean',
    real: 'double precision',
    bytes: 'bytea',
  }
  for (const [column, { type, nullable }] of Object.entries(table.columns)) {
    if (!present.has(column)) {
      await sql(
        queryRunner,
        `alter table ${quoted(name)} add column ${quoted(column)} ${types[type] ?? type}`,
      )
      present.add(column)
    } else if (nullable) {
      await sql(
        queryRunner,
        `alter table ${quoted(name)} alter column ${quoted(column)} drop not null`,
      )
    }
  }
  for (const target of Object.keys(oldTimes[name] ?? {})) {
    const value = sourceOf(name, target, new Set([...before, target]), postgresMicroseconds)
    if (value === quoted(target)) continue
    await sql(
      queryRunner,
      `update ${quoted(name)} set ${quoted(target)} = ${value} where ${quoted(target)} is null`,
    )
  }
  for (const column of oldColumns(name)) {
    if (before.has(column)) {
      await sql(queryRunner, `alter table ${quoted(name)} drop column ${quoted(column)}`)
    }
  }
}

function oldColumns(table: string): Set<string> {
  return new Set(Object.values(oldTimes[table] ?? {}).flat())
}

/** What to store in a column: its own value, or where that is null the old time's. */
function sourceOf(
  table: string,
  column: string,
  present: ReadonlySet<string>,
  microseconds: (column: string) => string,
): string {
  const own = present.has(column) ? [quoted(column)] : []
  const old = (oldTimes[table]?.[column] ?? [])
    .filter((name) => present.has(name))
    .map((name) => (name.endsWith('_us') ? quoted(name) : microseconds(name)))
  const sources = [...own, ...old]
  if (sources.length > 1) return `coalesce(${sources.join(', ')})`
  return sources[0] ?? 'null'
}

/** `2025-01-02 03:04:05.678901` as microseconds; text that is no time gives null. */
function sqliteMicroseconds(column: string): string {
  const text = quoted(column)
  return `cast(strftime('%s', substr(${text}, 1, 19)) as integer) * 1000000 + cast(substr(substr(${text}, 21, 6) || '000000', 1, 6) as integer)`
}

function postgresMicroseconds(column: string): string {
  return `(extract(epoch from ${quoted(column)}::timestamp) * 1000000)::bigint`
}
