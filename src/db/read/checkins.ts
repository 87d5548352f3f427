import { oneOf } from '../lists.js'
import type { Database } from '../open.js'
import { keyRange } from './packet-keys.js'
import { textsWith } from './words.js'

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

/** Check-ins of one period that are shown. */
const MOST = 20_000

/** Messages of one period with `words` in them, letter case aside: the newest, bounded, oldest first. */
export async function findCheckins(
  db: Database,
  words: string,
  period: { from_us: number; to_us: number },
): Promise<CheckinRow[]> {
  const { from_us, to_us } = period
  const bounds = await keyRange(db, { since_us: from_us - 1, before_us: to_us })
  if (bounds === null) return []
  const found: CheckinRow[] = []
  for await (const slice of textsWith(db, words, bounds, 'newest')) {
    const chosen = oneOf(db, 'm.packet_key', slice)
    const rows = await db.all<CheckinRow>(
      `select m.packet_key, p.id, p.from_node_id, n.long_name, n.short_name, p.import_time_us, m.text
        from text_message m
        join packet p on p.packet_key = m.packet_key
        left join node n on n.node_id = p.from_node_id
        where ${chosen.sql} and m.emoji = 0 and p.import_time_us >= ? and p.import_time_us < ?
        order by m.packet_key desc`,
      [chosen.list, from_us, to_us],
    )
    found.push(...rows)
    if (found.length >= MOST) break
  }
  return found.slice(0, MOST).reverse()
}

/** Arrival of the oldest packet that is kept, microseconds UTC; null in an empty database. */
export async function findFirstPacketTime(db: Database): Promise<number | null> {
  const row = await db.get<{ import_time_us: number }>(
    'select import_time_us from packet order by import_time_us limit 1',
  )
  return row?.import_time_us ?? null
}
