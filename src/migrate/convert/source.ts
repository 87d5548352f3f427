import { oneOf } from '../../db/lists.js'
import type { Database } from '../../db/open.js'

/** A row of MeshView's `packet`: `payload` is a whole MeshPacket, `id` alone its key. */
export interface OldPacket {
  id: number
  portnum: number | null
  from_node_id: number | null
  to_node_id: number | null
  payload: Buffer | null
  import_time_us: number | null
  channel: string | null
}

/** A row of MeshView's `packet_seen`; `node_id` is the gateway, `relay_node` is seldom there. */
export interface OldReception {
  packet_id: number
  node_id: number
  rx_time: number
  hop_limit: number | null
  hop_start: number | null
  channel: string | null
  rx_snr: number | null
  rx_rssi: number | null
  topic: string | null
  import_time_us: number | null
  relay_node: number | null
}

/** A row of MeshView's `traceroute`: one gateway's copy; `route` is a RouteDiscovery. */
export interface OldTraceroute {
  id: number
  packet_id: number
  gateway_node_id: number | null
  done: boolean | number | null
  route: Buffer | null
  import_time_us: number | null
}

/** Packets with everything that belongs to them. */
export interface Slice {
  packets: OldPacket[]
  receptions: Map<number, OldReception[]>
  traceroutes: Map<number, OldTraceroute[]>
}

/** The tables of MeshView that stand aside, and what of them differs by version. */
export interface Source {
  /** Names without `v3_`: `packet`, `packet_seen`, … */
  tables: ReadonlySet<string>
  hasRelayNode: boolean
  /**
   * Converted rows are deleted at once, so that an SQLite file fills their pages again.
   * PostgreSQL would keep them as dead rows and read past them: there they stay to the end.
   */
  isEmptied: boolean
}

/** Children before parents: the order in which they can be dropped. */
export const oldTableNames = [
  'packet_seen',
  'traceroute',
  'packet',
  'node',
  'node_public_key',
  'daily_snapshot',
] as const

/** Looks which tables stand aside. */
export async function findSource(db: Database): Promise<Source> {
  const rows = await db.all<{ name: string }>(
    db.engine === 'sqlite'
      ? `select name from sqlite_master where type = 'table' and name like 'v3\\_%' escape '\\'`
      : `select tablename as name from pg_tables
         where schemaname = current_schema() and tablename like 'v3\\_%'`,
  )
  const tables = new Set(rows.map((row) => row.name.slice('v3_'.length)))
  const columns = !tables.has('packet_seen')
    ? []
    : await db.all<{ name: string }>(
        db.engine === 'sqlite'
          ? `select name from pragma_table_info('v3_packet_seen')`
          : `select attname as name from pg_attribute
             where attrelid = to_regclass('v3_packet_seen') and attnum > 0 and not attisdropped`,
      )
  return {
    tables,
    hasRelayNode: columns.some((column) => column.name === 'relay_node'),
    isEmptied: db.engine === 'sqlite',
  }
}

/** Rows that are left in the tables aside. */
export async function countLeft(db: Database, source: Source): Promise<number> {
  let total = 0
  for (const table of oldTableNames) total += await countRows(db, source, table)
  return total
}

/** Rows that are left in one of them; 0 where it is not there. */
export async function countRows(
  db: Database,
  source: Source,
  table: (typeof oldTableNames)[number],
): Promise<number> {
  if (!source.tables.has(table)) return 0
  const row = await db.get<{ n: number }>(`select count(*) as n from v3_${table}`)
  return row?.n ?? 0
}

/** The indexes that the conversion reads by; those of MeshView went when its tables stepped aside. */
export async function prepareSource(db: Database, source: Source): Promise<void> {
  if (source.tables.has('packet')) {
    await db.run('create index if not exists v3_packet_time on v3_packet (import_time_us, id)')
  }
  if (source.tables.has('traceroute')) {
    await db.run('create index if not exists v3_traceroute_packet on v3_traceroute (packet_id)')
  }
}

/** A packet's place in the order of conversion. */
export interface Place {
  import_time_us: number
  id: number
}

/**
 * The place of the last packet that was converted, where converted ones are not deleted: nothing
 * else writes packets until the conversion is done.
 */
export async function lastPlace(db: Database, source: Source): Promise<Place | null> {
  if (source.isEmptied) return null
  const last = await db.get<Place>(
    'select import_time_us, id from packet order by packet_key desc limit 1',
  )
  return last ?? null
}

/** The place of the last packet of a slice. */
export function placeOf(slice: Slice): Place | null {
  const last = slice.packets.at(-1)
  return last ? { import_time_us: last.import_time_us ?? 0, id: last.id } : null
}

/** The oldest `limit` packets that are left, with their receptions and traceroutes. */
export async function readSlice(
  tx: Database,
  source: Source,
  after: Place | null,
  limit: number,
): Promise<Slice> {
  const packets = source.tables.has('packet')
    ? await tx.all<OldPacket>(
        `select id, portnum, from_node_id, to_node_id, payload, import_time_us, channel
         from v3_packet ${after ? 'where (import_time_us, id) > (?, ?)' : ''}
         order by import_time_us, id limit ?`,
        after ? [after.import_time_us, after.id, limit] : [limit],
      )
    : []
  const keys = packets.map((packet) => packet.id)
  const receptions = new Map<number, OldReception[]>()
  const traceroutes = new Map<number, OldTraceroute[]>()
  if (packets.length === 0) return { packets, receptions, traceroutes }
  if (source.tables.has('packet_seen')) {
    const chosen = oneOf(tx, 'packet_id', keys)
    const relay_node = source.hasRelayNode ? 'relay_node' : 'null as relay_node'
    const rows = await tx.all<OldReception>(
      `select packet_id, node_id, rx_time, hop_limit, hop_start, channel, rx_snr, rx_rssi, topic,
              import_time_us, ${relay_node}
       from v3_packet_seen where ${chosen.sql}`,
      [chosen.list],
    )
    for (const row of rows) addTo(receptions, row.packet_id, row)
  }
  if (source.tables.has('traceroute')) {
    const chosen = oneOf(tx, 'packet_id', keys)
    const rows = await tx.all<OldTraceroute>(
      `select id, packet_id, gateway_node_id, done, route, import_time_us
       from v3_traceroute where ${chosen.sql} order by id`,
      [chosen.list],
    )
    for (const row of rows) addTo(traceroutes, row.packet_id, row)
  }
  return { packets, receptions, traceroutes }
}

/** Removes what was converted, so that it is neither converted twice nor takes room twice. */
export async function deleteSlice(tx: Database, source: Source, slice: Slice): Promise<void> {
  const keys = slice.packets.map((packet) => packet.id)
  const seen = oneOf(tx, 'packet_id', keys)
  for (const table of ['packet_seen', 'traceroute'] as const) {
    if (!source.tables.has(table)) continue
    await tx.run(`delete from v3_${table} where ${seen.sql}`, [seen.list])
  }
  const packets = oneOf(tx, 'id', keys)
  await tx.run(`delete from v3_packet where ${packets.sql}`, [packets.list])
}

function addTo<T>(groups: Map<number, T[]>, key: number, row: T): void {
  const group = groups.get(key)
  if (group) group.push(row)
  else groups.set(key, [row])
}
