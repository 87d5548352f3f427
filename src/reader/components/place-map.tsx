import type { NodeRow } from '../../db/read/nodes.js'
import type { PositionRow } from '../../db/read/positions.js'
import type { ReceptionRow } from '../../db/read/receptions.js'
import { formatNodeId } from '../../mesh/node-id.js'
import { cleanName } from '../../mesh/text.js'
import type { Hop } from '../../mesh/traceroute.js'
import type { MapPlace, MapWay, PlaceMapData } from '../map/format.js'
import { address, Link, useSite, useWords } from './site.js'

/**
 * A small map as a picture, drawn by src/islands/places.ts; what it shows stands in words beside
 * it. Where there are no two places to relate it is left out, or hidden if a script `mayGrow` it.
 */
export function PlaceMap(props: { data: PlaceMapData; label: string; mayGrow?: boolean }) {
  const { data, label, mayGrow = false } = props
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
      {menu.some(({ path }) => path === '/map') && (
        <figcaption class="small">
          <Link href={address('/map', where)}>{node.onMap}</Link>
        </figcaption>
      )}
    </figure>
  )
}

/** A packet's source and the gateways that heard it, once each. */
export function receptionPlaces(
  source: { latitude_i: number; longitude_i: number } | null,
  name: string,
  receptions: readonly ReceptionRow[],
): PlaceMapData {
  const places = new Map<string, MapPlace>()
  for (const {
    gateway_id,
    gateway_short_name,
    gateway_last_lat,
    gateway_last_long,
  } of receptions) {
    if (gateway_last_lat === null || gateway_last_long === null) continue
    places.set(gateway_id, {
      ...{ lat: gateway_last_lat, long: gateway_last_long, kind: 'gateway' },
      label: wordFor(gateway_short_name, gateway_id),
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
  const label = cleanName(name, 20)
  return { places: [{ lat, long, label, kind: 'source' }, ...gateways], ways }
}

/** Where a node is, and where it has been; `positions` newest first. */
export function trailPlaces(node: NodeRow, positions: readonly PositionRow[]): PlaceMapData {
  if (node.last_lat === null || node.last_long === null) return { places: [], ways: [] }
  const line = positions.map(({ latitude_i, longitude_i }) => [latitude_i, longitude_i] as const)
  return {
    places: [placeOf(node, 'source', node.last_lat, node.last_long)],
    ways: [{ kind: 'trail', line: line.reverse() }],
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

function placeOf(node: NodeRow, kind: MapPlace['kind'], lat: number, long: number): MapPlace {
  return { lat, long, kind, label: wordFor(node.short_name, formatNodeId(node.node_id)) }
}

function wordFor(short_name: string | null, id: string): string {
  return cleanName(short_name ?? '', 12) || cleanName(id, 12).slice(-4)
}
