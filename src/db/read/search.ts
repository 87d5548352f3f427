import type { Database } from '../open.js'
import { breathe } from './history.js'
import type { MessageRow } from './messages.js'

/** Messages looked at by one statement, and at most for one search. */
const SLICE = 5000
const MOST = 200_000

/**
 * The newest readable messages (direct ones never) with `words` in them, letter case aside. Goes
 * back slice by slice until `limit` are found, so that a search for nothing holds nobody up.
 */
export async function searchMessages(
  db: Database,
  words: string,
  limit: number,
): Promise<MessageRow[]> {
  const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  const found: number[] = []
  let before_key = Number.MAX_SAFE_INTEGER
  for (let seen = 0; seen < MOST && found.length < limit; seen += SLICE) {
    const edge = await db.get<{ packet_key: number | null }>(
      `select min(packet_key) as packet_key from (select packet_key from text_message
        where packet_key < ? order by packet_key desc limit ?) as slice`,
      [before_key, SLICE],
    )
    if (edge === undefined || edge.packet_key === null) break
    // SQLite folds the case of ASCII letters only, so the words as typed are tried as well.
    const rows = await db.all<{ packet_key: number }>(
      `select packet_key from text_message
        where packet_key >= ? and packet_key < ? and not direct
          and (lower(text) like ? escape '\\' or text like ? escape '\\')
        order by packet_key desc limit ?`,
      [edge.packet_key, before_key, pattern.toLowerCase(), pattern, limit - found.length],
    )
    found.push(...rows.map((row) => row.packet_key))
    before_key = edge.packet_key
    await breathe()
  }
  return messagesByKey(db, found)
}

async function messagesByKey(db: Database, keys: readonly number[]): Promise<MessageRow[]> {
  const messages: MessageRow[] = []
  for (const key of keys) {
    const row = await db.get<MessageRow>(
      `select p.packet_key, p.id, p.portnum, p.from_node_id, n.long_name, n.short_name,
          c.name as channel, p.import_time_us, m.text, m.reply_id, m.emoji, 0 as gateway_count
        from text_message m
        join packet p on p.packet_key = m.packet_key
        left join channel c on c.channel_id = p.channel_id
        left join node n on n.node_id = p.from_node_id
        where m.packet_key = ?`,
      [key],
    )
    if (row !== undefined) messages.push({ ...row, channel: row.channel ?? '' })
  }
  return messages
}
