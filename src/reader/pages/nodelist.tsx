import { countNodes, findListedNodes, type NodeFilter } from '../../db/read/nodes.js'
import { Favourites } from '../components/favourites.js'
import { Empty, PageHead } from '../components/parts.js'
import { address, Link, useLocal, useWords } from '../components/site.js'
import { findGateways, gatewayIn, idsIn } from '../gateway-query.js'
import { nodeValues } from '../node-values.js'
import { definePage } from '../page.js'
import { NodelistFilters } from './nodelist-filters.js'
import {
  here,
  type NodelistData,
  PAGE_SIZE,
  periods,
  type Query,
  query,
  readSort,
  USUAL_PERIOD,
} from './nodelist-query.js'
import { NodelistTable } from './nodelist-table.js'

const DAY_US = 86_400_000_000

/** The nodes that were heard, sorted and filtered by the address. */
export const nodelist = definePage({
  path: '/nodelist',
  menu: { label: (words) => words.menu.nodes, flag: 'nodes' },
  query,
  async load(context, { query: sent }): Promise<NodelistData> {
    const { db, nowUs } = context
    const active = periods.some(([value]) => value === sent.active) ? sent.active : USUAL_PERIOD
    const { sort, descending } = readSort(sent.sort)
    const filter: Omit<NodeFilter, 'limit'> = {
      text: sent.q,
      role: sent.role,
      channel: sent.channel,
      hw_model: sent.hw_model,
      firmware: sent.firmware,
      gateway: sent.gateway === undefined ? undefined : true,
      heard_by: gatewayIn(sent.heard_by),
      ids: idsIn(sent.ids),
      since_us: active === 'all' ? undefined : nowUs() - Number(active) * DAY_US,
    }
    const [nodes, total] = await Promise.all([
      findListedNodes(db, {
        ...filter,
        sort,
        descending,
        limit: PAGE_SIZE,
        after: sent.from,
      }),
      countNodes(db, filter),
    ])
    return {
      query: { ...sent, active },
      sort,
      descending,
      nodes,
      total,
      gateways: await findGateways(context),
      values: {
        role: await nodeValues(context, 'role'),
        channel: await nodeValues(context, 'channel'),
        hw_model: await nodeValues(context, 'hw_model'),
        firmware: await nodeValues(context, 'firmware'),
      },
    }
  },
  refresh: { seconds: 10, isList: true },
  description: ({ nodelist }) => nodelist,
  title: (_data, words) => words.nodelist.title,
  view: (data) => <NodelistView {...data} />,
})

function NodelistView(data: NodelistData) {
  const { nodes, total, query } = data
  const { nodelist, periods: labels } = useWords()
  const count = nodelist.count({ count: total })
  const period = periods.find(([value]) => value === query.active)?.[1] ?? 'all'
  return (
    <>
      <PageHead
        title={nodelist.title}
        about={
          period === 'all' ? count : nodelist.countIn({ nodes: count, period: labels[period] })
        }
      >
        <Favourites isChosen={query.ids !== undefined} />
        <CsvLink {...query} />
      </PageHead>
      <NodelistFilters {...data} />
      {nodes.length === 0 ? (
        <Empty
          icon="nodes"
          longer={query.active !== 'all' && here(query, { active: 'all', from: 0 })}
        >
          <p>{nodelist.none}</p>
        </Empty>
      ) : (
        <NodelistTable {...data} />
      )}
      <Pager {...data} />
    </>
  )
}

/** Every node that fits, not only those of this page. */
function CsvLink({ sort: _sort, from: _from, ...fitting }: Query) {
  const { common, nodelist } = useWords()
  return (
    <Link class="small" href={address('/nodelist.csv', fitting)} title={nodelist.csvTitle}>
      {common.csv}
    </Link>
  )
}

function Pager({ query, nodes, total }: NodelistData) {
  const { common, nodelist } = useWords()
  const local = useLocal()
  if (total <= nodes.length && query.from === 0) return null
  return (
    <nav class="pager" aria-label={common.pages}>
      {query.from > 0 && (
        <Link class="button" href={here(query, { from: Math.max(0, query.from - PAGE_SIZE) })}>
          {common.previous}
        </Link>
      )}
      <span class="muted small">
        {nodelist.range({
          first: local.count(query.from + 1),
          last: local.count(query.from + nodes.length),
          total: local.count(total),
        })}
      </span>
      {query.from + nodes.length < total && (
        <Link class="button" href={here(query, { from: query.from + PAGE_SIZE })} rel="next">
          {common.next}
        </Link>
      )}
    </nav>
  )
}
