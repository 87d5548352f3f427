import Type from 'typebox'
import { USUAL_NET_MESSAGE } from '../../config/schema.js'
import { findFirstPacketTime } from '../../db/read/checkins.js'
import { ChatText } from '../components/message.js'
import { NodeName } from '../components/names.js'
import { Empty, PageHead } from '../components/parts.js'
import { address, Link, useLocal, useSite, useWords } from '../components/site.js'
import { DateTime } from '../components/time.js'
import { findNetWeeks, type NetWeek, type Station } from '../net-weeks.js'
import { definePage } from '../page.js'

/** Weeks on one page. */
export const NET_WEEKS = 4

interface NetData {
  message: string
  tag: string
  weeks: NetWeek[]
  /** The Monday of the week after those shown; undefined for the newest. */
  before: string | undefined
  hasOlder: boolean
}

/** Check-ins to the weekly net: messages with the tag of the configuration, by week and station. */
export const net = definePage({
  path: '/net',
  menu: { label: (words) => words.menu.net, flag: 'net' },
  query: Type.Object({ before: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })) }),
  styles: ['charts.css'],
  async load(context, { query, zone }): Promise<NetData> {
    const { site } = context.config
    const latest = latestOf(query.before, context.nowUs())
    const [first_us, found] = await Promise.all([
      findFirstPacketTime(context.db),
      site.netTag === '' ? [] : findNetWeeks(context, zone, latest, NET_WEEKS),
    ])
    // Of weeks before the first packet nobody knows who checked in.
    const weeks = found.filter(({ to }, index) => index === 0 || to * 1e6 > (first_us ?? Infinity))
    const oldest = weeks.at(-1)
    return {
      message: site.weeklyNetMessage,
      tag: site.netTag,
      weeks,
      before: query.before,
      hasOlder: oldest !== undefined && first_us !== null && first_us < oldest.from * 1e6,
    }
  },
  refresh: { seconds: 15 },
  description: ({ net }) => net,
  title: (_data, words) => words.net.title,
  view: (data) => <NetView {...data} />,
})

/** A time in the newest week to show, unix seconds: now, or in the week before a Monday. */
export function latestOf(before: string | undefined, now_us: number): number {
  const now = now_us / 1e6
  const monday = before === undefined ? Number.NaN : Date.parse(`${before}T00:00:00Z`) / 1000
  // Two days before is in the week before, whatever the time zone.
  return Number.isNaN(monday) ? now : Math.min(now, monday - 2 * 86_400)
}

function NetView({ message, tag, weeks, before, hasOlder }: NetData) {
  const { zone } = useSite()
  const { net, common } = useWords()
  const count = weeks.reduce((sum, week) => sum + week.stations.length, 0)
  const oldest = weeks.at(-1)
  return (
    <div class="stack" data-zone={zone.name}>
      <PageHead title={net.title}>
        {count > 0 && (
          <Link class="button" href={address('/net.csv', { before })}>
            {net.download}
          </Link>
        )}
      </PageHead>
      {message !== '' && (
        <p class="lead">{message === USUAL_NET_MESSAGE ? net.usualMessage : message}</p>
      )}
      {tag === '' ? (
        <Empty icon="net">
          <p>{net.noTag}</p>
        </Empty>
      ) : (
        <p class="muted">{net.explained.with({ tag: <strong>{tag}</strong> })}</p>
      )}
      {weeks.map((week) => (
        <Week key={week.monday} week={week} />
      ))}
      <nav class="pager" aria-label={common.pages}>
        {before !== undefined && (
          <Link class="button" href="/net">
            {net.thisWeek}
          </Link>
        )}
        {hasOlder && oldest !== undefined && (
          <Link class="button" href={address('/net', { before: oldest.monday })} rel="next">
            {net.olderWeeks}
          </Link>
        )}
      </nav>
    </div>
  )
}

function Week({ week }: { week: NetWeek }) {
  const { net } = useWords()
  const local = useLocal()
  return (
    <section>
      <div class="section-head">
        <h2 class="section-title">{net.weekOf({ date: local.date(week.monday) })}</h2>
        {week.stations.length > 0 && (
          <span class="muted small">
            {net.counts({
              stations: net.stations({ count: week.stations.length }),
              messages: net.messages({ count: week.messages }),
            })}
          </span>
        )}
      </div>
      {week.stations.length === 0 ? (
        <p class="muted">{net.nobody}</p>
      ) : (
        <ol class="card net-list">
          {week.stations.map((station) => (
            <StationItem key={station.node_id} station={station} />
          ))}
        </ol>
      )}
    </section>
  )
}

function StationItem({ station }: { station: Station }) {
  const { net } = useWords()
  const [first, ...again] = station.checkins
  if (first === undefined) return null
  return (
    <li>
      <div class="chat-head">
        <NodeName node_id={station.node_id} {...first} />
        <Link class="chat-time" href={`/packet/${first.id}`}>
          <DateTime time_us={first.import_time_us} />
        </Link>
        <span class="flag good">{net.checkedIn}</span>
      </div>
      <ChatText text={first.text}>{first.text}</ChatText>
      {again.length > 0 && (
        <details class="behind">
          <summary class="small">{net.again({ count: again.length })}</summary>
          <ul class="net-again">
            {again.map((checkin) => (
              <li key={checkin.packet_key}>
                <Link class="chat-time" href={`/packet/${checkin.id}`}>
                  <DateTime time_us={checkin.import_time_us} />
                </Link>
                <ChatText text={checkin.text}>{checkin.text}</ChatText>
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  )
}
