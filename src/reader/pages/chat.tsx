import { Fragment } from 'preact'
import Type from 'typebox'
import { findMessages, findTextChannels } from '../../db/read/messages.js'
import { newestPacketKey } from '../../db/read/packets.js'
import { offeredChannels } from '../channels.js'
import { Live, LiveControls } from '../components/live.js'
import { Message } from '../components/message.js'
import { ChannelTag } from '../components/names.js'
import { Empty, PageHead } from '../components/parts.js'
import { address, Link, useLocal, useWords } from '../components/site.js'
import { type ChatItem, isRangeTestText, withContext } from '../conversations.js'
import { isoTime } from '../format.js'
import { definePage } from '../page.js'

const PAGE_SIZE = 100

interface ChatData {
  channel: string | undefined
  isFirst: boolean
  channels: string[]
  items: ChatItem[]
  cursor: number
  /** Where the next page begins; null on the last one. */
  before: number | null
}

/** What was said to everybody, newest first; direct messages are never shown. */
export const chat = definePage({
  path: '/chat',
  menu: { label: (words) => words.menu.chat, flag: 'chat' },
  query: Type.Object({
    channel: Type.Optional(Type.String({ maxLength: 200 })),
    before: Type.Optional(Type.Integer({ minimum: 1 })),
  }),
  async load(context, { query }): Promise<ChatData> {
    const { db } = context
    // First: what comes between the two is told live.
    const cursor = await newestPacketKey(db)
    const [messages, channels, isOffered] = await Promise.all([
      findMessages(db, {
        channel: query.channel,
        before_key: query.before,
        limit: PAGE_SIZE,
      }),
      findTextChannels(db),
      offeredChannels(context),
    ])
    return {
      channel: query.channel,
      isFirst: query.before === undefined,
      channels: channels.filter(isOffered),
      items: await withContext(
        db,
        messages.filter((message) => !isRangeTestText(message.text)),
      ),
      cursor,
      before: messages.length === PAGE_SIZE ? (messages.at(-1)?.packet_key ?? null) : null,
    }
  },
  description: ({ chat }) => chat,
  title: ({ channel }, { chat }) =>
    channel === undefined ? chat.title : chat.titleOn({ channel }),
  view: (data) => <ChatView {...data} />,
})

function ChatView({ channel, isFirst, channels, items, cursor, before }: ChatData) {
  const { chat, common, firehose } = useWords()
  return (
    <>
      <PageHead title={chat.title} about={chat.about}>
        {isFirst && <LiveControls />}
      </PageHead>
      <ChannelTabs channels={channels} channel={channel} />
      {isFirst ? (
        <Live view="chat" query={{ channel }} cursor={cursor} limit={300}>
          <MessageList items={items} />
        </Live>
      ) : (
        <MessageList items={items} />
      )}
      <nav class="pager" aria-label={common.pages}>
        {!isFirst && (
          <Link class="button" href={address('/chat', { channel })}>
            {firehose.newest}
          </Link>
        )}
        {before !== null && (
          <Link class="button" href={address('/chat', { channel, before })} rel="next">
            {common.older}
          </Link>
        )}
      </nav>
    </>
  )
}

function ChannelTabs(props: { channels: readonly string[]; channel: string | undefined }) {
  const { channels, channel } = props
  const { chat, filters } = useWords()
  if (channels.length < 2 && channel === undefined) return null
  // One that is not offered can be asked for all the same.
  const isExtra = channel !== undefined && !channels.includes(channel)
  return (
    <nav class="tabs" aria-label={chat.channels}>
      <Link href="/chat" aria-current={channel === undefined ? 'page' : undefined}>
        {filters.allChannels}
      </Link>
      {[...channels, ...(isExtra ? [channel] : [])].map((name) => (
        <Link
          key={name}
          href={address('/chat', { channel: name })}
          aria-current={name === channel ? 'page' : undefined}
        >
          <ChannelTag channel={name} />
        </Link>
      ))}
    </nav>
  )
}

function MessageList({ items }: { items: readonly ChatItem[] }) {
  const { chat } = useWords()
  const local = useLocal()
  return (
    <>
      <ol class="chat card" hidden={items.length === 0} data-live-rows data-live-frame data-days>
        {items.map((item, index) => (
          <Fragment key={item.message.packet_key}>
            {startsDay(items, index) && (
              <li class="chat-day">
                <time datetime={isoTime(item.message.import_time_us)}>
                  {local.weekday(item.message.import_time_us)}
                </time>
              </li>
            )}
            <Message item={item} />
          </Fragment>
        ))}
      </ol>
      {items.length === 0 && (
        <div data-live-empty>
          <Empty icon="chat">
            <p>{chat.none}</p>
          </Empty>
        </div>
      )}
    </>
  )
}

/** True for the first message of a page and wherever the day (UTC) changes. */
function startsDay(items: readonly ChatItem[], index: number): boolean {
  const day = (at: number) => {
    const item = items[at]
    return item === undefined ? '' : isoTime(item.message.import_time_us).slice(0, 10)
  }
  return day(index) !== day(index - 1)
}
