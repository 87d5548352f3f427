import type { Database } from '../open.js'

/** A text to everybody that contains the words of the net. */
export interface CheckinRow {
  packet_key: number
  id: number
  from_node_id: number
  long_name: string | null
  short_name: string | null
  import_time_us: number
  text: string
}

/** Messages of one period with `words` in them, letter case aside; oldest first, bounded. */
export async function findCheckins(
  db: Database,
  words: string,
  period: { from_us: number; to_us: number },
): Promise<CheckinRow[]> {
  const keys = await keysBetween(db, period)
  if (keys === null) return []
  const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  return db.all<CheckinRow>(
    // SQLite folds the case of ASCII letters only, so the words as typed are tried as well.
    `select m.packet_key, p.id, p.from_node_id, n.long_name, n.short_name, p.import_time_us, m.text
      from text_message m
      join packet p on p.packet_key = m.packet_key
      left join node n on n.node_id = p.from_node_id
      where m.packet_key >= ? and m.packet_key <= ? and not m.direct and m.emoji = 0
        and (lower(m.text) like ? escape '\\' or m.text like ? escape '\\')
        and p.import_time_us >= ? and p.import_time_us < ?
      order by m.packet_key limit 5000`,
    [...keys, pattern.toLowerCase(), pattern, period.from_us, period.to_us],
  )
}

/** Keys grow with time: those at both ends of a period, by the index on time; null = none. */
async function keysBetween(
  db: Database,
  { from_us, to_us }: { from_us: number; to_us: number },
): Promise<[number, number] | null> {
  const first = await db.get<{ packet_key: number }>(
    `select packet_key from packet where import_time_us >= ? and import_time_us < ?
      order by import_time_us limit 1`,
    [from_us, to_us],
  )
  const last = await db.get<{ packet_key: number }>(
    `select packet_key from packet where import_time_us >= ? and import_time_us < ?
      order by import_time_us desc limit 1`,
    [from_us, to_us],
  )
  return first === undefined || last === undefined ? null : [first.packet_key, last.packet_key]
}

/** Arrival of the oldest packet that is kept, microseconds UTC; null in an empty database. */
export async function findFirstPacketTime(db: Database): Promise<number | null> {
  const row = await db.get<{ import_time_us: number }>(
    'select import_time_us from packet order by import_time_us limit 1',
  )
  return row?.import_time_us ?? null
}
