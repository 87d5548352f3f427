import Type, { type Static } from 'typebox'
import { Select } from '../components/forms.js'
import { Icon } from '../components/icons.js'
import { MapRoot } from '../components/map.js'
import { address, Link, useLocal, useSite, useWords } from '../components/site.js'
import { DEFAULT_WINDOW, WINDOWS } from '../map/data.js'
import { findGround, type Ground } from '../map/ground.js'
import { type Area, findAreas, HEAT_MEASURES, type HeatMeasure, measureNamed } from '../map/heat.js'
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

/** Where many nodes are, where much is sent, and where the air is full. */
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
  const { mapPage, common, drawing, filters, periods, telemetry } = useWords()
  const { metrics } = telemetry
  const measures: [HeatMeasure, string][] = [
    ['nodes', mapPage.nodes],
    ['packets', mapPage.packetsSent],
    ['channel', metrics.channel_utilization],
    ['air', metrics.air_util_tx],
  ]
  const measure = measureNamed(sent.by)
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
              label={mapPage.heatOf}
              value={measure}
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
          <Scale of="nodes packets" shown={measure} from={mapPage.few} to={mapPage.many} />
          <PercentScale of="channel" shown={measure} />
          <PercentScale of="air" shown={measure} />
        </div>
      </MapRoot>
      <AreaTable areas={areas} measure={measure} />
    </>
  )
}

interface ScaleProps {
  /** Measures that it is the scale of. */
  of: string
  shown: HeatMeasure
  from: string
  to: string
}

/** One of them is shown; the script changes them with the measure. */
function Scale({ of, shown, from, to }: ScaleProps) {
  return (
    <div class="heat-scale" data-scale={of} hidden={!of.split(' ').includes(shown)}>
      <span>{from}</span>
      <span class="heat-ramp" aria-hidden="true" />
      <span>{to}</span>
    </div>
  )
}

function PercentScale({ of, shown }: { of: 'channel' | 'air'; shown: HeatMeasure }) {
  const { mapPage } = useWords()
  const local = useLocal()
  const to = mapPage.orMore({ share: local.measured(HEAT_MEASURES[of].top, '%') })
  return <Scale of={of} shown={shown} from={local.measured(0, '%')} to={to} />
}

function AreaTable({ areas, measure }: { areas: Area[]; measure: HeatMeasure }) {
  const { mapPage } = useWords()
  const local = useLocal()
  const areShares = 'top' in HEAT_MEASURES[measure]
  return (
    <section class="page map-list" id="list">
      <div class="page-head">
        <h2>{areShares ? mapPage.busiest : mapPage.densest}</h2>
        <span class="muted">{mapPage.squares}</span>
      </div>
      {areShares && <p class="muted small">{mapPage.airNote}</p>}
      <div class="table-frame">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{mapPage.around}</th>
              <th scope="col" class="num">
                {mapPage.nodes}
              </th>
              <th scope="col" class="num">
                {areShares ? mapPage.mean : mapPage.weight}
              </th>
              {areShares && (
                <th scope="col" class="num">
                  {mapPage.highest}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {areas.map(({ lat, long, nodes, weight, highest }) => (
              <tr key={`${lat} ${long}`}>
                <td>
                  <Link href={`/map?lat=${lat}&lng=${long}&zoom=11`}>
                    {lat.toFixed(2)}, {long.toFixed(2)}
                  </Link>
                </td>
                <td class="num">{local.count(nodes)}</td>
                <td class="num">{areShares ? local.percent(weight, 100) : local.count(weight)}</td>
                {areShares && <td class="num">{local.percent(highest, 100)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
