import type { Database } from '../../../src/db/database.js'
import type { Recorded } from './recorder.js'

/** What is wrong with the way in which SQLite would answer a statement. */
export interface Fault {
  sql: string
  /** The line of `explain query plan`. */
  detail: string
}

/**
 * Tables that may be read as a whole, and why that costs the same on day 300 as on day 1. A table
 * that grows with the traffic has no place here.
 */
const SMALL: Record<string, string> = {
  node: 'one row per node: the lists of nodes show all that fit',
  channel: 'one row per channel name',
  uplink: 'one row per gateway, channel and topic',
  counter: 'a few names',
  malformed: 'a hundred rows are kept',
  daily_snapshot: 'one row per day, read newest first up to a limit',
  writer_status: 'one row',
  migration_status: 'one row',
  migrations: 'one row per revision',
  json_each: 'a list of numbers that the statement is given',
}

/** Walks of a table that grows, and why they end soon. The words are looked for in the statement. */
const WALKED: readonly (readonly [words: RegExp, reason: string])[] = [
  [/from packet order by packet_key (asc|desc) limit/, 'every row fits'],
  [/from packet order by import_time_us limit 1/, 'every row fits'],
  [
    /from packet where \+to_node_id = \? .*order by packet_key (asc|desc) limit/,
    'to everybody: most fit',
  ],
  [
    /from text_message where not direct and \(emoji = 0 or reply_id is null\) order by packet_key desc limit/,
    'to everybody, no reactions: most fit',
  ],
  // SQLite says SCAN of every virtual table; its index of words leads to the texts.
  [/from text_search where text_search match \? .* limit \?/, 'those with the letters'],
]

/** Sorting that no index spares, and why the set is small. */
const SORTED: readonly (readonly [words: RegExp, reason: string])[] = [
  [/\bhour >= \?/, 'hourly counts of the period that is asked for, not packets'],
  [/from node_hourly where node_id = \?/, 'the hours in which one node sent'],
  [
    /\bp\.(id|reply_id|request_id) (= \?|in \(select value from json_each\()/,
    'the packets of a few ids',
  ],
  [/\b[rt]\.packet_key = \? order by/, 'the copies of one packet'],
  [/\bp\.packet_key in \( ?select packet_key from \(?select .* limit \?\)/, 'as many as the limit'],
  [/from link where (from|to)_node_id = \? and kind = \? order by/, 'direct links of one node'],
  [
    /from link where kind = \? and last_seen_us > \? order by last_seen_us desc limit \?/,
    'one row per pair of nodes that was proved within the retention: map and graph show most',
  ],
  [
    /from node where .* node_id in \(select from_node_id from link where to_node_id = \?/,
    'heard by one',
  ],
  [/from node_public_key where node_id = \?/, 'the keys of one node'],
  [/from packet where from_node_id = \? order by packet_key desc limit \?/, 'its newest packets'],
  [/from channel c where exists/, 'one row per channel name'],
  [/from packet p where .*p\.(from|to)_node_id = \? .*group by p\.import_time_us/, 'of one node'],
  [/from packet p where .*packet_key >= \? and p\.packet_key < \? group by/, 'of a slice of keys'],
]

/** Tables that PostgreSQL cannot but read as a whole for this statement, though it was told not to. */
export async function wholeTables(db: Database, { sql, params }: Recorded): Promise<Fault[]> {
  const lines = await db.all<{ 'QUERY PLAN': string }>(`explain ${sql}`, params)
  return lines
    .map((line) => line['QUERY PLAN'].trim())
    .filter((detail) => {
      const table = /Seq Scan on (\w+)/.exec(detail)?.[1]
      return table !== undefined && !(table in SMALL)
    })
    .map((detail) => ({ detail, sql: sql.replace(/\s+/g, ' ').trim() }))
}

/** What an index or a bound should have spared; nothing when the statement is well. */
export async function faultsOf(db: Database, { sql, params }: Recorded): Promise<Fault[]> {
  const lines = await db.all<{ detail: string }>(`explain query plan ${sql}`, params)
  const text = sql.replace(/\s+/g, ' ').trim()
  const tables = tablesOf(text)
  const grows = (table: string) => !(table in SMALL) && !table.startsWith('pragma_')
  const faults: Fault[] = []
  for (const { detail } of lines) {
    const scanned = /^SCAN (\w+)/.exec(detail)?.[1]
    const isFault =
      scanned !== undefined
        ? (tables.get(scanned) ?? []).some(grows) && !WALKED.some(([words]) => words.test(text))
        : detail.startsWith('USE TEMP B-TREE') &&
          // Of the copies of a packet, or of those of the packets that the statement chose.
          !detail.endsWith('count(DISTINCT)') &&
          [...tables.values()].flat().some(grows) &&
          !SORTED.some(([words]) => words.test(text))
    if (isFault) faults.push({ detail, sql: text })
  }
  return faults
}

/** Tables by the names that the statement gives them; subqueries are none. */
function tablesOf(text: string): Map<string, string[]> {
  const tables = new Map<string, string[]>()
  const words =
    /\b(?:from|join) (\w+)(?: (?:as )?(?!(?:where|join|left|order|group|on|limit|union)\b)(\w+))?/g
  for (const [, table = '', alias = table] of text.matchAll(words)) {
    tables.set(alias, [...(tables.get(alias) ?? []), table])
  }
  return tables
}
