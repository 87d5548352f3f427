import Type, { type Static } from 'typebox'
import type { NodeInRanking } from '../../db/read/nodes.js'
import { countGiven, Filters, Select, TextInput } from '../components/forms.js'
import { ChannelTag, NodeName } from '../components/names.js'
import { Empty, PageHead } from '../components/parts.js'
import { PeriodLinks } from '../components/period-links.js'
import { type Here, RankedPager, SortHead } from '../components/ranked-list.js'
import { RankingTabs } from '../components/ranking-tabs.js'
import { ShareBar } from '../components/shares.js'
import { address, useLocal, useWords } from '../components/site.js'
import { nodeValues } from '../node-values.js'
import { definePage } from '../page.js'
import { type PeriodKey, periodOf } from '../periods.js'
import {
  findRanking,
  type Ranked,
  type RankingQuery,
  type RankingSort,
  withNodes,
} from '../ranking.js'

export const TOP_PERIODS: readonly PeriodKey[] = ['1h', '6h', '24h', '3d', '7d', '30d']
const PAGE_SIZE = 50

const query = Type.Object({
  of: Type.Optional(Type.Union([Type.Literal('senders'), Type.Literal('gateways')])),
  period: Type.Optional(Type.String({ maxLength: 5 })),
  channel: Type.Optional(Type.String({ maxLength: 200 })),
  q: Type.Optional(Type.String({ maxLength: 100 })),
  sort: Type.Optional(Type.String({ maxLength: 10 })),
  from: Type.Integer({ default: 0, minimum: 0, maximum: 1_000_000 }),
})

type Query = Static<typeof query>

interface TopData {
  query: Query
  ranking: RankingQuery
  rows: (Ranked & { node: NodeInRanking | undefined })[]
  total: number
  /** The highest values of the whole list, for the bars. */
  most: number
  channels: string[]
}

/** Who sends most, who is heard best, and which gateways hear most. */
export const top = definePage({
  path: '/top',
  menu: { label: (words) => words.menu.top, flag: 'top' },
  query,
  styles: ['charts.css'],
  async load(context, { query: sent }): Promise<TopData> {
    const ranking = rankingOf((name) => sent[name as keyof Query]?.toString())
    const all = await findRanking(context, ranking)
    return {
      query: sent,
      ranking,
      rows: await withNodes(context, all.slice(sent.from, sent.from + PAGE_SIZE)),
      total: all.length,
      most: all.reduce((most, row) => Math.max(most, row[ranking.sort]), 0),
      channels: await nodeValues(context, 'channel'),
    }
  },
  refresh: { seconds: 15, isList: true },
  description: ({ top }) => top,
  title: (_data, words) => words.top.title,
  view: (data) => <TopView {...data} />,
})

const SORTS: readonly RankingSort[] = ['count', 'other', 'mean']

/** The ranking that the parameters of an address name, odd ones left out. */
export function rankingOf(parameter: (name: string) => string | undefined): RankingQuery {
  const sort = parameter('sort') ?? ''
  const of = parameter('of') === 'gateways' ? 'gateways' : 'senders'
  const usual = of === 'gateways' ? 'count' : 'other'
  return {
    of,
    period: periodOf(parameter('period'), TOP_PERIODS, '24h'),
    channel: parameter('channel'),
    text: parameter('q'),
    sort: SORTS.find((each) => each === sort.replace(/^-/, '')) ?? usual,
    descending: sort === '' || sort.startsWith('-'),
  }
}

function TopView(data: TopData) {
  const { query: sent, ranking, rows, total } = data
  const { period, of } = ranking
  const { top } = useWords()
  const { from: _, ...kept } = sent
  const here: Here = (more) => address('/top', { ...kept, ...more })
  return (
    <>
      <PageHead title={top.title} about={of === 'senders' ? top.aboutSenders : top.aboutGateways}>
        <PeriodLinks choices={TOP_PERIODS} chosen={period} href={(key) => here({ period: key })} />
      </PageHead>
      <RankingTabs current={of === 'senders' ? '/top' : '/top?of=gateways'} />
      <TopFilters {...data} />
      {rows.length === 0 ? (
        <Empty icon="top" longer={total === 0 && period.key !== '30d' && here({ period: '30d' })}>
          <p>{total === 0 ? top.nobody : top.listEnds}</p>
        </Empty>
      ) : (
        <Ranking {...data} here={here} />
      )}
      <RankedPager
        {...{ total, here, from: sent.from, shown: rows.length, pageSize: PAGE_SIZE }}
        csv={here({}).replace('/top', '/top.csv')}
      />
    </>
  )
}

function TopFilters({ query: sent, ranking, channels }: TopData) {
  const { top, filters } = useWords()
  return (
    <Filters path="/top" active={countGiven(sent.channel, sent.q)}>
      {sent.of !== undefined && <input type="hidden" name="of" value={sent.of} />}
      <input type="hidden" name="period" value={ranking.period.key} />
      <TextInput name="q" label={top.node} value={sent.q ?? ''} placeholder={top.nameOrId} />
      <Select
        name="channel"
        label={filters.channel}
        value={sent.channel ?? ''}
        any={filters.allChannels}
        options={channels.map((channel) => [channel, channel])}
      />
    </Filters>
  )
}

function Ranking({ query: sent, ranking, rows, most, here }: TopData & { here: Here }) {
  const { top, filters } = useWords()
  const local = useLocal()
  const isSenders = ranking.of === 'senders'
  const heads = isSenders ? top.sendersHeads : top.gatewaysHeads
  const short = isSenders ? top.sendersShort : top.gatewaysShort
  return (
    <div class="table-frame">
      <table class="table rows ranking">
        <thead>
          <tr>
            <th scope="col" class="num">
              #
            </th>
            <th scope="col">{top.node}</th>
            <th scope="col">{filters.channel}</th>
            {SORTS.map((sort) => (
              <SortHead key={sort} label={heads[sort]} current={ranking} {...{ sort, here }} />
            ))}
            <th scope="col">
              <span class="visually-hidden">{top.compared}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.node_id}>
              <td class="num rank">{sent.from + index + 1}</td>
              <td class="who line">
                <NodeName
                  node_id={row.node_id}
                  long_name={row.node?.long_name ?? null}
                  short_name={row.node?.short_name ?? null}
                />
              </td>
              <td class="channel">
                {row.node?.channel && <ChannelTag channel={row.node.channel} />}
              </td>
              {SORTS.map((sort) => (
                <td class="num" key={sort} data-label={short[sort]}>
                  {sort === 'mean' ? local.fixed(row.mean, 1) : local.count(row[sort])}
                </td>
              ))}
              <td class="share">
                <ShareBar share={most === 0 ? 0 : row[ranking.sort] / most} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
