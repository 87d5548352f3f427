import { oneOf } from '../lists.js'
import type { Database } from '../open.js'
import { type MessageRow, withChannel } from './messages.js'
import { textsWith } from './words.js'

/** The newest readable messages (direct ones never) with `words` in them, letter case aside. */
export async function searchMessages(
  db: Database,
  words: string,
  limit: number,
): Promise<MessageRow[]> {
  const found: number[] = []
  for await (const keys of textsWith(db, words, {}, 'newest', limit)) {
    found.push(...keys)
    if (found.length >= limit) break
  }
  return messagesByKey(db, found.slice(0, limit))
}

async function messagesByKey(db: Database, keys: readonly number[]): Promise<MessageRow[]> {
  const chosen = oneOf(db, 'm.packet_key', keys)
  const rows = await db.all<MessageRow>(
    `select p.packet_key, p.id, p.portnum, p.from_node_id, n.long_name, n.short_name,
        c.name as channel, p.import_time_us, m.text, m.reply_id, m.emoji, 0 as gateway_count
      from text_message m
      join packet p on p.packet_key = m.packet_key
      left join channel c on c.channel_id = p.channel_id
      left join node n on n.node_id = p.from_node_id
      where ${chosen.sql}
      order by m.packet_key desc`,
    [chosen.list],
  )
  return rows.map(withChannel)
}
