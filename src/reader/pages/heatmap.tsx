import Type, { type Static } from 'typebox'
import { Select } from '../components/forms.js'
import { Icon } from '../components/icons.js'
import { MapRoot } from '../components/map.js'
import { Link, useSite } from '../components/site.js'
import { formatCount } from '../format.js'
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
}

const measures = [
  ['nodes', 'Nodes'],
  ['packets', 'Packets sent'],
] as const

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
      areas: await findAreas(context, sent),
    }
  },
  description: ({ heatmap }) => heatmap,
  title: () => 'Heat map',
  view: (data) => <HeatView {...data} />,
})

function HeatView({ query: sent, ground, areas }: HeatData) {
  const { base } = useSite()
  return (
    <>
      <h1 class="visually-hidden">Heat map</h1>
      <MapRoot ground={ground} kind="heat">
        <details class="map-box map-panel">
          <summary>
            <Icon name="search" size={16} />
            Filters
          </summary>
          <form class="map-form" method="get" action={`${base}/heatmap`}>
            <Select
              name="by"
              label="Density of"
              value={sent.by ?? 'nodes'}
              standard="nodes"
              options={measures}
            />
            <Select
              name="active"
              label="Heard"
              value={sent.active ?? DEFAULT_WINDOW}
              standard={DEFAULT_WINDOW}
              options={WINDOWS.map(([value, , label]) => [value, label] as const)}
            />
            <div class="map-actions">
              <button type="submit" class="button primary no-script">
                Show
              </button>
              <button type="button" class="button quiet" data-share hidden>
                <Icon name="link" size={16} />
                <span data-share-label>Copy link</span>
              </button>
              <Link class="button quiet" href="/map">
                Map
              </Link>
            </div>
          </form>
        </details>
        <div class="map-box map-legend">
          <p class="map-state">
            <span data-map-summary role="status" />
          </p>
          <div class="heat-scale" aria-hidden="true">
            <span>Few</span>
            <span class="heat-ramp" />
            <span>Many</span>
          </div>
        </div>
      </MapRoot>
      <AreaTable areas={areas} />
    </>
  )
}

function AreaTable({ areas }: { areas: Area[] }) {
  return (
    <section class="page map-list" id="list">
      <div class="page-head">
        <h2>Densest areas</h2>
        <span class="muted">squares of a tenth of a degree</span>
      </div>
      <div class="table-frame">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Around</th>
              <th scope="col" class="num">
                Nodes
              </th>
              <th scope="col" class="num">
                Weight
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
                <td class="num">{formatCount(nodes)}</td>
                <td class="num">{formatCount(weight)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
