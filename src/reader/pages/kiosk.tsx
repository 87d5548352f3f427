import { countPositioned, findMapNodes, type MapNodeRow } from '../../db/read/nodes.js'
import { MapRoot, MapState, Unmapped } from '../components/map.js'
import { address, useWords } from '../components/site.js'
import { windowNamed } from '../map/data.js'
import { mapQuery, nodeFilter } from '../map/filter.js'
import { findGround, type Ground } from '../map/ground.js'
import { PositionTable } from '../map/table.js'
import { definePage } from '../page.js'

const MOST_ROWS = 100

interface KioskData {
  /** Of the site. */
  title: string
  ground: Ground
  nodes: MapNodeRow[]
  /** With a position, and with or without one. */
  total: number
  fitting: number
  /** The time window of the drawing. */
  window: string
}

/** The map for a screen on the wall: no menu, no form; the filters are those of the address. */
export const kiosk = definePage({
  path: '/kiosk',
  flag: 'map',
  query: mapQuery,
  layout: 'bare',
  scripts: ['map.js'],
  styles: ['map.css'],
  async load({ db, config, nowUs }, { query }): Promise<KioskData> {
    const filter = nodeFilter(query, nowUs())
    const [counts, ground, nodes] = await Promise.all([
      countPositioned(db, filter),
      findGround(config),
      findMapNodes(db, {
        ...{ ...filter, positioned: true, sort: 'last_seen_us', descending: true },
        limit: MOST_ROWS,
      }),
    ])
    const { positioned: total, fitting } = counts
    const title = config.site.title || 'MeshView'
    return { title, ground, window: windowNamed(query.active), total, fitting, nodes }
  },
  preload: ({ window }) => [address('/map/data.json', { active: window })],
  title: (_data, words) => words.mapPage.title,
  view: (data) => <KioskView {...data} />,
})

function KioskView({ title, ground, nodes, total, fitting }: KioskData) {
  const { mapPage, drawing } = useWords()
  return (
    <>
      <h1 class="visually-hidden">{mapPage.title}</h1>
      <MapRoot ground={ground} kind="kiosk">
        <div class="map-box map-legend">
          <p class="map-title">{title}</p>
          <MapState summary={drawing.shown({ shown: total, count: fitting })} />
          <ol data-legend />
        </div>
        <Unmapped />
      </MapRoot>
      <noscript>
        <PositionTable nodes={nodes} total={nodes.length} />
      </noscript>
    </>
  )
}
