import { countPositioned, findMapNodes, type MapNodeRow } from '../../db/read/nodes.js'
import { Icon } from '../components/icons.js'
import { LinkKinds, MapCardFrame, MapRoot, MapState, Unmapped } from '../components/map.js'
import { address, Link, useSite, useWords } from '../components/site.js'
import { windowNamed } from '../map/data.js'
import {
  ColorBy,
  findMapValues,
  forAllTimes,
  MapFields,
  type MapQuery,
  type MapValues,
  mapQuery,
  nodeFilter,
  withFilters,
} from '../map/filter.js'
import { findGround, type Ground } from '../map/ground.js'
import { PositionTable } from '../map/table.js'
import { WaypointTable } from '../map/waypoint-table.js'
import { findWaypoints, type MarkedPlace } from '../map/waypoints.js'
import { definePage } from '../page.js'

/** Rows below the map; the list of nodes has all of them. */
const MOST_ROWS = 100

interface MapPageData {
  query: MapQuery
  values: MapValues
  ground: Ground
  nodes: MapNodeRow[]
  total: number
  /** With or without a position. */
  fitting: number
  waypoints: MarkedPlace[]
}

/** Where the nodes are, who hears whom, and what they send while one looks. */
export const map = definePage({
  path: '/map',
  menu: { label: (words) => words.menu.map, flag: 'map' },
  query: mapQuery,
  layout: 'full',
  scripts: ['map.js'],
  styles: ['map.css'],
  async load(context, { query }): Promise<MapPageData> {
    const { db, config, nowUs } = context
    const filter = nodeFilter(query, nowUs())
    const [counts, ground, values, nodes, waypoints] = await Promise.all([
      countPositioned(db, filter),
      findGround(config),
      findMapValues(context),
      findMapNodes(db, {
        ...{ ...filter, positioned: true, sort: 'last_seen_us', descending: true },
        limit: MOST_ROWS,
      }),
      findWaypoints(context),
    ])
    const { positioned: total, fitting } = counts
    return { query, ground, values, nodes, total, fitting, waypoints }
  },
  preload: ({ query }) => [address('/map/data.json', { active: windowNamed(query.active) })],
  description: ({ map }) => map,
  title: (_data, words) => words.mapPage.title,
  view: (data) => <MapView {...data} />,
})

function MapView({ query, values, ground, nodes, total, fitting, waypoints }: MapPageData) {
  const { base } = useSite()
  const { mapPage, common, drawing } = useWords()
  return (
    <>
      <h1 class="visually-hidden">{mapPage.title}</h1>
      <MapRoot ground={ground} kind="map">
        <details class="map-box map-panel">
          <summary>
            <Icon name="filter" size={16} />
            {mapPage.filters}
          </summary>
          <form class="map-form" method="get" action={`${base}/map`}>
            <MapFields {...{ query, values }} />
            <ColorBy query={query} />
            <LinkKinds />
            <div class="map-actions">
              <button type="submit" class="button primary no-script">
                {common.show}
              </button>
              <button type="reset" class="button quiet with-script">
                {common.clear}
              </button>
              <button type="button" class="button quiet" data-share hidden>
                <Icon name="link" size={16} />
                <span data-share-label>{mapPage.copyLink}</span>
              </button>
              <Link class="button quiet" href={withFilters('/kiosk', query)}>
                {mapPage.fullScreen}
              </Link>
              <Link class="button quiet" href="/heatmap">
                {mapPage.heatMap}
              </Link>
            </div>
          </form>
        </details>
        <div class="map-box map-legend">
          <MapState summary={drawing.shown({ shown: total, count: fitting })} />
          <ol data-legend />
        </div>
        <Unmapped />
        <MapCardFrame />
      </MapRoot>
      <WaypointTable waypoints={waypoints} />
      <PositionTable nodes={nodes} total={total} longer={forAllTimes('/map', query)} />
    </>
  )
}
