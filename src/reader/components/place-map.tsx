import type { NeighborRow } from '../../db/read/node-details.js'
import type { NodeRow } from '../../db/read/nodes.js'
import type { PositionRow } from '../../db/read/positions.js'
import type { ReceptionRow } from '../../db/read/receptions.js'
import { hopsAway } from '../../mesh/hops.js'
import { formatNodeId } from '../../mesh/node-id.js'
import { cleanName } from '../../mesh/text.js'
import type { Hop } from '../../mesh/traceroute.js'
import type { MapPlace, MapWay, PlaceMapData } from '../map/format.js'
import { address, Link, useSite, useWords } from './site.js'

/**
 * A small map as a picture, drawn by src/islands/places.ts; what it shows stands in words beside
 * it. Where there are no two places to relate it is left out, or hidden if a script `mayGrow` it.
 */
export function PlaceMap(props: {
  data: PlaceMapData
  label: string
  /** What the numbers in it are, for those who see it. */
  note?: string
  mayGrow?: boolean
}) {
  const { data, label, note, mayGrow = false } = props
  const { base, assets, menu } = useSite()
  const { node } = useWords()
  const [first] = data.places
  const points = data.places.length + data.ways.reduce((sum, { line }) => sum + line.length, 0)
  const isWorthIt = points >= 2
  if (first === undefined || !(isWorthIt || mayGrow)) return null
  const where = { lat: first.lat / 1e7, lng: first.long / 1e7, zoom: 10 }
  return (
    <figure
      class="place-map"
      hidden={!isWorthIt}
      data-places={JSON.stringify(data)}
      data-outline={base + assets.url('outline')}
    >
      <canvas role="img" aria-label={label} />
      <figcaption class="small">
        {note !== undefined && <span>{note}</span>}
        {menu.some(({ path }) => path === '/map') && (
          <Link href={address('/map', where)}>{node.onMap}</Link>
        )}
      </figcaption>
    </figure>
  )
}

/** A packet's source and the gateways that heard it, once each, with the fewest hops to it. */
export function receptionPlaces(
  source: { latitude_i: number; longitude_i: number } | null,
  sender: { node_id: number; name: string },
  receptions: readonly ReceptionRow[],
): PlaceMapData {
  const places = new Map<string, MapPlace>()
  for (const reception of receptions) {
    const {
      gateway_id,
      gateway_node_id,
      gateway_last_lat: lat,
      gateway_last_long: long,
    } = reception
    if (lat === null || long === null || gateway_node_id === sender.node_id) continue
    const hops = reception.via_mqtt ? null : hopsAway(reception.hop_start, reception.hop_limit)
    const known = places.get(gateway_id)?.hops ?? hops
    places.set(gateway_id, {
      ...{ lat, long, kind: 'gateway' },
      label: wordFor(reception.gateway_short_name, gateway_id),
      hops: hops === null || known === null ? known : Math.min(hops, known),
    })
  }
  const gateways = [...places.values()]
  if (source === null) return { places: gateways, ways: [] }
  const { latitude_i: lat, longitude_i: long } = source
  const ways = gateways.map(
    (gateway): MapWay => ({
      kind: 'heard',
      line: [
        [lat, long],
        [gateway.lat, gateway.long],
      ],
    }),
  )
  const label = cleanName(sender.name, 20)
  return { places: [{ lat, long, label, kind: 'source' }, ...gateways], ways }
}

/**
 * Where a node is, whom it hears or who hears it without a relay, and where it has been;
 * `positions` newest first.
 */
export function nodePlaces(
  node: NodeRow,
  positions: readonly PositionRow[],
  neighbors: readonly NeighborRow[],
): PlaceMapData {
  if (node.last_lat === null || node.last_long === null) return { places: [], ways: [] }
  const here = [node.last_lat, node.last_long] as const
  const others = new Map<number, MapPlace>()
  for (const each of neighbors) {
    if (each.last_lat === null || each.last_long === null) continue
    others.set(each.node_id, placeOf(each, 'point', each.last_lat, each.last_long))
  }
  const places = [...others.values()]
  const trail = positions.map(({ latitude_i, longitude_i }) => [latitude_i, longitude_i] as const)
  return {
    places: [placeOf(node, 'source', ...here), ...places],
    ways: [
      ...places.map(({ lat, long }): MapWay => ({ kind: 'heard', line: [here, [lat, long]] })),
      { kind: 'trail', line: trail.reverse() },
    ],
  }
}

/** The hops of a traceroute whose places are known, both ways. */
export function routePlaces(
  { towards, back }: { towards: readonly Hop[]; back: readonly Hop[] },
  nodes: ReadonlyMap<number, NodeRow>,
): PlaceMapData {
  const first = towards[0]?.node_id
  const places = new Map<number, MapPlace>()
  const lineOf = (hops: readonly Hop[]) =>
    hops.flatMap(({ node_id }) => {
      const node = nodes.get(node_id)
      if (node === undefined || node.last_lat === null || node.last_long === null) return []
      const kind = node_id === first ? 'source' : 'point'
      places.set(node_id, placeOf(node, kind, node.last_lat, node.last_long))
      return [[node.last_lat, node.last_long] as const]
    })
  const ways: MapWay[] = [
    { kind: 'there', line: lineOf(towards) },
    { kind: 'back', line: lineOf(back) },
  ]
  return { places: [...places.values()], ways: ways.filter(({ line }) => line.length > 1) }
}

function placeOf(
  node: Pick<NodeRow, 'node_id' | 'short_name'>,
  kind: MapPlace['kind'],
  lat: number,
  long: number,
): MapPlace {
  return { lat, long, kind, label: wordFor(node.short_name, formatNodeId(node.node_id)) }
}

function wordFor(short_name: string | null, id: string): string {
  return cleanName(short_name ?? '', 12) || cleanName(id, 12).slice(-4)
}
