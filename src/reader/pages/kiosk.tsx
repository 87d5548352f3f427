import { findNodes, type NodeRow } from '../../db/read/nodes.js'
import { MapRoot, MapState, Unmapped } from '../components/map.js'
import { useWords } from '../components/site.js'
import { mapQuery, nodeFilter } from '../map/filter.js'
import { findGround, type Ground } from '../map/ground.js'
import { PositionTable } from '../map/table.js'
import { definePage } from '../page.js'

const MOST_ROWS = 100

interface KioskData {
  /** Of the site. */
  title: string
  ground: Ground
  nodes: NodeRow[]
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
    const filter = { ...nodeFilter(query, nowUs()), positioned: true }
    return {
      title: config.site.title || 'MeshView',
      ground: await findGround(config),
      nodes: await findNodes(db, {
        ...{ ...filter, sort: 'last_seen_us', descending: true, limit: MOST_ROWS },
      }),
    }
  },
  title: (_data, words) => words.mapPage.title,
  view: (data) => <KioskView {...data} />,
})

function KioskView({ title, ground, nodes }: KioskData) {
  const { mapPage } = useWords()
  return (
    <>
      <h1 class="visually-hidden">{mapPage.title}</h1>
      <MapRoot ground={ground} kind="kiosk">
        <div class="map-box map-legend">
          <p class="map-title">{title}</p>
          <MapState />
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
