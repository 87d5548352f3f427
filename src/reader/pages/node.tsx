import Type from 'typebox'
import type { Database } from '../../db/open.js'
import {
  findActivity,
  findHeardBy,
  findHears,
  findPublicKeys,
  findReported,
  type NeighborRow,
  type NodeActivity,
  type PublicKeyRow,
} from '../../db/read/node-details.js'
import { findNode, type NodeNames, type NodeRow } from '../../db/read/nodes.js'
import type { PacketRow } from '../../db/read/packets.js'
import { findPositions, type PositionRow } from '../../db/read/positions.js'
import { findLatestTelemetry, type TelemetryRow } from '../../db/read/telemetry.js'
import { findTraceroutePackets } from '../../db/read/traceroutes.js'
import { BROADCAST, formatNodeId, parseNodeId } from '../../mesh/node-id.js'
import { TELEMETRY_KINDS, telemetryVariant } from '../../mesh/payloads/index.js'
import { PORTS } from '../../mesh/portnums.js'
import type { Words } from '../../words/languages.js'
import { NODE_PERIODS, type NodeCharts, nodeCharts } from '../charts/node-charts.js'
import { ContactCard } from '../components/contact-card.js'
import { CoverageCard } from '../components/coverage.js'
import { FavouriteStar } from '../components/favourites.js'
import { countGiven, Filters, Select, TimeInput } from '../components/forms.js'
import { GatewaySelect } from '../components/gateway-select.js'
import { NodeName, plainName, portLabel } from '../components/names.js'
import {
  HeardTable,
  KeyWarning,
  NodeFacts,
  PositionCard,
  TelemetryCard,
} from '../components/node-cards.js'
import { NodeChartsSection, Trail } from '../components/node-charts.js'
import { PacketPager } from '../components/packet-pager.js'
import { PacketHead, PacketLine } from '../components/packet-row.js'
import { PageHead } from '../components/parts.js'
import { nodePlaces, PlaceMap } from '../components/place-map.js'
import type { Names } from '../components/route.js'
import { address, Link, useWords } from '../components/site.js'
import { Ago } from '../components/time.js'
import type { ReaderContext } from '../context.js'
import { findGateways, gatewayIn } from '../gateway-query.js'
import { searchPackets } from '../packet-query.js'
import { definePage, PageProblem, PageRedirect } from '../page.js'
import { periodOf } from '../periods.js'
import { remember } from '../remember.js'
import { hardwareLabel, roleLabel } from '../terms.js'
import { timeBounds, timeQuery } from '../time-query.js'
import { groupTraceroutes, namesOf, type TracerouteGroup } from '../traceroute-groups.js'
import type { Zone } from '../zone.js'
import { TracerouteTable } from './traceroutes.js'

const PAGE_SIZE = 50
const TRACEROUTES = 10
const NEIGHBORS = 30
const TRAIL = 50
const DAY_US = 86_400_000_000
/** A gateway on a hill hears thousands, and all are looked at to find those heard last. */
const HEARS_US = 10_000_000

interface PacketChoice {
  portnum: number | undefined
  heard_by: string | undefined
  since: string | undefined
  until: string | undefined
}

interface NodeData {
  node: NodeRow
  keys: PublicKeyRow[]
  positions: PositionRow[]
  charts: NodeCharts
  telemetry: TelemetryRow[]
  activity: NodeActivity
  heardBy: NeighborRow[]
  hears: NeighborRow[]
  reported: NeighborRow[]
  groups: TracerouteGroup[]
  names: Names
  packets: PacketRow[]
  /** Where a search that has its bound may go on. */
  stoppedAt: number | null
  /** What the list of packets is narrowed to, as the address says it. */
  chosen: PacketChoice
  before: number | undefined
  gateways: NodeNames[]
}

/** Everything that is known of one node. */
export const node = definePage({
  path: '/node/:id',
  query: Type.Object({
    from_node_id: Type.Optional(Type.String({ maxLength: 20 })),
    portnum: Type.Optional(Type.Integer({ minimum: 0, maximum: 511 })),
    heard_by: Type.Optional(Type.String({ maxLength: 20 })),
    ...timeQuery,
    before: Type.Optional(Type.Integer({ minimum: 1 })),
    period: Type.Optional(Type.String({ maxLength: 5 })),
  }),
  scripts: ['charts.js', 'places.js', 'coverage.js'],
  styles: ['charts.css', 'places.css'],
  async load(context, { params, query, zone, speech }): Promise<NodeData> {
    const { db, nowUs } = context
    const { errors } = speech.words
    // Old bookmarks name the node in the query.
    const named = parseNodeId(query.from_node_id ?? '')
    if (named !== null) throw new PageRedirect(`/node/${formatNodeId(named)}`)
    const node_id = parseNodeId(params.id ?? '')
    if (node_id === null || node_id === BROADCAST) {
      throw new PageProblem(400, errors.noNodeId, errors.nodeIdText)
    }
    const node = await findNode(db, node_id)
    if (node === undefined) {
      const id = formatNodeId(node_id)
      throw new PageProblem(404, errors.noSuchNode, errors.noSuchNodeText({ id }), {
        href: address('/about', { node: id }),
        text: speech.words.search.whyNot({ id }),
      })
    }
    const { portnum, heard_by, since, until } = query
    const gateway = gatewayIn(heard_by)
    const now_us = nowUs()
    // At once, since each is a way to PostgreSQL and back.
    const [keys, positions, measured, activity, heardBy, hears, reported, traced, found, gateways] =
      await Promise.all([
        findPublicKeys(db, node_id),
        findPositions(db, node_id, TRAIL),
        findMeasured(context, node_id, { period: query.period, zone, words: speech.words }),
        findActivity(db, node_id, now_us - DAY_US),
        findHeardBy(db, node_id, NEIGHBORS),
        remember(db, `hears ${node_id}`, now_us, HEARS_US, () => findHears(db, node_id, NEIGHBORS)),
        findReported(db, node_id, NEIGHBORS),
        findTraced(db, node_id),
        searchPackets(
          context,
          {
            ...{ node_id, portnum, before_key: query.before, limit: PAGE_SIZE },
            ...timeBounds(query, zone),
          },
          gateway,
        ),
        findGateways(context),
      ])
    return {
      ...{ node, keys, positions, activity, heardBy, hears, reported, gateways },
      ...measured,
      ...traced,
      packets: found.packets,
      stoppedAt: found.stopped_at,
      chosen: {
        ...{ portnum, since, until },
        heard_by: gateway === undefined ? undefined : formatNodeId(gateway),
      },
      before: query.before,
    }
  },
  refresh: { seconds: 20 },
  title: ({ node }) => plainName(node),
  description: (_previews, data, words) => describeNode(data, words),
  view: (data) => <NodeView {...data} />,
})

/** What it measured last, and the charts of a period. */
async function findMeasured(
  context: ReaderContext,
  node_id: number,
  of: { period: string | undefined; zone: Zone; words: Words },
): Promise<Pick<NodeData, 'telemetry' | 'charts'>> {
  const kinds = TELEMETRY_KINDS.map(telemetryVariant)
  const telemetry = await findLatestTelemetry(context.db, node_id, kinds)
  const period = periodOf(of.period, NODE_PERIODS, '24h')
  const charts = await nodeCharts(context, node_id, telemetry, period, of.zone, of.words)
  return { telemetry, charts }
}

async function findTraced(
  db: Database,
  node_id: number,
): Promise<Pick<NodeData, 'groups' | 'names'>> {
  const packets = await findTraceroutePackets(db, { node_id, limit: TRACEROUTES })
  const groups = await groupTraceroutes(db, packets, node_id)
  return { groups, names: await namesOf(db, groups) }
}

/** For previews of links: what it is, in a line. */
function describeNode({ node, activity }: NodeData, { previews, roles }: Words): string {
  const parts = [
    formatNodeId(node.node_id),
    node.role === null ? null : roleLabel(node.role, roles),
    node.hw_model && hardwareLabel(node.hw_model),
    node.gateway_seen_us === null ? null : previews.gateway,
    previews.sent({ count: activity.sent }),
  ]
  return parts.filter((part) => typeof part === 'string').join(' · ')
}

function NodeView(data: NodeData) {
  const words = useWords()
  const { node, keys, telemetry, positions, heardBy, hears, reported, groups, names } = data
  return (
    <div class="stack">
      <PageHead
        title={
          <>
            <NodeName {...node} /> <FavouriteStar node_id={node.node_id} />
          </>
        }
        about={words.node.lastHeard.with({ ago: <Ago time_us={node.last_seen_us} /> })}
      >
        {node.gateway_seen_us !== null && <span class="flag good">{words.node.gateway}</span>}
      </PageHead>
      <KeyWarning keys={keys} />
      <div class="cards">
        <NodeFacts node={node} activity={data.activity} />
        <PositionCard node={node} position={positions[0] ?? null} />
        <ContactCard node={node} />
        {telemetry.map((row) => (
          <TelemetryCard key={row.variant} row={row} />
        ))}
      </div>
      <PlaceMap
        data={nodePlaces(node, positions, [...heardBy, ...hears, ...reported])}
        label={words.node.mapLabel}
        mayGrow
      />
      <CoverageCard node={node} />
      <Trail node_id={node.node_id} positions={positions} />
      <NodeChartsSection node_id={node.node_id} charts={data.charts} />
      <div class="columns of-tables">
        <HeardTable title={words.node.heardBy} rows={heardBy} />
        <HeardTable title={words.node.hears} rows={hears} />
        <HeardTable title={words.node.reports} rows={reported} />
      </div>
      {groups.length > 0 && (
        <section>
          <div class="section-head">
            <h2 class="section-title">{words.node.traceroutes}</h2>
            <Link href={address('/traceroutes', { node_id: formatNodeId(node.node_id) })}>
              {words.node.allTraceroutes}
            </Link>
          </div>
          <TracerouteTable groups={groups} names={names} />
        </section>
      )}
      <Packets {...data} />
    </div>
  )
}

function Packets({ node, packets, chosen, before, stoppedAt, gateways }: NodeData) {
  const words = useWords()
  const { filters, common } = words
  const id = formatNodeId(node.node_id)
  const path = `/node/${id}`
  const { portnum, heard_by } = chosen
  return (
    <section id="packets">
      <div class="section-head">
        <h2 class="section-title">{words.node.packets}</h2>
        <Link href={address('/firehose', { node_id: id, portnum, heard_by })}>
          {words.node.watchLive}
        </Link>
        <Link href={address('/firehose.csv', { node_id: id, ...chosen })}>{common.csv}</Link>
      </div>
      <Filters path={path} active={countGiven(...Object.values(chosen))}>
        <Select
          name="portnum"
          label={filters.type}
          value={portnum === undefined ? '' : String(portnum)}
          any={filters.allTypes}
          options={PORTS.map((port) => [String(port.portnum), portLabel(port.portnum, words)])}
        />
        <GatewaySelect gateways={gateways} value={heard_by} />
        <TimeInput name="since" label={filters.since} value={chosen.since ?? ''} />
        <TimeInput name="until" label={filters.until} value={chosen.until ?? ''} />
      </Filters>
      {packets.length === 0 ? (
        <p class="muted">{words.node.noPacket}</p>
      ) : (
        <div class="table-frame">
          <table class="table rows packets">
            <PacketHead />
            <tbody>
              {packets.map((packet) => (
                <PacketLine key={packet.packet_key} packet={packet} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <PacketPager
        {...{ path, packets, stoppedAt }}
        anchor="#packets"
        query={{ ...chosen }}
        size={PAGE_SIZE}
        isFirst={before === undefined}
      />
    </section>
  )
}
