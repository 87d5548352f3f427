import type { Database } from '../db/open.js'
import { findMessagesById, findReactions, type MessageRow } from '../db/read/messages.js'

/** The same reaction to a message by one or more nodes. */
export interface Reaction {
  text: string
  from: MessageRow[]
}

/** A message with what it answers and how others reacted. */
export interface ChatItem {
  message: MessageRow
  /** The message it replies to; null when it is none, or that one is not known. */
  parent: MessageRow | null
  reactions: Reaction[]
}

/** Most different reactions shown of one message. */
const MAX_REACTIONS = 20

/** Range tests count up in the text port: `seq 12`. Nobody says that to anybody. */
export function isRangeTestText(text: string): boolean {
  return /^seq \d+$/.test(text)
}

/** An emoji that stands for itself, without a message that it is put to, is a message. */
export function isReaction(message: MessageRow): boolean {
  return message.emoji !== 0 && message.reply_id !== null
}

/** Finds what belongs to these messages. */
export async function withContext(
  db: Database,
  messages: readonly MessageRow[],
): Promise<ChatItem[]> {
  const ids = messages.map((message) => message.id)
  const answered = messages.flatMap(({ reply_id }) => (reply_id === null ? [] : [reply_id]))
  const [reactions, parents] = await Promise.all([
    findReactions(db, ids),
    findMessagesById(db, answered),
  ])
  return messages.map((message) => ({
    message,
    parent: parentOf(message, parents),
    reactions: collect(reactions.filter((each) => belongsTo(each, message))),
  }))
}

/** The message that `reply` means: ids come round again, so the newest before it on its channel. */
function parentOf(reply: MessageRow, candidates: readonly MessageRow[]): MessageRow | null {
  return candidates.findLast((message) => belongsTo(reply, message)) ?? null
}

function belongsTo(answer: MessageRow, message: MessageRow): boolean {
  return (
    answer.reply_id === message.id &&
    answer.packet_key > message.packet_key &&
    answer.channel === message.channel
  )
}

function collect(rows: readonly MessageRow[]): Reaction[] {
  const byText = new Map<string, MessageRow[]>()
  for (const row of rows) {
    const from = byText.get(row.text) ?? []
    // Who reacts twice the same has reacted once.
    if (!from.some((each) => each.from_node_id === row.from_node_id)) from.push(row)
    byText.set(row.text, from)
  }
  return [...byText].slice(0, MAX_REACTIONS).map(([text, from]) => ({ text, from }))
}
