import Type, { type Static } from 'typebox'
import { findNames, type NodeNames } from '../../db/read/nodes.js'
import { countGiven, Filters, Select, TextInput } from '../components/forms.js'
import { NodeName } from '../components/names.js'
import { Empty, PageHead } from '../components/parts.js'
import { PeriodLinks } from '../components/period-links.js'
import { type Here, RankedPager, SortHead } from '../components/ranked-list.js'
import { RankingTabs } from '../components/ranking-tabs.js'
import { Signal } from '../components/signal.js'
import { address, useLocal, useSite, useWords } from '../components/site.js'
import { Age } from '../components/time.js'
import {
  findLongLinks,
  LINK_PERIODS,
  LINK_SORTS,
  type LinkQuery,
  type LongLink,
  linkQueryOf,
} from '../long-links.js'
import { nodeValues } from '../node-values.js'
import { definePage } from '../page.js'

const PAGE_SIZE = 50

const query = Type.Object({
  kind: Type.Optional(Type.String({ maxLength: 20 })),
  period: Type.Optional(Type.String({ maxLength: 5 })),
  channel: Type.Optional(Type.String({ maxLength: 200 })),
  q: Type.Optional(Type.String({ maxLength: 100 })),
  sort: Type.Optional(Type.String({ maxLength: 20 })),
  from: Type.Integer({ default: 0, minimum: 0, maximum: 1_000_000 }),
})

type Query = Static<typeof query>

interface LinksData {
  query: Query
  wanted: LinkQuery
  rows: LongLink[]
  total: number
  names: Map<number, NodeNames>
  channels: string[]
}

/** The longest radio links that were proved. */
export const links = definePage({
  path: '/links',
  flag: 'top',
  within: '/top',
  query,
  styles: ['charts.css'],
  async load(context, { query: sent }): Promise<LinksData> {
    const wanted = linkQueryOf((name) => sent[name as keyof Query]?.toString())
    const all = await findLongLinks(context, wanted)
    const rows = all.slice(sent.from, sent.from + PAGE_SIZE)
    return {
      query: sent,
      wanted,
      rows,
      total: all.length,
      names: await findNames(
        context.db,
        rows.flatMap(({ one, other }) => [one, other]),
      ),
      channels: await nodeValues(context, 'channel'),
    }
  },
  refresh: { seconds: 60, isList: true },
  description: ({ links }) => links,
  title: (_data, words) => words.links.title,
  view: (data) => <LinksView {...data} />,
})

function LinksView(data: LinksData) {
  const { query: sent, wanted, rows, total } = data
  const { links } = useWords()
  const { from: _, ...kept } = sent
  const here: Here = (more) => address('/links', { ...kept, ...more })
  return (
    <>
      <PageHead title={links.title} about={links.about}>
        <PeriodLinks
          choices={LINK_PERIODS}
          chosen={wanted.period}
          href={(period) => here({ period })}
        />
      </PageHead>
      <RankingTabs current="/links" />
      <LinkFilters {...data} />
      {rows.length === 0 ? (
        <Empty
          icon="link"
          longer={total === 0 && wanted.period.key !== 'all' && here({ period: 'all' })}
        >
          <p>{total === 0 ? links.none : links.listEnds}</p>
        </Empty>
      ) : (
        <LinkTable {...data} here={here} />
      )}
      <p class="muted small">{links.note}</p>
      <RankedPager
        {...{ total, here, from: sent.from, shown: rows.length, pageSize: PAGE_SIZE }}
        csv={here({}).replace('/links', '/links.csv')}
      />
    </>
  )
}

function LinkFilters({ query: sent, wanted, channels }: LinksData) {
  const { links, filters, mapPage } = useWords()
  const kinds = [
    ['', mapPage.linkDirect],
    ['traceroute', mapPage.linkTraceroute],
    ['neighbor', mapPage.linkNeighbour],
  ] as const
  return (
    <Filters path="/links" active={countGiven(sent.channel, sent.q, sent.kind)}>
      <input type="hidden" name="period" value={wanted.period.key} />
      <TextInput name="q" label={links.node} value={sent.q ?? ''} placeholder={filters.nameOrId} />
      <Select
        name="kind"
        label={links.kind}
        value={wanted.kind === 'direct' ? '' : wanted.kind}
        options={kinds}
      />
      <Select
        name="channel"
        label={filters.channel}
        value={sent.channel ?? ''}
        any={filters.allChannels}
        options={channels.map((channel) => [channel, channel])}
      />
      <Select
        name="sort"
        label={filters.sortBy}
        value={sent.sort ?? ''}
        options={LINK_SORTS.map((sort) => [
          sort === 'metres' ? '' : `-${sort}`,
          links.columns[sort],
        ])}
        narrow
      />
    </Filters>
  )
}

/** In the order of the columns. */
const HEADS = ['metres', 'snr', 'count', 'last_seen_us'] as const

function LinkTable({ wanted, rows, names, here }: LinksData & { here: Here }) {
  const { links } = useWords()
  return (
    <div class="table-frame">
      <table class="table rows long-links">
        <thead>
          <tr>
            <th scope="col">{links.first}</th>
            <th scope="col">{links.second}</th>
            {HEADS.map((sort) => (
              <SortHead
                key={sort}
                label={links.columns[sort]}
                current={wanted}
                {...{ sort, here }}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <LinkLine key={`${row.one} ${row.other}`} {...{ row, names }} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function LinkLine({ row, names }: { row: LongLink; names: Map<number, NodeNames> }) {
  const { units } = useSite()
  const { links } = useWords()
  const local = useLocal()
  const name = (node_id: number) => {
    const { long_name = null, short_name = null } = names.get(node_id) ?? {}
    return <NodeName {...{ node_id, long_name, short_name }} />
  }
  return (
    <tr>
      <td class="who line">{name(row.one)}</td>
      <td class="who line">{name(row.other)}</td>
      <td class="num nowrap">
        <strong>{local.distance(row.metres, units)}</strong>
        {row.doubt > 0 && <span class="muted small"> ± {local.distance(row.doubt, units)}</span>}
      </td>
      <td class="num nowrap">
        <Heard arrow="→" title={links.there} snr={row.there} />{' '}
        <Heard arrow="←" title={links.back} snr={row.back} />
      </td>
      <td class="num" data-label={links.countShort}>
        {local.count(row.count)}
      </td>
      <td class="num nowrap last">
        <Age time_us={row.last_seen_us} />
      </td>
    </tr>
  )
}

interface HeardProps {
  arrow: string
  title: string
  snr: number | null | undefined
}

/** Heard without a measure is a tick; not heard is nothing. */
function Heard({ arrow, title, snr }: HeardProps) {
  if (snr === undefined) return null
  return (
    <span class="nowrap" title={title}>
      {arrow} {snr === null ? '✓' : <Signal snr={snr} />}
    </span>
  )
}
