import Type, { type Static } from 'typebox'
import { Select } from '../components/forms.js'
import { Icon } from '../components/icons.js'
import { MapRoot } from '../components/map.js'
import { address, Link, useLocal, useSite, useWords } from '../components/site.js'
import { DEFAULT_WINDOW, WINDOWS } from '../map/data.js'
import { findGround, type Ground } from '../map/ground.js'
import { type Area, findAreas } from '../map/heat.js'
import { definePage } from '../page.js'

const query = Type.Object({
  by: Type.Optional(Type.String({ maxLength: 10 })),
  active: Type.Optional(Type.String({ maxLength: 10 })),
})

interface HeatData {
  query: Static<typeof query>
  ground: Ground
  areas: Area[]
  /** Nodes that are drawn. */
  total: number
}

/** Where many nodes are, or where much is sent. */
export const heatmap = definePage({
  path: '/heatmap',
  flag: 'map',
  query,
  layout: 'full',
  scripts: ['heatmap.js'],
  styles: ['map.css'],
  async load(context, { query: sent }): Promise<HeatData> {
    return {
      query: sent,
      ground: await findGround(context.config),
      ...(await findAreas(context, sent)),
    }
  },
  preload: ({ query: { by, active } }) => [address('/map/heat.json', { by, active })],
  description: ({ heatmap }) => heatmap,
  title: (_data, words) => words.mapPage.heatMap,
  view: (data) => <HeatView {...data} />,
})

function HeatView({ query: sent, ground, areas, total }: HeatData) {
  const { base } = useSite()
  const { mapPage, common, drawing, filters, periods } = useWords()
  const measures = [
    ['nodes', mapPage.nodes],
    ['packets', mapPage.packetsSent],
  ] as const
  return (
    <>
      <h1 class="visually-hidden">{mapPage.heatMap}</h1>
      <MapRoot ground={ground} kind="heat">
        <details class="map-box map-panel">
          <summary>
            <Icon name="filter" size={16} />
            {mapPage.filters}
          </summary>
          <form class="map-form" method="get" action={`${base}/heatmap`}>
            <Select
              name="by"
              label={mapPage.densityOf}
              value={sent.by ?? 'nodes'}
              standard="nodes"
              options={measures}
            />
            <Select
              name="active"
              label={filters.heard}
              value={sent.active ?? DEFAULT_WINDOW}
              standard={DEFAULT_WINDOW}
              options={WINDOWS.map(([value]) => [value, periods[value]] as const)}
            />
            <div class="map-actions">
              <button type="submit" class="button primary no-script">
                {common.show}
              </button>
              <button type="button" class="button quiet" data-share hidden>
                <Icon name="link" size={16} />
                <span data-share-label>{mapPage.copyLink}</span>
              </button>
              <Link class="button quiet" href="/map">
                {mapPage.title}
              </Link>
            </div>
          </form>
        </details>
        <div class="map-box map-legend">
          <p class="map-title">{mapPage.heatMap}</p>
          <p class="map-state">
            <span data-map-summary role="status">
              {drawing.nodes({ count: total })}
            </span>
          </p>
          <p class="heat-nearby with-script" data-map-nearby>
            {mapPage.howManyNearby}
          </p>
          <div class="heat-scale" aria-hidden="true">
            <span>{mapPage.few}</span>
            <span class="heat-ramp" />
            <span>{mapPage.many}</span>
          </div>
        </div>
      </MapRoot>
      <AreaTable areas={areas} />
    </>
  )
}

function AreaTable({ areas }: { areas: Area[] }) {
  const { mapPage } = useWords()
  const local = useLocal()
  return (
    <section class="page map-list" id="list">
      <div class="page-head">
        <h2>{mapPage.densest}</h2>
        <span class="muted">{mapPage.squares}</span>
      </div>
      <div class="table-frame">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{mapPage.around}</th>
              <th scope="col" class="num">
                {mapPage.nodes}
              </th>
              <th scope="col" class="num">
                {mapPage.weight}
              </th>
            </tr>
          </thead>
          <tbody>
            {areas.map(({ lat, long, nodes, weight }) => (
              <tr key={`${lat} ${long}`}>
                <td>
                  <Link href={`/map?lat=${lat}&lng=${long}&zoom=11`}>
                    {lat.toFixed(2)}, {long.toFixed(2)}
                  </Link>
                </td>
                <td class="num">{local.count(nodes)}</td>
                <td class="num">{local.count(weight)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
