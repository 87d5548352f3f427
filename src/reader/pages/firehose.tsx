import Type from 'typebox'
import { findActiveChannels } from '../../db/read/channels.js'
import type { NodeNames } from '../../db/read/nodes.js'
import { newestPacketKey, type PacketRow } from '../../db/read/packets.js'
import { hourOf } from '../../db/values.js'
import { formatNodeId } from '../../mesh/node-id.js'
import { PORTS } from '../../mesh/portnums.js'
import { offeredChannels } from '../channels.js'
import { countGiven, Filters, Select, TextInput, TimeInput } from '../components/forms.js'
import { GatewaySelect } from '../components/gateway-select.js'
import { Live, LiveControls } from '../components/live.js'
import { NodeName, portLabel } from '../components/names.js'
import { PacketPager } from '../components/packet-pager.js'
import { PacketHead, PacketLine } from '../components/packet-row.js'
import { Empty, PageHead } from '../components/parts.js'
import { address, Link, useWords } from '../components/site.js'
import { findGateways, gatewayIn } from '../gateway-query.js'
import { chooseNode, type NodeChoice } from '../node-query.js'
import { searchPackets } from '../packet-query.js'
import { definePage } from '../page.js'
import { timeBounds, timeQuery } from '../time-query.js'

const PAGE_SIZE = 50
/** Channels that were silent for longer are not offered. */
const CHANNEL_HOURS = 7 * 24

interface FirehoseData {
  portnum: number | undefined
  channel: string | undefined
  choice: NodeChoice | null
  before: number | undefined
  since: string | undefined
  until: string | undefined
  channels: string[]
  /** As the address says it. */
  heardBy: string | undefined
  gateways: NodeNames[]
  packets: PacketRow[]
  /** Where a search that has its bound may go on. */
  stoppedAt: number | null
  /** Where the live list goes on. */
  cursor: number
}

/** Every packet as it comes, newest first. */
export const firehose = definePage({
  path: '/firehose',
  menu: { label: (words) => words.menu.packets, flag: 'everything' },
  query: Type.Object({
    portnum: Type.Optional(Type.Integer({ minimum: 0, maximum: 511 })),
    channel: Type.Optional(Type.String({ maxLength: 200 })),
    node_id: Type.Optional(Type.String({ maxLength: 100 })),
    heard_by: Type.Optional(Type.String({ maxLength: 20 })),
    before: Type.Optional(Type.Integer({ minimum: 1 })),
    ...timeQuery,
  }),
  async load(context, { query, zone }): Promise<FirehoseData> {
    // Before the list is read: what arrives in between comes twice rather than not at all.
    const cursor = await newestPacketKey(context.db)
    const choice = await chooseNode(context, query.node_id)
    const filter = {
      portnum: query.portnum,
      channel: query.channel,
      node_id: choice?.node_id ?? undefined,
      before_key: query.before,
      limit: PAGE_SIZE,
      ...timeBounds(query, zone),
    }
    const gateway = gatewayIn(query.heard_by)
    const isUnknown = choice !== null && choice.node_id === null
    const { packets, stopped_at } = isUnknown
      ? { packets: [], stopped_at: null }
      : await searchPackets(context, filter, gateway)
    return {
      portnum: query.portnum,
      channel: query.channel,
      before: query.before,
      since: query.since,
      until: query.until,
      choice,
      cursor,
      channels: (
        await findActiveChannels(context.db, hourOf(context.nowUs()) - CHANNEL_HOURS)
      ).filter(await offeredChannels(context)),
      packets,
      stoppedAt: stopped_at,
      heardBy: gateway === undefined ? undefined : formatNodeId(gateway),
      gateways: await findGateways(context),
    }
  },
  // Which gateways hear a packet is known only after it has been told live.
  refresh: ({ heardBy, before, until }) =>
    heardBy === undefined || before !== undefined || until !== undefined
      ? undefined
      : { seconds: 3, isList: true },
  description: ({ firehose }) => firehose,
  title: (_data, words) => words.firehose.title,
  view: (data) => <FirehoseView {...data} />,
})

function FirehoseView(data: FirehoseData) {
  const words = useWords()
  const { portnum, channel, choice, before, packets } = data
  const node_id = choice?.node_id === null ? undefined : choice?.node_id
  const query = {
    portnum,
    channel,
    node_id: node_id === undefined ? undefined : formatNodeId(node_id),
    heard_by: data.heardBy,
    since: data.since,
    until: data.until,
  }
  const isFirst = before === undefined
  const isLive = isFirst && data.heardBy === undefined && data.until === undefined
  return (
    <>
      <PageHead title={words.firehose.title} about={words.firehose.about}>
        {isLive && <LiveControls />}
        <Link class="small" href={address('/firehose.csv', query)} title={words.firehose.csvTitle}>
          {words.common.csv}
        </Link>
      </PageHead>
      <FirehoseFilters {...data} />
      {choice !== null && choice.node_id === null ? (
        <Candidates choice={choice} query={query} />
      ) : isLive ? (
        <Live view="firehose" query={query} cursor={data.cursor} limit={400}>
          <PacketTable packets={packets} />
        </Live>
      ) : (
        <PacketTable packets={packets} />
      )}
      <PacketPager
        path="/firehose"
        {...{ packets, query, isFirst }}
        size={PAGE_SIZE}
        stoppedAt={data.stoppedAt}
      />
    </>
  )
}

function FirehoseFilters(data: FirehoseData) {
  const { portnum, channel, choice, channels, heardBy, gateways } = data
  const words = useWords()
  const { filters } = words
  return (
    <Filters
      path="/firehose"
      active={countGiven(portnum, channel, choice, heardBy, data.since, data.until)}
    >
      <Select
        name="portnum"
        label={filters.type}
        value={portnum === undefined ? '' : String(portnum)}
        any={filters.allTypes}
        options={PORTS.map((port) => [String(port.portnum), portLabel(port.portnum, words)])}
      />
      <Select
        name="channel"
        label={filters.channel}
        value={channel ?? ''}
        any={filters.allChannels}
        options={channels.map((name) => [name, name])}
      />
      <TextInput
        name="node_id"
        label={filters.nodeEitherEnd}
        value={choice?.text ?? ''}
        placeholder={filters.nameOrId}
      />
      <GatewaySelect gateways={gateways} value={heardBy} />
      <TimeInput name="since" label={filters.since} value={data.since ?? ''} />
      <TimeInput name="until" label={filters.until} value={data.until ?? ''} />
    </Filters>
  )
}

function PacketTable({ packets }: { packets: readonly PacketRow[] }) {
  const { firehose } = useWords()
  return (
    <>
      <div class="table-frame" hidden={packets.length === 0} data-live-frame>
        <table class="table rows packets">
          <PacketHead />
          <tbody data-live-rows>
            {packets.map((packet) => (
              <PacketLine key={packet.packet_key} packet={packet} />
            ))}
          </tbody>
        </table>
      </div>
      {packets.length === 0 && (
        <div data-live-empty>
          <Empty icon="packets">
            <p>{firehose.none}</p>
          </Empty>
        </div>
      )}
    </>
  )
}

function Candidates(props: {
  choice: NodeChoice
  query: Record<string, string | number | undefined>
}) {
  const { choice, query } = props
  const { candidates } = useWords()
  const name = <bdi>{choice.text}</bdi>
  if (choice.candidates.length === 0) {
    return (
      <Empty icon="search">
        <p>{candidates.nobody.with({ name })}</p>
      </Empty>
    )
  }
  return (
    <div class="card">
      <h2>{candidates.several.with({ name })}</h2>
      <ul class="choices">
        {choice.candidates.map((node) => (
          <li key={node.node_id}>
            <NodeName {...node} />
            <Link href={address('/firehose', { ...query, node_id: formatNodeId(node.node_id) })}>
              {candidates.packets}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}
