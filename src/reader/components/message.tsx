import type { ComponentChildren } from 'preact'
import type { MessageRow } from '../../db/read/messages.js'
import { PORT } from '../../mesh/portnums.js'
import { cleanText } from '../../mesh/text.js'
import type { ChatItem, Reaction } from '../conversations.js'
import { isoTime } from '../format.js'
import { Icon } from './icons.js'
import { kept } from './kept.js'
import { LinkedText } from './linked-text.js'
import { ChannelTag, NodeName, plainName } from './names.js'
import { Link, useSite, useWords } from './site.js'
import { Clock, isToday } from './time.js'

/** Longest text shown whole, in code points; radio packets hold less than a fifth of it. */
const MAX_SHOWN = 1000
const MAX_QUOTED = 120

/** One message with what it answers and the reactions to it. */
export function Message({ item }: { item: ChatItem }) {
  const { now_us } = useSite()
  const facts = [isToday(item.message.import_time_us, now_us), item]
  return kept(['message', ...facts], () => <WholeMessage item={item} />)
}

function WholeMessage({ item }: { item: ChatItem }) {
  const { message, parent, reactions } = item
  const { chat } = useWords()
  return (
    <li
      class="chat-message"
      id={`m${message.packet_key}`}
      data-time={isoTime(message.import_time_us)}
    >
      <div class="chat-head">
        <NodeName
          node_id={message.from_node_id}
          long_name={message.long_name}
          short_name={message.short_name}
        />
        {message.portnum === PORT.ALERT && <span class="flag bad">{chat.alert}</span>}
        <span class="chat-meta">
          <ChannelTag channel={message.channel} />
          <Link href={`/packet/${message.id}`} class="chat-time">
            <Clock time_us={message.import_time_us} />
          </Link>
          <span class="faint small" title={chat.gatewaysTitle}>
            {chat.gateways({ count: message.gateway_count })}
          </span>
        </span>
      </div>
      {message.reply_id !== null && <Quote parent={parent} reply_id={message.reply_id} />}
      <ChatText text={message.text}>
        <LinkedText text={cleanText(message.text, MAX_SHOWN)} />
      </ChatText>
      {reactions.length > 0 && (
        <ul class="reactions" aria-label={chat.reactions}>
          {reactions.map((reaction) => (
            <ReactionChip key={reaction.text} reaction={reaction} />
          ))}
        </ul>
      )}
    </li>
  )
}

function Quote({ parent, reply_id }: { parent: MessageRow | null; reply_id: number }) {
  const { chat } = useWords()
  if (parent === null) {
    return (
      <p class="quote">
        <Icon name="reply" size={14} />
        <span>
          {chat.replyToOther.with({
            link: (text) => <Link href={`/packet/${reply_id}`}>{text}</Link>,
          })}
        </span>
      </p>
    )
  }
  return (
    <p class="quote">
      <Icon name="reply" size={14} />
      <span>
        <Link href={`/packet/${parent.id}`}>
          <bdi>{nameOf(parent)}</bdi>
        </Link>{' '}
        <bdi>{cleanText(parent.text, MAX_QUOTED)}</bdi>
      </span>
    </p>
  )
}

function ReactionChip({ reaction }: { reaction: Reaction }) {
  const { chat } = useWords()
  const names = reaction.from.slice(0, 20).map(nameOf).join(', ')
  return (
    <li class="reaction" title={names}>
      <bdi>{cleanText(reaction.text, 8)}</bdi>
      {reaction.from.length > 1 && <span class="small"> {reaction.from.length}</span>}
      <span class="visually-hidden"> {chat.reactedBy({ names })}</span>
    </li>
  )
}

function nameOf(message: MessageRow): string {
  return plainName({
    node_id: message.from_node_id,
    long_name: message.long_name,
    short_name: message.short_name,
  })
}

/** A text of more characters may scroll on a phone, and so has to be reached by the keyboard. */
const SCROLLS = 400

/** The paragraph of a message; `text` is what was sent, `children` how it is shown. */
export function ChatText({ text, children }: { text: string; children: ComponentChildren }) {
  return (
    <p class="chat-text" dir="auto" tabIndex={text.length > SCROLLS ? 0 : undefined}>
      {children}
    </p>
  )
}
