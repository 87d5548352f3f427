import Type, { type Static } from 'typebox'
import {
  countNodes,
  findListedNodes,
  type ListedNode,
  type NodeColumn,
  type NodeFilter,
  type NodeNames,
  type NodeSort,
} from '../../db/read/nodes.js'
import { formatNodeId } from '../../mesh/node-id.js'
import { FavouriteStar, Favourites } from '../components/favourites.js'
import { Checkbox, countGiven, Filters, Select, TextInput } from '../components/forms.js'
import { GatewaySelect } from '../components/gateway-select.js'
import { kept } from '../components/kept.js'
import { ChannelTag, MeshText, NodeName } from '../components/names.js'
import { Empty, PageHead } from '../components/parts.js'
import { address, Link, useLocal, useWords } from '../components/site.js'
import { Age } from '../components/time.js'
import { formatDegrees } from '../format.js'
import { findGateways, gatewayIn, idsIn } from '../gateway-query.js'
import { nodeValues } from '../node-values.js'
import { definePage } from '../page.js'
import { roleLabel } from '../terms.js'

const PAGE_SIZE = 100
const DAY_US = 86_400_000_000
const USUAL_PERIOD = '7'
const USUAL_ORDER = '-last_seen_us'

/** Days back, and the period's key in the catalogue. */
const periods = [
  ['0.04', '1h'],
  ['1', '1d'],
  ['3', '3d'],
  ['7', '7d'],
  ['30', '30d'],
  ['all', 'all'],
] as const

const columns = ['long_name', 'node_id', 'hw_model', 'firmware', 'role', 'channel'] as const

const query = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 100 })),
  role: Type.Optional(Type.String({ maxLength: 100 })),
  channel: Type.Optional(Type.String({ maxLength: 200 })),
  hw_model: Type.Optional(Type.String({ maxLength: 100 })),
  firmware: Type.Optional(Type.String({ maxLength: 100 })),
  active: Type.String({ default: USUAL_PERIOD, maxLength: 10 }),
  gateway: Type.Optional(Type.Literal('1')),
  heard_by: Type.Optional(Type.String({ maxLength: 20 })),
  ids: Type.Optional(Type.String({ maxLength: 4000 })),
  sort: Type.String({ default: USUAL_ORDER, maxLength: 20 }),
  from: Type.Integer({ default: 0, minimum: 0, maximum: 1_000_000 }),
})

type Query = Static<typeof query>

interface NodelistData {
  query: Query
  sort: NodeSort
  descending: boolean
  nodes: ListedNode[]
  total: number
  values: Record<NodeColumn, string[]>
  gateways: NodeNames[]
}

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
    return {
      query: { ...sent, active },
      sort,
      descending,
      nodes: await findListedNodes(db, {
        ...filter,
        sort,
        descending,
        limit: PAGE_SIZE,
        after: sent.from,
      }),
      total: await countNodes(db, filter),
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

function readSort(text: string): { sort: NodeSort; descending: boolean } {
  const name = text.replace(/^-/, '')
  const known = [...columns, 'last_seen_us' as const]
  const sort = known.find((column) => column === name)
  if (sort === undefined) return { sort: 'last_seen_us', descending: true }
  return { sort, descending: text.startsWith('-') }
}

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
        <Empty icon="nodes">
          <p>{nodelist.none}</p>
        </Empty>
      ) : (
        <div class="table-frame">
          <table class="table rows nodes">
            <NodelistHead {...data} />
            <tbody>
              {nodes.map((node) => (
                <NodeLine key={node.node_id} node={node} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Pager {...data} />
    </>
  )
}

/** The address of this page with some of its values changed. */
function here(query: Query, changes: Partial<Query>): string {
  const { active, sort, from, ...rest } = { ...query, ...changes }
  return address('/nodelist', {
    ...rest,
    active: active === USUAL_PERIOD ? undefined : active,
    sort: sort === USUAL_ORDER ? undefined : sort,
    from: from === 0 ? undefined : from,
  })
}

function NodelistFilters({ query, values, gateways }: NodelistData) {
  const { filters, nodelist, periods: labels, roles } = useWords()
  const orders = [
    ['', nodelist.columns.last_seen_us] as const,
    ...columns.map((column) => [column, nodelist.columns[column]] as const),
  ]
  const options = (list: string[], label: (value: string) => string) =>
    list.map((value) => [value, label(value)] as const)
  const { q, role, channel, hw_model, firmware, gateway, heard_by, ids } = query
  const isUsual = query.active === USUAL_PERIOD
  const active = countGiven(q, role, channel, hw_model, firmware, gateway, heard_by, ids, !isUsual)
  return (
    <Filters path="/nodelist" active={active}>
      <TextInput
        name="q"
        label={filters.search}
        value={query.q ?? ''}
        placeholder={filters.nameOrId}
      />
      <Select
        name="active"
        label={filters.heard}
        value={isUsual ? '' : query.active}
        options={periods.map(([value, key]) => [value === USUAL_PERIOD ? '' : value, labels[key]])}
      />
      <Select
        name="role"
        label={filters.role}
        value={query.role ?? ''}
        any={filters.allRoles}
        options={options(values.role, (role) => roleLabel(role, roles))}
      />
      <Select
        name="channel"
        label={filters.channel}
        value={query.channel ?? ''}
        any={filters.allChannels}
        options={options(values.channel, (value) => value)}
      />
      <Select
        name="hw_model"
        label={filters.hardware}
        value={query.hw_model ?? ''}
        any={filters.allHardware}
        options={options(values.hw_model, hardwareLabel)}
      />
      <Select
        name="firmware"
        label={filters.firmware}
        value={query.firmware ?? ''}
        any={filters.allFirmware}
        options={options(values.firmware, (value) => value)}
      />
      <GatewaySelect gateways={gateways} value={query.heard_by} isDirect />
      {query.ids !== undefined && <input type="hidden" name="ids" value={query.ids} />}
      <Checkbox
        name="gateway"
        label={nodelist.gatewaysOnly}
        checked={query.gateway !== undefined}
      />
      <Select
        name="sort"
        label={filters.sortBy}
        value={query.sort === USUAL_ORDER ? '' : query.sort}
        options={orders}
        narrow
      />
    </Filters>
  )
}

function hardwareLabel(value: string): string {
  return value.replaceAll('_', ' ')
}

function NodelistHead({ query, sort, descending }: NodelistData) {
  const { nodelist } = useWords()
  const head = (column: keyof typeof nodelist.columns) => {
    const isCurrent = sort === column
    // The first click on a column sorts upwards, times newest first; the next turns it round.
    const down = isCurrent ? !descending : column === 'last_seen_us'
    return (
      <th
        scope="col"
        key={column}
        aria-sort={isCurrent ? (descending ? 'descending' : 'ascending') : undefined}
      >
        <Link href={here(query, { sort: (down ? '-' : '') + column, from: 0 })}>
          {nodelist.columns[column]}
        </Link>
      </th>
    )
  }
  return (
    <thead>
      <tr>
        {columns.map(head)}
        <th scope="col">{nodelist.position}</th>
        {head('last_seen_us')}
      </tr>
    </thead>
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

function NodeLine({ node }: { node: ListedNode }) {
  const { node_id, long_name, short_name, hw_model, firmware, role, channel } = node
  const { last_lat, last_long, gateway_seen_us, last_seen_us } = node
  const facts = [
    ...[node_id, long_name, short_name, hw_model, firmware, role, channel],
    ...[last_lat, last_long, gateway_seen_us !== null],
  ]
  return (
    <tr id={`n${formatNodeId(node_id).slice(1)}`}>
      {kept(['node cells', ...facts], () => (
        <NodeCells node={node} />
      ))}
      <td class="nowrap last">
        <Age time_us={last_seen_us} />
      </td>
    </tr>
  )
}

/** What a node is: all columns but the last one. */
function NodeCells({ node }: { node: ListedNode }) {
  const { nodelist, roles } = useWords()
  const hasPosition = node.last_lat !== null && node.last_long !== null
  return (
    <>
      <td class="who line">
        <div class="starred">
          <FavouriteStar node_id={node.node_id} />
          <NodeName {...node} />
        </div>
      </td>
      <td class="mono">{formatNodeId(node.node_id)}</td>
      <td>{node.hw_model !== null && <MeshText text={hardwareLabel(node.hw_model)} />}</td>
      <td>{node.firmware !== null && <MeshText text={node.firmware} />}</td>
      <td class="nowrap">
        {node.role !== null && <MeshText text={roleLabel(node.role, roles)} />}{' '}
        {node.gateway_seen_us !== null && <span class="flag good">{nodelist.gateway}</span>}
      </td>
      <td>{node.channel !== null && <ChannelTag channel={node.channel} />}</td>
      <td class="nowrap">
        {hasPosition && `${formatDegrees(node.last_lat!)}, ${formatDegrees(node.last_long!)}`}
      </td>
    </>
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
