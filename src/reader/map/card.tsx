import { findLinks, LINK_KINDS, type LinkRow } from '../../db/read/links.js'
import { findNode, findNodesByIds, type NodeRow } from '../../db/read/nodes.js'
import { distanceMetres } from '../../mesh/distance.js'
import { formatNodeId } from '../../mesh/node-id.js'
import { roleHue } from '../../mesh/palette.js'
import { precisionRadius } from '../../mesh/payloads/index.js'
import type { Local } from '../../words/local.js'
import { ChannelTag, NodeName } from '../components/names.js'
import { Facts } from '../components/parts.js'
import { Link, renderPart, type Site, useLocal, useSite, useWords } from '../components/site.js'
import { Age } from '../components/time.js'
import type { ReaderContext } from '../context.js'
import { formatDegrees } from '../format.js'
import { hardwareLabel, roleLabel } from '../terms.js'

const DAY_US = 86_400_000_000
/** Older links say little about the mesh as it is. */
const LINK_DAYS = 7
const MOST_LINKS = 60

/** What is known of the radio path between this node and another. */
interface Neighbour {
  node_id: number
  node: NodeRow | undefined
  kinds: Set<string>
  last_seen_us: number
  /** dB at which this node heard the other, and the other this one; undefined = no such proof. */
  hears: number | null | undefined
  heard: number | null | undefined
}

export interface MapCardData {
  node: NodeRow
  neighbours: Neighbour[]
}

/** What the card of a node on map and graph shows; null when the node was never heard. */
export async function findMapCard(
  { db, nowUs }: ReaderContext,
  node_id: number,
): Promise<MapCardData | null> {
  const node = await findNode(db, node_id)
  if (node === undefined) return null
  const found = new Map<number, Neighbour>()
  for (const [name, kind] of LINK_KINDS) {
    const since_us = nowUs() - LINK_DAYS * DAY_US
    const links = await findLinks(db, { kind, since_us, node_id, limit: MOST_LINKS })
    for (const link of links) addLink(found, node_id, name, link)
  }
  const nodes = await findNodesByIds(db, found.keys())
  const neighbours = [...found.values()]
    .map((each) => ({ ...each, node: nodes.get(each.node_id) }))
    .sort((one, other) => other.last_seen_us - one.last_seen_us)
    .slice(0, MOST_LINKS)
  return { node, neighbours }
}

function addLink(
  found: Map<number, Neighbour>,
  node_id: number,
  kind: string,
  { from_node_id, to_node_id, last_seen_us, snr_last }: LinkRow,
): void {
  const other = from_node_id === node_id ? to_node_id : from_node_id
  const known = found.get(other) ?? {
    ...{ node_id: other, node: undefined, kinds: new Set<string>(), last_seen_us: 0 },
    ...{ hears: undefined, heard: undefined },
  }
  found.set(other, known)
  known.kinds.add(kind)
  known.last_seen_us = Math.max(known.last_seen_us, last_seen_us)
  if (from_node_id === node_id) known.heard = known.heard ?? snr_last
  else known.hears = known.hears ?? snr_last
}

/** HTML of the card of a node beside map and graph. */
export function renderMapCard(site: Site, data: MapCardData): string {
  return renderPart(site, <MapCard {...data} />)
}

function MapCard({ node, neighbours }: MapCardData) {
  const { units } = useSite()
  const { mapCard, roles } = useWords()
  const local = useLocal()
  const radius = precisionRadius(node.precision_bits)
  const hasPosition = node.last_lat !== null && node.last_long !== null
  return (
    <div class="map-card-body">
      <h2>
        <NodeName {...node} />
      </h2>
      <p class="map-card-tags">
        {node.role !== null && (
          <span class={`tag ${roleHue(node.role)}`}>{roleLabel(node.role, roles)}</span>
        )}
        {node.channel !== null && <ChannelTag channel={node.channel} />}
        {node.gateway_seen_us !== null && <span class="flag good">{mapCard.gateway}</span>}
      </p>
      <Facts
        facts={[
          [mapCard.heard, <Age key="age" time_us={node.last_seen_us} />],
          [mapCard.id, <code key="id">{formatNodeId(node.node_id)}</code>],
          [mapCard.hardware, node.hw_model && hardwareLabel(node.hw_model)],
          [mapCard.firmware, node.firmware],
          [
            mapCard.position,
            hasPosition && `${formatDegrees(node.last_lat!)}, ${formatDegrees(node.last_long!)}`,
          ],
          [mapCard.precision, radius !== null && `± ${local.distance(radius, units)}`],
          [
            mapCard.told,
            node.position_us !== null && <Age key="told" time_us={node.position_us} />,
          ],
        ]}
      />
      <Neighbours node={node} neighbours={neighbours} />
      <p>
        <Link class="button" href={`/node/${formatNodeId(node.node_id)}`}>
          {mapCard.all}
        </Link>
      </p>
    </div>
  )
}

function Neighbours({ node, neighbours }: MapCardData) {
  const { mapCard } = useWords()
  const local = useLocal()
  const kindWords: Readonly<Record<string, string>> = {
    direct: mapCard.direct,
    neighbor: mapCard.neighbor,
    traceroute: mapCard.traceroute,
  }
  if (neighbours.length === 0) return <p class="muted small">{mapCard.noLink}</p>
  return (
    <table class="table map-links">
      <thead>
        <tr>
          <th scope="col">{mapCard.links({ count: neighbours.length })}</th>
          <th scope="col" class="num" title={mapCard.hearsTitle}>
            {mapCard.hears}
          </th>
          <th scope="col" class="num" title={mapCard.heardTitle}>
            {mapCard.heard}
          </th>
          <th scope="col" class="num">
            {mapCard.distance}
          </th>
          <th scope="col" class="num">
            {mapCard.last}
          </th>
        </tr>
      </thead>
      <tbody>
        {neighbours.map((each) => (
          <tr key={each.node_id}>
            <td class="who" title={[...each.kinds].map((kind) => kindWords[kind]).join(', ')}>
              <NodeName
                node_id={each.node_id}
                long_name={each.node?.long_name ?? null}
                short_name={each.node?.short_name ?? null}
              />
            </td>
            <td class="num">{signal(each.hears, local)}</td>
            <td class="num">{signal(each.heard, local)}</td>
            <td class="num">
              <Distance one={node} other={each.node} />
            </td>
            <td class="num">
              <Age time_us={each.last_seen_us} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Heard without a measure is a tick; not heard is nothing. */
function signal(snr: number | null | undefined, local: Local): string {
  if (snr === undefined) return ''
  return snr === null ? '✓' : local.snr(snr)
}

function Distance({ one, other }: { one: NodeRow; other: NodeRow | undefined }) {
  const { units } = useSite()
  const local = useLocal()
  if (one.last_lat === null || one.last_long === null) return null
  if (!other || other.last_lat === null || other.last_long === null) return null
  const metres = distanceMetres(one.last_lat, one.last_long, other.last_lat, other.last_long)
  return <>{local.distance(metres, units)}</>
}
