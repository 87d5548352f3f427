import type { Config } from '../../config/config.js'
import { findMessagesById, type MessageRow } from '../../db/read/messages.js'
import type { PacketRow } from '../../db/read/packets.js'
import { BROADCAST, parseNodeId } from '../../mesh/node-id.js'
import { PORT } from '../../mesh/portnums.js'
import type { Speech } from '../../words/languages.js'
import { Message } from '../components/message.js'
import { PacketLine } from '../components/packet-row.js'
import { renderPart } from '../components/site.js'
import type { ReaderContext } from '../context.js'
import { isRangeTestText, isReaction, withContext } from '../conversations.js'
import { siteOf } from '../page.js'

/** The query of a live list, as the page that holds it wrote it. */
export type LiveQuery = Record<string, string | undefined>

/** The rows of a page that grows by itself. */
export interface LiveRows {
  /** The flag of the page that shows them: where it is off, nobody is told of them. */
  flag?: keyof Config['site']
  accepts(packet: PacketRow, query: LiveQuery): boolean
  /** HTML of what the page inserts, made once per packet and language; empty when there is nothing to show. */
  render(packet: PacketRow, context: ReaderContext, speech: Speech): string | Promise<string>
}

/** By the name in the address `/live/…`. */
export const liveRows: Record<string, LiveRows> = {
  /** That something came, and nothing of it: the welcome page waits for that alone. */
  arrivals: { accepts: () => true, render: () => ' ' },

  firehose: {
    flag: 'everything',
    accepts(packet, { portnum, channel, node_id }) {
      if (portnum !== undefined && String(packet.portnum) !== portnum) return false
      if (channel !== undefined && packet.channel !== channel) return false
      if (node_id === undefined) return true
      const wanted = parseNodeId(node_id)
      return packet.from_node_id === wanted || packet.to_node_id === wanted
    },
    render: (packet, context, speech) =>
      renderPart(siteOf(context, speech), <PacketLine packet={packet} isNew />),
  },

  chat: {
    flag: 'chat',
    accepts(packet, { channel }) {
      if (packet.portnum !== PORT.TEXT_MESSAGE && packet.portnum !== PORT.ALERT) return false
      return (
        packet.to_node_id === BROADCAST && (channel === undefined || packet.channel === channel)
      )
    },
    async render(packet, context, speech) {
      const { db } = context
      const messages = await findMessagesById(db, [packet.id])
      const message = messages.find((each) => each.packet_key === packet.packet_key)
      if (message === undefined || isRangeTestText(message.text)) return ''
      // A reaction shows on its message, which takes the place of the one on the page.
      const shown = isReaction(message) ? await reactedTo(context, message) : message
      if (shown === undefined) return ''
      const items = await withContext(db, [shown])
      return items
        .map((item) => renderPart(siteOf(context, speech), <Message item={item} />))
        .join('')
    },
  },
}

async function reactedTo(
  { db }: ReaderContext,
  reaction: MessageRow,
): Promise<MessageRow | undefined> {
  if (reaction.reply_id === null) return undefined
  const candidates = await findMessagesById(db, [reaction.reply_id])
  return candidates.findLast(
    (each) =>
      !isReaction(each) &&
      each.channel === reaction.channel &&
      each.packet_key < reaction.packet_key,
  )
}
