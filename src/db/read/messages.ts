import { askAmong, MOST_OF_IDS } from '../lists.js'
import type { Database, Param } from '../open.js'

/** A text that everybody may read, with its sender's names and how many gateways heard it. */
export interface MessageRow {
  packet_key: number
  id: number
  portnum: number
  from_node_id: number
  long_name: string | null
  short_name: string | null
  channel: string
  import_time_us: number
  text: string
  /** Id of the message that this one answers or reacts to. */
  reply_id: number | null
  /** Not 0: the text is a reaction. */
  emoji: number
  gateway_count: number
}

export interface MessageFilter {
  channel?: string
  before_key?: number
  limit: number
}

const columns = `
  select p.packet_key, p.id, p.portnum, p.from_node_id, n.long_name, n.short_name,
    c.name as channel, p.import_time_us, m.text, m.reply_id, m.emoji,
    (select count(distinct u.gateway_id) from reception r
      join uplink u on u.uplink_id = r.uplink_id
      where r.packet_key = p.packet_key) as gateway_count
  from text_message m
  join packet p on p.packet_key = m.packet_key
  left join channel c on c.channel_id = p.channel_id
  left join node n on n.node_id = p.from_node_id`

/** Messages that are no reactions, newest first. Direct messages are never among them. */
export async function findMessages(db: Database, filter: MessageFilter): Promise<MessageRow[]> {
  const conditions = ['not direct', '(emoji = 0 or reply_id is null)']
  const params: Param[] = []
  if (filter.channel !== undefined) {
    conditions.push('channel_id = (select channel_id from channel where name = ?)')
    params.push(filter.channel)
  }
  if (filter.before_key !== undefined) {
    conditions.push('packet_key < ?')
    params.push(filter.before_key)
  }
  const rows = await db.all<MessageRow>(
    `${columns} where m.packet_key in (
        select packet_key from text_message where ${conditions.join(' and ')}
        order by packet_key desc limit ?)
      order by p.packet_key desc`,
    [...params, filter.limit],
  )
  return rows.map(withChannel)
}

/** Messages by mesh packet id, direct ones left out; an id may belong to several senders. */
export function findMessagesById(db: Database, ids: readonly number[]): Promise<MessageRow[]> {
  return findChosen(db, 'p.id', ids, 'not m.direct')
}

/** Reactions to the messages with these mesh packet ids, oldest first. */
export function findReactions(db: Database, ids: readonly number[]): Promise<MessageRow[]> {
  return findChosen(
    db,
    'p.reply_id',
    ids,
    'p.reply_id is not null and not m.direct and m.emoji <> 0',
  )
}

/** Names of the channels that carried readable texts, most recently used first. */
export async function findTextChannels(db: Database): Promise<string[]> {
  const rows = await db.all<{ name: string }>(
    `select c.name, (select max(m.packet_key) from text_message m
        where m.channel_id = c.channel_id and not m.direct) as newest
      from channel c
      where exists (select 1 from text_message m
        where m.channel_id = c.channel_id and not m.direct)
      order by newest desc limit 50`,
  )
  return rows.map((row) => row.name)
}

async function findChosen(
  db: Database,
  column: 'p.id' | 'p.reply_id',
  ids: readonly number[],
  condition: string,
): Promise<MessageRow[]> {
  const rows = await askAmong(db, column, ids, ({ sql, list }) =>
    db.all<MessageRow>(
      `${columns} where ${sql} and ${condition} order by p.packet_key limit ${MOST_OF_IDS}`,
      [list],
    ),
  )
  return rows.map(withChannel)
}

/** A channel row may be missing in a database that was repaired by hand. */
export function withChannel(row: MessageRow): MessageRow {
  row.channel ??= ''
  return row
}
