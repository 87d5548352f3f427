import Type, { type Static } from 'typebox'
import { findNames, type NodeNames } from '../../db/read/nodes.js'
import { formatNodeId } from '../../mesh/node-id.js'
import { Checkbox, Select } from '../components/forms.js'
import { Icon } from '../components/icons.js'
import { LinkKinds, MapCardFrame, MapState } from '../components/map.js'
import { NodeName } from '../components/names.js'
import { Empty } from '../components/parts.js'
import { address, useLocal, useSite, useWords } from '../components/site.js'
import { Age } from '../components/time.js'
import { findLinked, type Linked } from '../map/best-linked.js'
import { windowNamed, windowStart } from '../map/data.js'
import {
  ColorBy,
  findMapValues,
  forAllTimes,
  MapFields,
  type MapValues,
  mapQuery,
} from '../map/filter.js'
import { RowsBelow } from '../map/rows-below.js'
import { definePage } from '../page.js'
import { remember } from '../remember.js'

/** The table may be that much behind the drawing. */
const REMEMBER_US = 15_000_000
const query = Type.Object({
  ...mapQuery.properties,
  snr: Type.Optional(Type.String({ maxLength: 6 })),
  focus: Type.Optional(Type.Literal('1')),
  links: Type.Optional(Type.String({ maxLength: 100 })),
})

/** What leaves out none of the nodes and links of a window. */
const LEAVES_ALL: readonly string[] = ['active', 'color', 'q']

interface GraphData {
  query: Static<typeof query>
  values: MapValues
  linked: Linked[]
  total: number
  /** How many links are drawn; null where that is for the filters of the drawing to say. */
  links: number | null
  nodes: Map<number, NodeNames>
}

/** Who hears whom: the mesh as a graph, and as a table of its best linked nodes. */
export const nodegraph = definePage({
  path: '/nodegraph',
  menu: { label: (words) => words.menu.graph, flag: 'graphs' },
  query,
  layout: 'full',
  scripts: ['nodegraph.js'],
  styles: ['map.css'],
  async load(context, { query: sent }): Promise<GraphData> {
    const { db, nowUs } = context
    const since_us = windowStart(sent.active, nowUs())
    const key = `best linked ${windowNamed(sent.active)}`
    // Up to 30,000 links become 50 lines; the drawing, which follows the mesh, does not need them.
    const { linked, total, links } = await remember(db, key, nowUs(), REMEMBER_US, () =>
      findLinked(db, since_us),
    )
    const isWhole = Object.keys(sent).every((name) => LEAVES_ALL.includes(name))
    const ids = linked.flatMap((each) => [each.node_id, ...each.strongest.map((one) => one.other)])
    return {
      query: sent,
      values: await findMapValues(context),
      linked,
      total,
      links: isWhole ? links : null,
      nodes: await findNames(db, ids),
    }
  },
  preload: ({ query }) => [address('/map/data.json', { active: windowNamed(query.active) })],
  description: ({ nodegraph }) => nodegraph,
  title: (_data, words) => words.graph.title,
  view: (data) => <GraphView {...data} />,
})

/** dB of the weakest link that is shown. */
const strengths = ['5', '0', '-5', '-10', '-15']

function GraphView(data: GraphData) {
  const { query: sent, values, total, links } = data
  const { base } = useSite()
  const { graph, mapPage, common, drawing } = useWords()
  return (
    <>
      <h1 class="visually-hidden">{graph.title}</h1>
      <section
        class="map graph"
        data-graph
        data-source={`${base}/map/data.json`}
        data-live={`${base}/live/map`}
        data-cards={`${base}/map/node/`}
        aria-label={graph.title}
      >
        <canvas class="graph-canvas" tabIndex={0} role="img" aria-label={graph.canvasLabel} />
        <div class="map-tip" data-tip hidden />
        <details class="map-box map-panel">
          <summary>
            <Icon name="filter" size={16} />
            {mapPage.filters}
          </summary>
          <form class="map-form" method="get" action={`${base}/nodegraph`}>
            <MapFields query={sent} values={values} />
            <Select
              name="snr"
              label={graph.signal}
              value={sent.snr ?? ''}
              any={graph.anySignal}
              options={strengths.map(
                (snr) => [snr, graph.atLeast({ snr: snr.replace('-', '−') })] as const,
              )}
            />
            <Checkbox name="focus" label={graph.focus} checked={sent.focus !== undefined} />
            <ColorBy query={sent} />
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
            </div>
          </form>
        </details>
        <div class="map-box map-legend">
          <MapState
            summary={links === null ? undefined : drawing.linked({ nodes: total, links })}
          />
          <ol data-legend />
        </div>
        <div class="graph-zoom">
          <button type="button" data-zoom-in title={graph.zoomIn}>
            +
          </button>
          <button type="button" data-zoom-out title={graph.zoomOut}>
            −
          </button>
          <button type="button" data-zoom-fit title={graph.fit}>
            ⤢
          </button>
        </div>
        <MapCardFrame />
      </section>
      <LinkTable {...data} />
    </>
  )
}

function LinkTable({ query: sent, linked, total, nodes }: GraphData) {
  const { graph } = useWords()
  const local = useLocal()
  return (
    <section class="page map-list" id="list">
      <div class="page-head">
        <h2>{graph.bestLinked}</h2>
        <span class="muted">
          {total > linked.length
            ? graph.firstOf({ shown: linked.length, total })
            : local.count(total)}
        </span>
      </div>
      {linked.length === 0 ? (
        <Empty icon="graph" longer={forAllTimes('/nodegraph', sent)}>
          <p>{graph.none}</p>
        </Empty>
      ) : (
        <div class="table-frame">
          <table class="table rows">
            <thead>
              <tr>
                <th scope="col">{graph.node}</th>
                <th scope="col" class="num">
                  {graph.links}
                </th>
                <th scope="col">{graph.strongest}</th>
                <th scope="col">{graph.lastProved}</th>
                <th scope="col">{graph.inGraph}</th>
              </tr>
            </thead>
            <RowsBelow
              near={6}
              rows={linked.map((each) => (
                <LinkedLine key={each.node_id} linked={each} nodes={nodes} />
              ))}
            />
          </table>
        </div>
      )}
    </section>
  )
}

function LinkedLine({ linked, nodes }: { linked: Linked; nodes: Map<number, NodeNames> }) {
  const { node_id, count, strongest, last_seen_us } = linked
  const { base } = useSite()
  const { graph, common } = useWords()
  const local = useLocal()
  return (
    <tr>
      <td class="who line">
        <Named node_id={node_id} nodes={nodes} />
      </td>
      <td class="num" data-label={graph.links}>
        {count}
      </td>
      <td class="line">
        {strongest.map(({ other, snr }) => (
          <span key={other} class="strong-link">
            <Named node_id={other} nodes={nodes} brief />
            {snr !== null && <span class="muted small">{local.decibels(snr)}</span>}
          </span>
        ))}
      </td>
      <td class="nowrap">
        <Age time_us={last_seen_us} />
      </td>
      <td>
        <a href={`${base}/nodegraph?node=${formatNodeId(node_id)}`} data-show-node={node_id}>
          {common.show}
        </a>
      </td>
    </tr>
  )
}

function Named(props: { node_id: number; nodes: Map<number, NodeNames>; brief?: boolean }) {
  const node = props.nodes.get(props.node_id)
  return (
    <NodeName
      node_id={props.node_id}
      long_name={node?.long_name ?? null}
      short_name={node?.short_name ?? null}
      brief={props.brief}
    />
  )
}
